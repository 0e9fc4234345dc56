"""A guide: a small talk of pages with choices, for everything that is not exercise step by step.

The nodes are the pages of the content, ``guide.<guide>.<page>``. In a guide with a screen no page is reached while the
question for danger signs is open, not even by a button that is a day old; only a page that comes back of itself is
shown before it, so such a page holds no exercise. What leads out of a guide are buttons that work from anywhere; only
the way to the check is a move of the guide's own, because what it says there must not be taken for safe any more.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from dialogs.check.checking import fresh_check
from dialogs.check.follow_up import FORGOTTEN_AFTER
from dialogs.check.safety import alert
from dialogs.events import CameDue
from dialogs.flows.doubt import in_doubt
from dialogs.flows.guide_page import is_way_in, option_of, page_at, page_rows, page_says
from dialogs.flows.home import stands
from dialogs.flows.screen import SCREEN, hear_screen, is_known_safe, show_screen, take_screen
from dialogs.keyboard import anywhere
from dialogs.machine import ANYWHERE, Flow, Guard, Move, Walker
from dialogs.reading.understand import control, one_of, plain, yes_or_no
from dialogs.replies import Reply, Say, SetAlarm
from dialogs.state import GuideTalk, UserState
from dialogs.talk import Step, Talk
from dialogs.training.timing import length, start_timer
from knowledge.guides import Guide
from knowledge.levels import Level
from knowledge.load import Knowledge

GUIDE = "guide"
_ONWARD = {"ok", "okay", "yes", "next", "go on", "continue", "done", "ready"}
MORNING, EVENING = 9, 21  # hours on the user's clock between which a message is welcome


def guides(knowledge: Knowledge) -> Talk:
    """Return the dialogue that walks through any guide of this content."""
    nodes = [node.removeprefix(f"{GUIDE}.") for guide in knowledge.guides.values() for node in _nodes(guide)]
    moves = [move for guide in knowledge.guides.values() for move in _moves(guide)]
    flow = Flow(GUIDE, tuple(nodes), tuple(moves))
    return Talk(flow=flow, hear=_hear, take=_take, show=_show, accepts=_accepts, rests=_ends(knowledge))


def _ends(knowledge: Knowledge) -> frozenset[str]:
    """Return the nodes at which a guide has come to its end."""
    return frozenset(_node(g, page.id) for g in knowledge.guides.values() for page in g.pages if not page.choices)


def begun(option: str, state: UserState, knowledge: Knowledge) -> UserState | None:
    """Return the state in which a guide begins; None if the option names none.

    option: ``guide.<guide>``, or ``guide.<guide>.<page>`` for a page that comes back of itself.
    """
    kind, _, rest = option.partition(".")
    name, _, page = rest.partition(".")
    guide = knowledge.guides.get(name)
    if kind != GUIDE or guide is None or (page and page not in _returning(guide)):
        return None
    before = state.guide if page and state.guide and state.guide.guide == name else None
    talk = GuideTalk(name, (page or guide.pages[0].id,), before.chosen if before else {})
    return replace(state, mark=state.mark + 1, misses=0, guide=talk)


def returning(event: CameDue, state: UserState, knowledge: Knowledge, now: datetime) -> UserState | None:
    """Return the state in which a promised page is opened; None if it must not come, or comes too late to help."""
    if alert(state) is not None or state.doubt is not None or now - event.due > FORGOTTEN_AFTER:
        return None
    return begun(event.key, state, knowledge)


def aside(option: str, state: UserState, knowledge: Knowledge) -> Reply:
    """Return the page that comes back of itself, for someone who is in the middle of something else."""
    guide, page = page_at(option, knowledge)
    return Reply((again(option), *page_says(state, guide, page)), ((anywhere(option, Say("text.button_go_on")),),))


def again(option: str) -> Say:
    """Return the line that tells which guide comes back."""
    return Say("text.guide_again", {"guide": Say(f"guide.{option.split('.')[1]}.title")})


# The table


def _node(guide: Guide, page: str) -> str:
    return f"{GUIDE}.{guide.id}.{page}"


def _nodes(guide: Guide) -> Iterator[str]:
    yield from (_node(guide, page.id) for page in guide.pages)
    if guide.screen:
        yield _node(guide, SCREEN)


def _returning(guide: Guide) -> tuple[str, ...]:
    return tuple(dict.fromkeys(page.later.page for page in guide.pages if page.later))


def _moves(guide: Guide) -> Iterator[Move]:
    first = guide.pages[0].id
    for event in (f"{GUIDE}.{guide.id}", *(_node(guide, page) for page in _returning(guide))):
        yield Move(event, ANYWHERE, "check.emergency", when=stands(Level.EMERGENCY))
        yield Move(event, ANYWHERE, "check.urgent", when=stands(Level.URGENT))
    yield from _to_page(f"{GUIDE}.{guide.id}", ANYWHERE, guide, first)
    for page in _returning(guide):
        yield Move(_node(guide, page), ANYWHERE, _node(guide, page), do=_promise)
    for at in guide.pages:
        source = _node(guide, at.id)
        if guide.screen:
            yield Move("safe", _node(guide, SCREEN), source, when=_goes_to(at.id), do=_promise)
        if at.timer_seconds is not None:
            yield Move("timed", source, source, do=_time)
        for choice in at.choices:
            if not choice.leaves:
                yield from _to_page(f"chose.{choice.id}", source, guide, choice.to)
                yield Move("back", _node(guide, choice.to), source, when=_goes_to(at.id))


def _to_page(event: str, source: str, guide: Guide, page: str) -> Iterator[Move]:
    yield Move(event, source, _node(guide, page), when=is_known_safe if guide.screen else None, do=_promise)
    if guide.screen:
        yield Move(event, source, _node(guide, SCREEN))


def _goes_to(page: str) -> Guard:
    return lambda walker: walker.state.guide is not None and walker.state.guide.path[-1:] == (page,)


def _promise(walker: Walker) -> None:
    """Set the alarm of a page that says that the guide will come back."""
    guide, page = page_at(walker.node, walker.knowledge)
    if page.later is not None:
        due = _at_a_decent_hour(walker.now + timedelta(hours=page.later.hours), walker.state.zone)
        walker.alarms.append(SetAlarm(_node(guide, page.later.page), due, zone=walker.state.zone or ""))


def _at_a_decent_hour(due: datetime, zone: str | None) -> datetime:
    """The instant itself, or the next morning if it lies in the user's night."""
    if zone is None:
        return due
    local = due.astimezone(ZoneInfo(zone))
    if MORNING <= local.hour < EVENING:
        return due
    morning = local.replace(hour=MORNING, minute=0, second=0, microsecond=0)
    return (morning + timedelta(days=local.hour >= EVENING)).astimezone(due.tzinfo)


