"""respond(): what one event leads to. Pure: the same state, event, content and time always give the same turn.

The order is the safety model's: no consent, nothing kept; then commands and buttons that work from anywhere; then the
current node. What means nothing here gets the current question again and changes nothing.
"""

from dataclasses import replace
from datetime import datetime
from functools import lru_cache

from dialogs.anywhere import EVENTS, inform, way_in
from dialogs.checking import is_answered
from dialogs.errors import EventNotAllowed
from dialogs.events import CameDue, Chose, Commanded, Edited, Event, Said, Shared
from dialogs.flows.doubt import doubt
from dialogs.flows.faq import search_reply
from dialogs.flows.home import HOME, welcome
from dialogs.flows.reminder import REMINDER
from dialogs.flows.result import place, watch_list
from dialogs.flows.routine import TIMER, guided
from dialogs.flows.self_check import RESULTS, self_check
from dialogs.flows.settings import SETTINGS
from dialogs.follow_up import FOLLOW_UP, come_back
from dialogs.keyboard import anywhere, mark_of
from dialogs.listening import danger_heard, first_aid
from dialogs.machine import Book, Walker
from dialogs.mending import mend
from dialogs.reminding import alarm_changes, come_due
from dialogs.replies import Reply, Say, Turn
from dialogs.safety import alert
from dialogs.state import HOME as AT_HOME
from dialogs.state import UserState
from dialogs.talk import Step, Talk
from dialogs.understand import control, yes_or_no
from knowledge.levels import Level
from knowledge.load import Knowledge

MISSES_BEFORE_HELP = 2  # source: docs/safety.md, free text


class Script:
    """All dialogues for one content version, compiled once."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile the tables. Raises TableError if one is wrong."""
        talks = [HOME, self_check(knowledge), REMINDER, SETTINGS, *map(guided, knowledge.routines.values())]
        talks.append(doubt([f"{talk.flow.name}.{node}" for talk in talks for node in talk.flow.nodes]))
        self.talks: dict[str, Talk] = {talk.flow.name: talk for talk in talks}
        self.book = Book(talk.flow for talk in talks)

    def talk_at(self, node: str) -> Talk:
        """Return the dialogue that the node belongs to."""
        return self.talks[node.partition(".")[0]]


@lru_cache(maxsize=4)
def script_of(knowledge: Knowledge) -> Script:
    """Return the compiled dialogues for this content."""
    return Script(knowledge)


def respond(state: UserState, event: Event, knowledge: Knowledge, now: datetime) -> Turn:
    """Return what the event leads to.

    state: as the last turn left it, or ``UserState()`` for someone unknown.  now: aware.
    Raises DiaryUnread if the diary is needed and ``state.diary`` was not read, and nothing on what a user can send.
    """
    return _Responder(state, knowledge, now).respond(event)


