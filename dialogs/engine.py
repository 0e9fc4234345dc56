"""respond(): what one event leads to. Pure: the same state, event, content and time always give the same turn.

The order is the safety model's: no consent, nothing kept; then commands and buttons that work from anywhere; then the
current node. What means nothing here gets the current question again and changes nothing.
"""

from dataclasses import replace
from datetime import datetime

from dialogs.anywhere import EVENTS, inform, way_in
from dialogs.called import called
from dialogs.check.checking import is_answered
from dialogs.check.follow_up import FOLLOW_UP, come_back
from dialogs.check.listening import danger_heard, first_aid
from dialogs.check.safety import alert
from dialogs.errors import EventNotAllowed
from dialogs.events import CameBack, CameDue, Chose, Commanded, Deed, Edited, Event, Located, Said, Shared
from dialogs.flows.comeback import called_out
from dialogs.flows.faq import search_reply
from dialogs.flows.guide import GUIDE, again, aside, returning
from dialogs.flows.habits import told_habit
from dialogs.flows.home import welcome
from dialogs.flows.pain_log import pain_told
from dialogs.flows.plan import LOOK_BACK, look_back_changes, week_is_over
from dialogs.flows.reminder import wished
from dialogs.flows.result import place, watch_list
from dialogs.flows.routine import set_aside
from dialogs.flows.run_log import told_run
from dialogs.flows.screen import SCREEN
from dialogs.flows.settings import arrived
from dialogs.keyboard import anywhere, mark_of
from dialogs.log.retention import RETENTION, look_for_old, without_old_entries
from dialogs.machine import Walker
from dialogs.mending import mend
from dialogs.reading.understand import control, one_of, yes_or_no
from dialogs.reminders.coming_back import asked, rested
from dialogs.reminders.reminding import alarm_changes, come_due
from dialogs.replies import Reply, Say, Turn
from dialogs.script import script_of
from dialogs.state import UserState
from dialogs.talk import Step
from dialogs.training.timing import drop_timer, half_time_words, is_timer, still_runs
from dialogs.training.walk_run import CALL, call_changes, set_down
from dialogs.wording import words
from knowledge.levels import Level
from knowledge.load import Knowledge

MISSES_BEFORE_HELP = 2  # source: docs/safety.md, free text
OWN_WORDS = ("note.", "line.")  # options that carry the user's own words, so what was typed is more than an answer


def respond(state: UserState, event: Event, knowledge: Knowledge, now: datetime) -> Turn:
    """Return what the event leads to.

    state: as the last turn left it, or ``UserState()`` for someone unknown.  now: aware.
    Raises DiaryUnread if the diary is needed and ``state.diary`` was not read, and nothing on what a user can send.
    """
    if state.away_since is None or isinstance(event, CameDue):
        return _answer(state, event, knowledge, now)
    back, alarms = rested(state, now)
    return asked(_answer(back, event, knowledge, now), state, alarms)


def _answer(state: UserState, event: Event, knowledge: Knowledge, now: datetime) -> Turn:
    return Turn(state) if isinstance(event, CameBack) else _Responder(state, knowledge, now).respond(event)