def _time(walker: Walker) -> None:
    _, page = page_at(walker.node, walker.knowledge)
    if page.timer_seconds is not None:
        start_timer(walker, page.timer_seconds)


# What is heard


def _hear(state: UserState, text: str, knowledge: Knowledge) -> str | None:
    if state.node.endswith(f".{SCREEN}"):
        return hear_screen(text, knowledge) or _leaving(text, knowledge)
    _, page = page_at(state.node, knowledge)
    choices = {choice.id: choice for choice in page.choices}
    names = {each.replace("_", " "): each for each in choices}
    names |= {name: each for each, choice in choices.items() for name in (choice.label, *choice.means)}
    chosen = one_of(text, names, knowledge) or yes_or_no(text, knowledge)
    if chosen in choices:
        return option_of(choices[chosen])
    if page.timer_seconds is not None and plain(text) in {"timer", "start", "start the timer"}:
        return "timer"
    asked = control(text, knowledge)
    onward = page.choices[0] if len(page.choices) == 1 else choices.get("next")
    if onward and (asked == "skip" or plain(text) in _ONWARD):
        return option_of(onward)
    return "back" if asked == "back" else _leaving(text, knowledge)


def _leaving(text: str, knowledge: Knowledge) -> str | None:
    return "stop" if control(text, knowledge) in ("cancel", "finish") else None


# What an option does


def _take(state: UserState, option: str, knowledge: Knowledge, now: datetime) -> Step | None:
    guide, page = page_at(state.node, knowledge)
    if option == "stop":
        return Step("home", state, (Say("text.guide_stopped"),))
    if state.node.endswith(f".{SCREEN}"):
        return take_screen(state, option, now)
    talk = state.guide or GuideTalk(guide.id, (page.id,))
    if option == "back":
        return Step("back", replace(state, guide=replace(talk, path=talk.path[:-1]))) if talk.path[1:] else None
    if option == "timer" and page.timer_seconds is not None:
        return Step("timed", state, (Say("text.guide_timer_set", {"length": length(page.timer_seconds)}),))
    choice = next((choice for choice in page.choices if choice.id == option and not is_way_in(choice)), None)
    if choice is None:
        return None
    if choice.to == "coping":
        return Step("doubt", in_doubt(state, ("coping",)))
    if choice.to == "check":
        notes = (Say(f"choice.{guide.id}.{page.id}.{choice.id}.note"),) if choice.note else ()
        return Step("check", replace(fresh_check(state, now), safe_at=None), notes)
    chosen = talk.chosen | ({page.id: choice.id} if page.keep else {})
    # A page that was on the way already is gone back to, so that Back never leads round in circles.
    known = talk.path[: talk.path.index(choice.to)] if choice.to in talk.path else talk.path
    return Step(f"chose.{choice.id}", replace(state, guide=replace(talk, path=(*known, choice.to), chosen=chosen)))


# What is shown


def _show(state: UserState, knowledge: Knowledge) -> tuple[Reply, ...]:
    guide, page = page_at(state.node, knowledge)
    if state.node.endswith(f".{SCREEN}"):
        return (show_screen(state, knowledge, Say(f"guide.{guide.id}.title")),)
    return (Reply(page_says(state, guide, page), tuple(page_rows(state, guide, page)), replaces=True),)


def _accepts(state: UserState, _knowledge: Knowledge) -> Say:
    return Say("text.accepts_yes_no" if state.node.endswith(f".{SCREEN}") else "text.accepts_buttons")
