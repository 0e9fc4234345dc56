"""The least that a bot can do with python-telegram-bot: no state, no disk; the yardstick of ``benchmarks.turns``."""

import os

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.ext import Application, CallbackQueryHandler, CommandHandler, ContextTypes

_BUTTONS = InlineKeyboardMarkup([[InlineKeyboardButton(f"Answer {number}", callback_data="x")] for number in range(5)])
_Context = ContextTypes.DEFAULT_TYPE


async def _start(update: Update, _: _Context) -> None:
    if update.message is not None:
        await update.message.reply_text("Question 1", reply_markup=_BUTTONS)


async def _tapped(update: Update, _: _Context) -> None:
    query = update.callback_query
    if query is not None:
        await query.answer()
        await query.edit_message_text(f"Question after update {update.update_id}", reply_markup=_BUTTONS)


def main() -> None:
    """Poll until stopped."""
    application = Application.builder().token(os.environ["BOT_TOKEN"]).base_url(os.environ["BOT_API_URL"]).build()
    application.add_handler(CommandHandler("start", _start))
    application.add_handler(CallbackQueryHandler(_tapped))
    application.run_polling()


if __name__ == "__main__":
    main()
