"""The habit tracker: sleep, core work, other activity, water, recovery food, rest days; by buttons or typed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import get_args

from dialogs.diary import HabitNoted
from dialogs.flows.home import stands
from dialogs.keyboard import anywhere, here, rows
from dialogs.machine import ANYWHERE, Flow, Move
from dialogs.reading.amounts import count
from dialogs.reading.habits import BOUNDS, Habit, read_amount_of, read_habit
from dialogs.reading.understand import control, one_of, plain
from dialogs.replies import Reply, Say
from dialogs.state import UserState, note
from dialogs.talk import Step, Talk
from knowledge.levels import Level
from knowledge.load import Knowledge

MENU = "habits.menu"
RESTING = (MENU,)
HABITS: tuple[Habit, ...] = get_args(Habit)
OFFERED: dict[str, tuple[float, ...]] = {
    "sleep": (5, 6, 7, 8, 9, 10),
    "core": (5, 10, 15, 20, 30),
    "activity": (20, 30, 45, 60, 90),
    "goal": (2, 3, 4, 5, 6, 7),
    "core_goal": (20, 40, 60, 90, 120, 140),
}
MEASURED: tuple[Habit, ...] = ("sleep", "core", "activity")
GOALS = {"goal": (1, 7), "core_goal": (1, 4200)}  # days a week; minutes a week


def begin_habits(option: str, state: UserState) -> UserState | None:
    """Return the state in which a habit can be noted; None for another option."""
    return replace(state, mark=state.mark + 1, misses=0, habit=0) if option == "habits" else None


def told_habit(text: str, state: UserState, knowledge: Knowledge, now: datetime) -> Step | None:
    """Return the step for a line that tells of a habit though nobody asked; None if it does not plainly do so."""
    told = read_habit(text, knowledge)
    if told is None:
        return None
    habit, amount = told
    if _is_wrong(habit, amount):
        return Step("habits", state, (Say(f"text.habit_wrong_{habit}"),))
    return _noted(replace(state, mark=state.mark + 1), habit, amount, now, "habits")


def _moves() -> Iterator[Move]:
    yield Move("habits", ANYWHERE, "check.emergency", when=stands(Level.EMERGENCY))
    yield Move("habits", ANYWHERE, "check.urgent", when=stands(Level.URGENT))
    yield Move("habits", ANYWHERE, MENU)
    for stop in (*MEASURED, *GOALS):
        node = f"habits.{stop}"
        yield Move(f"ask_{stop}", MENU, node)
        yield Move("again", node, node)
        yield Move("noted", node, MENU)
        yield Move("back", node, MENU)
    yield Move("noted", MENU, MENU)


def _is_wrong(habit: Habit, amount: float) -> bool:
    low, high = BOUNDS.get(habit, (1, 1))
    return not low <= amount <= high


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    at, asked = state.node.partition(".")[2], control(text, knowledge)
    if asked in ("back", "cancel"):
        return "undo" if at == "menu" and asked == "back" else asked
    if at == "goal":
        number = count(plain(text), knowledge.answers)
        return None if number is None else f"is.{number}"
    if at != "menu":
        habit: Habit = next((name for name in MEASURED if name == at), "core")
        amount = read_amount_of(habit, text, knowledge)
        return None if amount is None else f"is.{amount:g}"
    options = (*(f"habit.{habit}" for habit in HABITS), *(f"ask_{goal}" for goal in GOALS))
    labels = {knowledge.words[f"text.button_{option.replace('.', '_')}"]: option for option in options}
    return one_of(text, labels, knowledge)


def _take(state: UserState, option: str, _knowledge: Knowledge, now: datetime) -> Step | None:
    at, (verb, _, rest) = state.node.partition(".")[2], option.partition(".")
    if option in ("back", "cancel"):
        return Step("back", state) if option == "back" and at != "menu" else Step("home", state)
    if at == "menu":
        return _take_in_menu(state, option, now)
    if verb != "is":
        return None
    amount = float(rest)
    if at in GOALS:
        low, high = GOALS[at]
        if not low <= amount <= high:
            return Step("again", state, (Say(f"text.habit_wrong_{at}"),))
        state = replace(state, sessions=int(amount)) if at == "goal" else replace(state, core_goal=int(amount))
        return Step("noted", replace(state, habit=0), (Say("text.settings_saved"),))
    habit = next(name for name in MEASURED if name == at)
    if _is_wrong(habit, amount):
        return Step("again", state, (Say(f"text.habit_wrong_{habit}"),))
    return _noted(state, habit, amount, now, "noted")


def _take_in_menu(state: UserState, option: str, now: datetime) -> Step | None:
    if option == "undo" and state.habit:
        undone = replace(state, diary=state.diary.without(state.habit), habit=0)
        return Step("noted", undone, (Say("text.habit_undone"),))
    if option in {f"ask_{goal}" for goal in GOALS}:
        return Step(option, replace(state, habit=0))
    for habit in HABITS:
        if option == f"habit.{habit}":
            return Step(f"ask_{habit}", state) if habit in MEASURED else _noted(state, habit, 1, now, "noted")
    return None


def _noted(state: UserState, habit: Habit, amount: float, now: datetime, event: str) -> Step:
    state = note(state, HabitNoted(now, habit, amount))
    return Step(event, replace(state, habit=state.noted), (_said(habit, amount),))


def _said(habit: Habit, amount: float) -> Say:
    if (habit, amount) == ("water", 1):
        return Say("text.habit_noted_water_one")
    return Say(f"text.habit_noted_{habit}", {"amount": f"{amount:g}"})


def _show(state: UserState, _knowledge: Knowledge) -> tuple[Reply, ...]:
    at = state.node.partition(".")[2]
    if at != "menu":
        words = {"sleep": "text.habit_hours", "goal": "text.habit_times"}.get(at, "text.length_minutes")
        name = {"sleep": "hours", "goal": "count"}.get(at, "minutes")
        choices = (here(state, f"is.{n:g}", Say(words, {name: f"{n:g}"})) for n in OFFERED[at])
        return (
            Reply(
                (Say(f"text.habit_{at}", style="strong"),), (*rows(choices, 3), (here(state, "back"),)), replaces=True
            ),
        )
    habits = (here(state, f"habit.{habit}", Say(f"text.button_habit_{habit}")) for habit in HABITS)
    undo = ((here(state, "undo"),),) if state.habit else ()
    goals = tuple(here(state, f"ask_{goal}") for goal in GOALS)
    keys = (*undo, *rows(habits, 2), goals, (anywhere("week"), anywhere("log"), anywhere("home")))
    return (Reply((Say("text.habits", style="strong"), Say("text.habits_how")), keys, replaces=True),)


def _accepts(state: UserState, _knowledge: Knowledge) -> Say:
    at = state.node.partition(".")[2]
    return Say("text.accepts_buttons" if at == "menu" else f"text.habit_accepts_{at}")


HABIT_LOG = Talk(
    flow=Flow("habits", ("menu", *MEASURED, *GOALS), tuple(_moves())),
    hear=_hear,
    take=_take,
    show=_show,
    accepts=_accepts,
    rests=frozenset(RESTING),
)