class _Responder:
    """One turn under way."""

    def __init__(self, state: UserState, knowledge: Knowledge, now: datetime) -> None:
        self.before = state
        self.state = state
        self.knowledge = knowledge
        self.script = script_of(knowledge)
        self.now = now

    def respond(self, event: Event) -> Turn:
        if isinstance(event, CameDue):
            return self._come_due(event)
        if self.state.agreed_at is None:
            return self._before_consent(event)
        self.state, first = mend(self.state, self.script.book.nodes, self.knowledge, self.now)
        self.state = replace(self.state, seen_at=self.now)
        if first is not None:
            mended = self._go(first)
            self.state = mended.state
            return self._danger_in(_typed(event)) or mended
        match event:
            case Commanded():
                return self._command(event)
            case Chose(option, node, mark):
                return self._choose(option, node, mark)
            case Said(text):
                return self._hear(text)
            case Edited(text):
                return self._danger_in(text) or self._show_again(Say("text.edited"))
            case Shared():
                return self._show_again(Say("text.only_text"))

    # Before anything else

    def _before_consent(self, event: Event) -> Turn:
        wish = ""
        if isinstance(event, Commanded):
            wish = _option_of(event)
        elif isinstance(event, Chose) and not event.node:
            wish = event.option
        kind, _, then = wish.partition(".")
        if kind == "agree":
            self.state = UserState(agreed_at=self.now, seen_at=self.now, diary=self.before.diary)
            return self._anywhere(then, Say("text.agreed")) or self._home(Say("text.agreed"))
        if kind == "decline":
            return Turn(self.state, (Reply((Say("text.declined"),), ((anywhere("agree"),),)),))
        aid = first_aid(_typed(event), self.knowledge, self.now)
        if aid is not None:
            return Turn(self.state, (aid, welcome("check")))
        told = inform(wish, self.state, self.knowledge, self.now)
        if wish in ("privacy", "help") and told is not None:
            return replace(told, replies=(*told.replies, welcome()))
        leads_somewhere = told is not None or way_in(wish, self.state, self.knowledge, self.now) is not None
        return Turn(self.state, (welcome(wish if leads_somewhere else ""),))

    def _come_due(self, event: CameDue) -> Turn:
        if event.key.startswith(f"{TIMER}."):
            is_there = self.state.node == event.key.partition(".")[2] and self.state.node in self.script.book.nodes
            return self._show_again(Say("text.timer_over")) if is_there else Turn(self.state)
        if event.key.startswith(f"{FOLLOW_UP}."):
            return come_back(self.state, event.due, self.now)
        return come_due(self.state, event.key, event.due, self.now, self.knowledge)

    # What the user did

    def _command(self, event: Commanded) -> Turn:
        danger = self._danger_in(event.argument)
        if danger is not None:
            return danger
        option = _option_of(event)
        if option == "start":
            return self._show_again(Say("text.welcome_back")) if self._in_question() else self._home()
        if option in ("cancel", "stop", "menu"):
            return self._cancel()
        return self._take(option) or self._anywhere(option) or self._show_again(Say("text.unknown_command"))

    def _cancel(self) -> Turn:
        return self._take("cancel") or self._take("stop") or self._home()

    def _choose(self, option: str, node: str, mark: str) -> Turn:
        if not node:
            return self._anywhere(option) or self._stale()
        if mark == mark_of(self.state) and is_answered(self.state, node, option):
            return self._second_tap()
        if node != self.state.node or mark != mark_of(self.state):
            return self._stale()
        return self._take(option) or self._stale()

    def _danger_in(self, text: str, *, is_answer: bool = False) -> Turn | None:
        step = danger_heard(text, self.state, self.knowledge, self.now, is_answer=is_answer)
        return self._go(step) if step else None

    def _hear(self, text: str) -> Turn:
        option = self.script.talk_at(self.state.node).hear(self.state, text, self.knowledge)
        turn = self._danger_in(text, is_answer=option is not None) or (self._take(option) if option else None)
        if turn is not None:
            return turn
        asked = control(text, self.knowledge)
        if asked in ("menu", "cancel"):
            return self._cancel()
        if asked == "help":
            return self._command(Commanded("help"))
        if not text.strip():
            return self._show_again(Say("text.empty"))
        if self._in_question():
            return self._miss()
        if alert(self.state) is not None or asked == "greet" or yes_or_no(text, self.knowledge):
            return self._show_again()
        answer, counter = search_reply(text, self.knowledge)
        return Turn(self.state, (answer,), counts=(counter,))

    # What comes of it

    def _take(self, option: str) -> Turn | None:
        step = self.script.talk_at(self.state.node).take(self.state, option, self.knowledge, self.now)
        return self._go(step) if step else None

    def _anywhere(self, option: str, *notes: Say) -> Turn | None:
        """A button or command that works from anywhere; None if there is no such thing."""
        told = inform(option, self.state, self.knowledge, self.now)
        if told is not None:
            return replace(told, replies=(*told.replies, *self._current())) if self._in_question() else told
        proposed = way_in(option, self.state, self.knowledge, self.now)
        if proposed and self.state.doubt:
            return self._show_again(Say("text.doubt_first"))
        return self._go(Step(EVENTS.get(option, option), proposed, notes)) if proposed else None

    def _home(self, *notes: Say) -> Turn:
        if self.state.doubt:
            return self._show_again(Say("text.doubt_first"))
        return self._go(Step("home", self.state, notes))

    def _go(self, step: Step) -> Turn:
        walker = Walker(step.state, self.knowledge, self.now)
        walker.node = self.state.node
        try:
            self.script.book.go(walker, step.event)
        except EventNotAllowed:
            return self._stale()
        state = replace(walker.state, node=walker.node, misses=0)
        shown = self.script.talk_at(state.node).show(state, self.knowledge)
        notes = step.notes
        if alert(self.state) is None and alert(state) is Level.URGENT and self._in_question(state):
            # Who stops answering now must know it already.
            notes = (*notes, Say("text.urgent_noted", {"advice": place(state, "advice")}))
        if step.event == "forgotten":
            shown = (Reply(notes),)
        elif notes:
            shown = (_with_note(shown[0], *notes), *shown[1:])
        alarms = (*walker.alarms, *alarm_changes(self.before, state, self.now))
        return Turn(state, shown, alarms, forget=step.event == "forgotten")

    def _current(self) -> tuple[Reply, ...]:
        shown = self.script.talk_at(self.state.node).show(self.state, self.knowledge)
        return tuple(replace(reply, replaces=False) for reply in shown)

    def _show_again(self, *notes: Say) -> Turn:
        first, *rest = self._current()
        return Turn(self.state, (_with_note(first, *notes), *rest))

    def _stale(self) -> Turn:
        """A button that no longer fits: a note, and the current question again; nothing changes."""
        return replace(self._show_again(Say("text.old_button")), notice=Say("text.old_button"))

    def _second_tap(self) -> Turn:
        """The button that was pressed a moment ago: the current question stands in its place already."""
        shown = tuple(replace(reply, replaces=True) for reply in self._current())
        return Turn(self.state, shown, notice=Say("text.second_tap"))

    def _miss(self) -> Turn:
        """A text that was not understood: what is accepted, the question again; never a guess."""
        misses = self.state.misses + 1
        self.state = replace(self.state, misses=misses)
        accepts = self.script.talk_at(self.state.node).accepts(self.state, self.knowledge)
        turn = self._show_again(Say("text.not_understood", {"accepts": accepts}))
        if misses != MISSES_BEFORE_HELP:
            return turn
        values = {"emergency": place(self.state, "emergency"), "advice": place(self.state, "advice")}
        watch = Reply((Say("text.watch", values, style="strong"), *watch_list(self.knowledge)))
        return replace(turn, replies=(watch, *turn.replies))

    def _in_question(self, state: UserState | None = None) -> bool:
        """Whether the talk waits for an answer, so that other text is not a quick question."""
        node = (state or self.state).node
        return node not in (AT_HOME, "reminder.list", "settings.menu", *(f"check.{end}" for end in RESULTS))


def _typed(event: Event) -> str:
    return event.text if isinstance(event, Said | Edited) else ""


def _option_of(event: Commanded) -> str:
    """The option that a command stands for; a deep link ("/start topic-why_back_hurts") names one itself."""
    name = event.argument.replace("-", ".", 1) if event.name == "start" and event.argument else event.name
    return {"warmup": "warm_up"}.get(name, name)


def _with_note(reply: Reply, *notes: Say) -> Reply:
    return replace(reply, says=(*notes, *reply.says))
