"""The commands menu of the bot on Telegram, set when it differs from ours."""

from collections.abc import Mapping

from bot.botapi import BotApi
from knowledge.load import Knowledge

COMMANDS = (
    "start",
    "check",
    "warmup",
    "routines",
    "guides",
    "reminders",
    "log",
    "run",
    "pain",
    "plan",
    "back_to_running",
    "charts",
    "summary",
    "history",
    "faq",
    "settings",
    "export",
    "privacy",
    "help",
    "cancel",
)


def menu(knowledge: Knowledge) -> Mapping[str, str]:
    """Return the commands with their descriptions, in the order of the menu."""
    return {name: knowledge.words[f"text.command_{name}"] for name in COMMANDS}


async def set_menu(api: BotApi, knowledge: Knowledge) -> bool:
    """Make the menu ours; return whether it had to be changed. Raises CallFailure."""
    ours = menu(knowledge)
    if list((await api.commands()).items()) == list(ours.items()):
        return False
    await api.set_commands(ours)
    return True