class _Responder:
    """One turn under way."""

    def __init__(self, state: UserState, knowledge: Knowledge, now: datetime) -> None:
        self.before = state
        self.state = state
        self.knowledge = knowledge
        self.script = script_of(knowledge)
        self.now = now

    def respond(self, event: Deed | CameDue) -> Turn:
        if isinstance(event, CameDue):
            return self._come_due(event)
        if self.state.agreed_at is None:
            return self._before_consent(event)
        self.state, first = mend(self.state, self.script.book.nodes, self.knowledge, self.now)
        self.state = without_old_entries(replace(self.state, seen_at=self.now), self.now)
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
            case Located(zone):
                return self._locate(zone)
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
        if is_timer(event.key):
            return self._timer(event)
        if event.key.startswith(f"{GUIDE}."):
            return self._guide_comes_back(event)
        if event.key == CALL:
            called_for = called_out(self.state, self.knowledge, self.now)
            return called_for if isinstance(called_for, Turn) else self._go(called_for)
        if event.key == LOOK_BACK:
            return week_is_over(self.state, event.due, self.now)
        if event.key == RETENTION:
            return look_for_old(self.state, self.now)
        if event.key.startswith(f"{FOLLOW_UP}."):
            return come_back(self.state, event.due, self.now)
        return come_due(self.state, event.key, event.due, self.now, self.knowledge)

    def _timer(self, event: CameDue) -> Turn:
        is_there = self.state.node in self.script.book.nodes and still_runs(self.state, event, self.now)
        if not is_there:
            return Turn(self.state)
        if half_time := half_time_words(self.state, event):
            return Turn(self.state, (Reply((half_time,)),))
        self.state = replace(self.state, timer_until=None)
        return self._show_again(Say("text.timer_over"))

    def _guide_comes_back(self, event: CameDue) -> Turn:
        """A page that was promised: opened where nothing else goes on, else shown with a button that opens it."""
        proposed = returning(event, self.state, self.knowledge, self.now)
        if proposed is None:
            return Turn(self.state)
        if self.state.node not in self.script.book.nodes or self._in_question():
            return Turn(self.state, (aside(event.key, self.state, self.knowledge),))
        return self._go(Step(event.key, proposed, (again(event.key),)))

    # What the user did

    def _command(self, event: Commanded) -> Turn:
        danger = self._danger_in(event.argument)
        if danger is not None:
            return danger
        option = _option_of(event)
        line = {"run": event.argument, "pain": f"pain {event.argument}"}.get(option, "") if event.argument else ""
        told = self._told(line) if line and not self.state.doubt else None
        if told is not None:
            return self._go(told)
        if option == "start":
            return self._show_again(Say("text.welcome_back")) if self._in_question() else self._home()
        if option in ("cancel", "stop", "menu"):
            return self._cancel(option)
        return self._take(option) or self._anywhere(option) or self._show_again(Say("text.unknown_command"))

    def _cancel(self, option: str) -> Turn:
        return self._take(option) or self._take("cancel") or self._take("stop") or self._home()

    def _choose(self, option: str, node: str, mark: str) -> Turn:
        if not node:
            return self._anywhere(option) or self._stale()
        if mark == mark_of(self.state) and is_answered(self.state, node, option):
            return self._second_tap()
        if node != self.state.node or mark != mark_of(self.state):
            return self._stale()
        turn = self._take(option) or self._stale()
        # Where the talk stays, the message may be changed into itself, which nobody sees.
        stays = turn.notice is None and turn.state.node == node
        return replace(turn, notice=Say("text.noted")) if stays else turn

    def _locate(self, zone: str) -> Turn:
        """An answer to the question for the zone; where nothing is asked, news of a journey."""
        if self._in_question() or alert(self.state) is not None:
            return self._take(f"zone.{zone}") or self._show_again(Say("text.only_text"))
        return self._go(arrived(self.state, zone))

    def _danger_in(self, text: str, *, is_answer: bool = False) -> Turn | None:
        step = danger_heard(text, self.state, self.knowledge, self.now, is_answer=is_answer)
        return self._go(step) if step else None

    def _hear(self, text: str) -> Turn:
        option = self.script.talk_at(self.state.node).hear(self.state, text, self.knowledge)
        is_answer = option is not None and not option.startswith(OWN_WORDS)
        if option is None and not self._in_question():
            is_answer = called(text, self.knowledge) is not None
        turn = self._danger_in(text, is_answer=is_answer)
        return self._keeping(text, option, turn) if turn else self._heard(text, option)

    def _keeping(self, text: str, option: str | None, turn: Turn) -> Turn:
        """The turn that asks about a danger sign, with what the message told besides: it is taken up again later."""
        doubt, is_check = turn.state.doubt, self.state.node.startswith("check.")
        if doubt is None or self.state.doubt is not None or is_check:
            return turn
        if option is None and (self._in_question() or self._told(text) is None):
            return turn
        return replace(turn, state=replace(turn.state, doubt=replace(doubt, said=text)))

    def _heard(self, text: str, option: str | None) -> Turn:
        """What a message leads to in which no danger sign is open."""
        turn = (self._take(option) or self._anywhere(option)) if option else None
        if turn is not None:
            return turn
        asked = control(text, self.knowledge)
        if asked in ("menu", "cancel"):
            return self._cancel(asked)
        if asked == "help":
            return self._command(Commanded("help"))
        if not text.strip():
            return self._show_again(Say("text.empty"))
        pressed = self._pressed(text)
        if pressed is not None:
            return pressed
        if self._in_question():
            return self._beside(text) or self._miss()
        told = self._told(text)
        if told is not None:
            return self._go(told)
        if alert(self.state) is not None or asked == "greet" or yes_or_no(text, self.knowledge):
            return self._show_again()
        wanted = called(text, self.knowledge)
        if wanted and (opened := self._anywhere(wanted)):
            return opened
        answer, counter = search_reply(text, self.knowledge)
        return Turn(self.state, (answer,), counts=(counter,))

    def _beside(self, text: str) -> Turn | None:
        """What is typed at a page of a guide, or a step of a routine, and has nothing to do with it; None if it has.

        A question is answered and the page shown again; a guide is also left for what somebody names or tells.
        """
        flow = self.state.node.partition(".")[0]
        if self.state.node.endswith(f".{SCREEN}") or (flow != GUIDE and flow not in self.knowledge.routines):
            return None
        if flow == GUIDE:
            wanted, told = called(text, self.knowledge), self._told(text)
            if wanted or told:
                return self._go(told) if told else self._anywhere(wanted or "")
        answer, counter = search_reply(text, self.knowledge)
        is_sure = counter.startswith("answered.")
        return Turn(self.state, (answer, *self._current()), counts=(counter,)) if is_sure else None

    def _pressed(self, text: str) -> Turn | None:
        """The turn of the button on the screen whose label was typed out; None if there is no such button."""
        buttons = [button for reply in self._current() for row in reply.rows for button in row]
        option = one_of(text, {words(one.label, self.knowledge): one.option for one in buttons}, self.knowledge)
        return (self._take(option) or self._anywhere(option)) if option else None

    def _told(self, text: str) -> Step | None:
        """The step for a line that nobody has to ask for: a run, a pain, a habit, or a wish to be reminded."""
        here = (self.state, self.knowledge, self.now)
        return told_run(text, *here) or pain_told(text, *here) or told_habit(text, *here) or wished(text, *here)

    # What comes of it

    def _take(self, option: str) -> Turn | None:
        step = self.script.talk_at(self.state.node).take(self.state, option, self.knowledge, self.now)
        if step is None:
            return None
        said = self.state.doubt.said if self.state.doubt and step.event == "cleared" else ""
        turn = self._go(step)
        return self._taken_up(said, turn) if said else turn

    def _taken_up(self, said: str, cleared: Turn) -> Turn:
        """What the message leads to that raised a doubt, now that it is found harmless."""
        self.state = cleared.state
        turn = self._heard(said, self.script.talk_at(self.state.node).hear(self.state, said, self.knowledge))
        first, *rest = turn.replies
        replies = (_with_note(first, Say("text.doubt_cleared")), *rest)
        return replace(turn, replies=replies, alarms=(*cleared.alarms, *turn.alarms))

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
        state = set_aside(self.state, replace(walker.state, node=walker.node, misses=0), self.knowledge)
        state, dropped = drop_timer(self.state, set_down(state, self.now))
        shown = self.script.talk_at(state.node).show(state, self.knowledge)
        notes = step.notes
        if alert(self.state) is None and alert(state) is Level.URGENT and self._in_question(state):
            # Who stops answering now must know it already.
            notes = (*notes, Say("text.urgent_noted", {"advice": place(state, "advice")}))
        if step.event == "forgotten":
            shown = (Reply(notes),)
        elif notes:
            shown = (_with_note(shown[0], *notes), *shown[1:])
        alarms = (*dropped, *walker.alarms, *alarm_changes(self.before, state, self.now))
        alarms += (*call_changes(self.before, state), *look_back_changes(self.before, state, self.now))
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
        return (state or self.state).node not in self.script.rests


def _typed(event: Event) -> str:
    return event.text if isinstance(event, Said | Edited) else ""


def _option_of(event: Commanded) -> str:
    """The option that a command stands for; a deep link ("/start topic-why_back_hurts") names one itself."""
    name = event.argument.replace("-", ".", 1) if event.name == "start" and event.argument else event.name
    return {"warmup": "warm_up"}.get(name, name)


def _with_note(reply: Reply, *notes: Say) -> Reply:
    return replace(reply, says=(*notes, *reply.says))
