"""All that is remembered of one user between two turns, as plain values that pass through JSON unharmed."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AliasChoices, Field, TypeAdapter

from dialogs.diary import Diary, Entry, RunLogged
from dialogs.reminders.crowd import Crowd
from knowledge.levels import Level

HOME = "home.idle"


@dataclass(frozen=True, slots=True)
class Correction:
    """An answer that the user took back, and when. Both answers stay on record."""

    question: str
    answer: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Check:
    """One self-check, running or ended.

    answers:     question id -> answer, as ``Question.answers`` lists them.
    path:        the questions that were shown, oldest first; the last one is current while the check runs.
    fired:       rule id -> level, for every triage rule that ever held; taken out only by a correction.
    carried:     the same, from earlier checks that nobody has looked at since; they count for the result.
    finishing:   the user asked for the result; only the five core danger questions are still asked.
    deeper:      the user asked to look for more causes after the first four habits.
    ended_at:    when the result was shown; None while it runs.
    follows:     when the check began that this one follows up; None for a check of its own.
    """

    started_at: datetime
    answers: dict[str, str] = field(default_factory=dict)
    path: tuple[str, ...] = ()
    fired: dict[str, Level] = field(default_factory=dict)
    carried: dict[str, Level] = field(default_factory=dict)
    corrections: tuple[Correction, ...] = ()
    finishing: bool = False
    deeper: bool = False
    ended_at: datetime | None = None
    follows: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reminder:
    """A wake-up that comes again and again, or once.

    kind:      what it is for, an id of the content.
    days:      0 is Monday; empty if it comes once.
    wall:      "HH:MM" on the clocks of the zone; where there are breaks, the first of a day.
    zone:      an IANA name; each reminder has its own, because its user may travel.
    paused:    it rests until the user resumes it.
    rests_to:  it rests until this day, which is the first on which it may come again.
    label:     the user's own name for it; empty if it has none.
    minutes:   between two breaks of a day, the last of which comes at ``until`` at the latest; 0 if there are none.
    weeks:     it comes every so many weeks, counted from ``start``; 0 if it comes once, on ``start``.
    run_days:  ``days`` follow the user's running days.
    """

    id: str
    kind: Annotated[str, Field(validation_alias=AliasChoices("kind", "routine"))]  # it was once called routine
    days: tuple[int, ...]
    wall: str
    zone: str
    paused: bool = False
    rests_to: date | None = None
    label: str = ""
    minutes: int = 0
    until: str = ""
    weeks: int = 1
    start: date | None = None
    run_days: bool = False


@dataclass(frozen=True, slots=True)
class ReminderDraft:
    """A reminder being set up; what is not known yet is empty, and otherwise as in ``Reminder``.

    changes: the id of the reminder it will take the place of.
    kind:    an early draft without one is for a warm-up.
    zone:    empty for the user's own.
    ahead:   the one day on which it comes, counted from today, until the zone is known and makes it ``start``.
    onset:   when the pain began that the one message follows.
    is_bare: the time was typed as an hour alone, so it could have meant the other half of the day.
    """

    days: tuple[int, ...] = ()
    wall: str = ""
    changes: str | None = None
    kind: str = "warm_up"
    zone: str = ""
    label: str = ""
    minutes: int = 0
    until: str = ""
    weeks: int = 1
    start: date | None = None
    run_days: bool = False
    ahead: int | None = None
    onset: datetime | None = None
    is_bare: bool = False


@dataclass(frozen=True, slots=True)
class Doubt:
    """A danger question that a typed message raised.

    back: the node to go back to once it is settled.
    then: further questions that the same message raised, to be put after this one.
    said: the message itself if it told something to be kept; taken up again once it is found harmless.
    """

    question: str
    back: str
    then: tuple[str, ...] = ()
    said: str = ""


@dataclass(frozen=True, slots=True)
class GuideTalk:
    """A guide under way.

    path:   the pages that led here, the current one last; at the danger question, the page that it comes before.
    chosen: page -> choice, for the pages whose choice stands in a recap.
    """

    guide: str
    path: tuple[str, ...] = ()
    chosen: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shoe:
    """A pair of running shoes.

    start_metres: how far it had been run before runs were logged with it.
    told_miles:   the last step of wear that the user was told of; 0 for none.
    """

    id: str
    name: str
    start_metres: int = 0
    told_miles: int = 0
    retired: bool = False


@dataclass(frozen=True, slots=True)
class RunDraft:
    """A run being told.

    run:      what is known of it; None until the distance is.
    path:     the questions that were shown, oldest first; the last one is current.
    is_fixed: one thing is being put right, so the next answer leads back to the whole.
    number:   under which number of the diary it is kept; 0 if it is not kept yet.
    before:   the same run as it was kept until it was changed; None if it was not.
    """

    run: RunLogged | None = None
    path: tuple[str, ...] = ()
    is_fixed: bool = False
    number: int = 0
    before: RunLogged | None = None


@dataclass(frozen=True, slots=True)
class PainDraft:
    """A pain note being told, or the one that was kept last.

    score, posture, energy: as in ``PainNoted``; None if not told.
    number: under which number of the diary it is kept; 0 if it is not kept yet.
    """

    score: int | None = None
    posture: int | None = None
    energy: int | None = None
    text: str = ""
    number: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """Where the user is in the journal. leaf: the page, 0 is the newest.  number: the note on the screen; 0 if none."""

    leaf: int = 0
    number: int = 0


@dataclass(frozen=True, slots=True)
class WalkRun:
    """A session of the return to running, under way or over.

    stage: counted from 1.
    part:  how many of its changes are over.
    ends:  when the part that runs now is over; None while it rests, and when all is over.
    left:  seconds that are left of the part, while it rests.
    is_cut: it was stopped before its end.
    """

    stage: int
    part: int = 0
    ends: datetime | None = None
    left: int = 0
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Planned:
    """One thing of a week's plan.

    thing: an id of the content.  days: 0 is Monday; empty where it belongs to no day of its own.
    cause, question, answer: what it is for, and the answer of the check that pointed there; empty if nothing did.
    """

    thing: str
    days: tuple[int, ...] = ()
    cause: str = ""
    question: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """A week's plan. began_at: when this week of it began.  looks_back: the user wants to look back each week."""

    began_at: datetime
    things: tuple[Planned, ...]
    looks_back: bool = False


@dataclass(frozen=True, slots=True)
class UserState:
    """What is known of a user and where the talk stands.

    node:       where the talk is, as ``flow.name``.
    mark:       counts the talks; a button of an earlier talk carries an older mark.
    agreed_at:  when the user agreed to what is kept; None means that nothing may be kept.
    misses:     texts in a row that were not understood at this node.
    doubt:      a danger question that has to be settled before anything else goes on.
    safe_at:    when the user last said that no danger sign applies, before a routine.
    seen_at:    the last event of the user.
    paused:     the step of a routine that waits to be gone on with, as a node.
    timer_until: when the timer ends that runs at the current node.
    guide:      the guide that was begun last.
    amounts:    what was given so far in a dialogue of numbers, in its order.
    run_days:   the weekdays on which the user runs, 0 for Monday; empty if that is not known.
    quiet:      from when to when no reminder may come, wall times; None for never.
    missed_at:  when the user was last told that a reminder came too late to be sent.
    away_since: since when no message can reach the user; None while they can be written to. Their alarms wait so long.
    rested:     ids of the reminders that rest because the user was away, until they say whether to go on.
    zones:      the zones to choose from after an unclear answer.
    unit:       the user's unit of distance; None for what is usual in the region.
    shoes:      all pairs, the retired ones too.
    shoes_made: how many pairs there ever were.
    run:        the run that was told last.
    pair:       the id of the pair of shoes on the screen.
    sessions:   the user's goal: how many times a week to be active for half an hour.
    core_goal:  the user's goal: minutes of core work a week; 0 for none.
    habit:      the number of the habit that was noted last, to be taken back; 0 if there is none.
    pain:       the pain note that was told last.
    reading:    where the user is in the journal.
    cleared_at: when the user said that they may run again, or a check said so; None if neither did.
    walk_run:   the session of the return to running that is under way.
    plan:       the week's plan.
    keep_years: for how many years the diary is kept; 0 for as long as the user does not delete it.
    noted:      how many diary entries the user ever made; the number of the last one.
    diary:      see ``diary``; kept apart, so not in the JSON.
    crowd:      how full the coming day is, over all users; not in the JSON either.
    """

    node: str = HOME
    mark: int = 0
    agreed_at: datetime | None = None
    region: str | None = None
    zone: str | None = None
    check: Check | None = None
    draft: ReminderDraft | None = None
    reminders: tuple[Reminder, ...] = ()
    reminders_made: int = 0
    misses: int = 0
    doubt: Doubt | None = None
    safe_at: datetime | None = None
    seen_at: datetime | None = None
    paused: str | None = None
    timer_until: datetime | None = None
    guide: GuideTalk | None = None
    amounts: tuple[str, ...] = ()
    run_days: tuple[int, ...] = ()
    quiet: tuple[str, str] | None = None
    missed_at: datetime | None = None
    away_since: datetime | None = None
    rested: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    unit: Literal["km", "mi"] | None = None
    shoes: tuple[Shoe, ...] = ()
    shoes_made: int = 0
    run: RunDraft | None = None
    pair: str = ""
    sessions: int = 3
    core_goal: int = 0
    habit: int = 0
    pain: PainDraft | None = None
    reading: Reading = Reading()
    cleared_at: datetime | None = None
    walk_run: WalkRun | None = None
    plan: Plan | None = None
    keep_years: int = 0
    noted: int = 0
    diary: Annotated[Diary, Field(exclude=True)] = field(default=Diary(), compare=False)
    crowd: Annotated[Crowd, Field(exclude=True)] = field(default=Crowd(), compare=False)


def note(state: UserState, entry: Entry) -> UserState:
    """Return the state with one more entry in the diary; its number is then ``state.noted``."""
    number = state.noted + 1
    return replace(state, noted=number, diary=state.diary.with_entry(number, entry))


_STATES = TypeAdapter(UserState)


def to_json(state: UserState) -> bytes:
    """Return the state as JSON."""
    return _STATES.dump_json(state)


def from_json(text: bytes | str) -> UserState:
    """Return the state that ``to_json`` wrote; fields it does not know are passed over, missing ones get defaults."""
    return _STATES.validate_json(text)
