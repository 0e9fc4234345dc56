"""A year of reminders for a thousand users: nothing lost, nothing doubled, nothing early.

Users pause, snooze and travel, by the same buttons as everybody; the process dies between two alarms, so that rows come
again, and is away for some hours once. An oracle that knows neither alarms nor states works out what must arrive.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from zoneinfo import ZoneInfo

from dialogs import UserState, respond
from dialogs.events import CameDue, Chose, Event
from dialogs.keyboard import mark_of
from dialogs.reminders.reminding import alarm_changes
from dialogs.replies import Say, SetAlarm, Turn
from dialogs.state import Reminder
from tests.dialogs.walking import the_content

CONTENT = the_content()
USERS = 1000
NEW_YEAR, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
AWAY_FROM = datetime(2026, 5, 5, 4, tzinfo=UTC)
AWAY_TO = AWAY_FROM + timedelta(hours=9)
AN_HOUR = timedelta(hours=1)
ZONES = [
    "Europe/London",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "UTC",
    "America/St_Johns",
    "Africa/Casablanca",
    "Pacific/Chatham",
    "Antarctica/Troll",
    "Asia/Tokyo",
    "America/Santiago",
]
ACTIONS = ("rest", "open", "resume", "snooze", "move", "keep")


@dataclass
class Stretch:
    """From when to when a reminder stood as it is; the first day on which it may come, where it rests."""

    reminder: Reminder
    since: datetime
    to: datetime = END


@dataclass
class Runner:
    """One user with the rows that a store would keep, and what happened."""

    state: UserState
    rows: dict[str, datetime] = field(default_factory=dict)
    arrived: list[tuple[str, datetime]] = field(default_factory=list)
    told_missed: int = 0
    stretches: list[Stretch] = field(default_factory=list)
    snoozed: list[tuple[str, datetime]] = field(default_factory=list)

    def keep(self, turn: Turn) -> None:
        self.state = turn.state
        for change in turn.alarms:
            if isinstance(change, SetAlarm):
                self.rows[change.key] = change.due
            else:
                self.rows.pop(change.key, None)


def a_runner(random: Random) -> Runner:
    zone = random.choice(ZONES)
    reminders = tuple(_a_reminder(f"r{number}", zone, random) for number in range(1, random.randint(2, 3)))
    state = UserState(agreed_at=NEW_YEAR, seen_at=NEW_YEAR, zone=zone, reminders=reminders, reminders_made=9)
    runner = Runner(state)
    runner.keep(Turn(state, alarms=alarm_changes(UserState(), state, NEW_YEAR)))
    runner.stretches = [Stretch(reminder, NEW_YEAR) for reminder in reminders]
    return runner


def _a_reminder(name: str, zone: str, random: Random) -> Reminder:
    wall = f"{random.randrange(24):02}:{random.choice((0, 15, 30, 45)):02}"
    days = (random.randrange(7),)
    if random.random() < 0.2:
        start = date(2026, 1, 1) + timedelta(days=random.randrange(60))
        return Reminder(name, "deload", days, wall, zone, weeks=random.choice((4, 5, 6)), start=start)
    if random.random() < 0.1:
        start = date(2026, 2, 1) + timedelta(days=random.randrange(300))
        return Reminder(name, "shoe_check", (), wall, zone, weeks=0, start=start)
    return Reminder(name, random.choice(("warm_up", "core", "shoe_check")), days, wall, zone, label="Track")


# What the users do


def live(runner: Runner, random: Random) -> None:
    """Let the year pass: alarms and what the user does, in the order of time."""
    doings = sorted(NEW_YEAR + timedelta(minutes=random.randrange(365 * 24 * 60)) for _ in range(4))
    for moment in doings:
        ring_until(runner, moment, random)
        if not AWAY_FROM <= moment < AWAY_TO:  # who presses a button meanwhile is answered later
            do_something(runner, moment, random)
    ring_until(runner, END, random)


def ring_until(runner: Runner, end: datetime, random: Random) -> None:
    while runner.rows:
        key, due = min(runner.rows.items(), key=lambda row: row[1])
        if due >= end:
            return
        now = due + timedelta(seconds=random.randrange(30))
        if AWAY_FROM <= now < AWAY_TO:
            now = AWAY_TO
        turn = respond(runner.state, CameDue(key, due), CONTENT, now)
        if random.random() < 0.05:
            # The process dies before the turn is saved: the row is still there and its alarm comes again.
            assert respond(runner.state, CameDue(key, due), CONTENT, now) == turn
            turn = respond(runner.state, CameDue(key, due), CONTENT, now + timedelta(minutes=2))
        del runner.rows[key]
        runner.keep(turn)
        for reply in turn.replies:
            missed = reply.says[0].words == "text.reminder_missed"
            runner.told_missed += missed
            if not missed:
                runner.arrived.append((key, due))


def do_something(runner: Runner, now: datetime, random: Random) -> None:
    reminder = random.choice(runner.state.reminders) if runner.state.reminders else None
    action = random.choice(ACTIONS)
    if reminder is None or (reminder.weeks == 0 and action not in ("snooze", "move", "keep")):
        return
    before = runner.state.reminders
    if action == "snooze":
        press(runner, now, f"later.{reminder.id}.10", anywhere=True)
        runner.snoozed.append((reminder.id, now + timedelta(minutes=10)))
    elif action in ("rest", "open"):
        press(runner, now, "reminders", anywhere=True)
        how_long = f"days.{random.choice((7, 14, 28))}" if action == "rest" else "open"
        press(runner, now, f"pause.{reminder.id}", how_long)
    elif action == "resume":
        press(runner, now, "reminders", anywhere=True)
        press(runner, now, f"resume.{reminder.id}")
    else:
        press(runner, now, "settings", anywhere=True)
        press(runner, now, "pick_zone", f"zone.{random.choice(ZONES)}")
        if runner.state.node == "settings.travel":
            press(runner, now, action)
    _note_changes(runner, before, now)


def press(runner: Runner, now: datetime, *options: str, anywhere: bool = False) -> None:
    for option in options:
        event: Event = Chose(option) if anywhere else Chose(option, runner.state.node, mark_of(runner.state))
        turn = respond(runner.state, event, CONTENT, now)
        assert turn.notice in (None, Say("text.noted")), (option, runner.state.node)
        runner.keep(turn)


def _note_changes(runner: Runner, before: Iterable[Reminder], now: datetime) -> None:
    after = {reminder.id: reminder for reminder in runner.state.reminders}
    for old in before:
        new = after.get(old.id)
        if new is None or new == old:
            continue
        for stretch in runner.stretches:
            if stretch.reminder == old and stretch.to == END:
                stretch.to = now
        runner.stretches.append(Stretch(new, now))
        if (new.paused, new.rests_to) != (old.paused, old.rests_to):
            runner.snoozed = [one for one in runner.snoozed if not (one[0] == old.id and one[1] > now)]


# What must arrive


def expected(runner: Runner) -> tuple[Counter[tuple[str, datetime]], bool]:
    """All that must arrive, and whether anything was missed while the process was away."""
    meant = [("reminder." + stretch.reminder.id, due) for stretch in runner.stretches for due in plain_dues(stretch)]
    meant += [("snooze." + name, due) for name, due in runner.snoozed]
    missed = [one for one in meant if AWAY_FROM <= one[1] < AWAY_TO - AN_HOUR]
    return Counter(one for one in meant if one not in missed and one[1] < END), bool(missed)


def plain_dues(stretch: Stretch) -> Iterator[datetime]:
    """Look at every day of the year, in the words of the calendar alone."""
    reminder, zone = stretch.reminder, ZoneInfo(stretch.reminder.zone)
    hour, minute = map(int, reminder.wall.split(":"))
    day = date(2025, 12, 31)
    while day < date(2027, 1, 2) and not reminder.paused:
        if is_a_day_for(reminder, day):
            due = clock_reaches(datetime.combine(day, time(hour, minute)), zone)
            if stretch.since < due <= stretch.to:
                yield due
        day += timedelta(days=1)


def is_a_day_for(reminder: Reminder, day: date) -> bool:
    if reminder.rests_to is not None and day < reminder.rests_to:
        return False
    if reminder.weeks == 0:
        return day == reminder.start
    if day.weekday() not in reminder.days or (reminder.start is not None and day < reminder.start):
        return False
    if reminder.weeks == 1 or reminder.start is None:
        return True
    weeks = [moment.toordinal() // 7 for moment in (day - timedelta(days=1), reminder.start - timedelta(days=1))]
    return (weeks[0] - weeks[1]) % reminder.weeks == 0  # day 1 of the calendar was a Monday


def clock_reaches(local: datetime, zone: ZoneInfo) -> datetime:
    """The first instant at which the clock on the wall shows that or, if it jumps over it, has just passed it."""
    offsets = {zone.utcoffset(local + timedelta(days=days)) for days in (-1, 1)}
    instants = sorted(local.replace(tzinfo=UTC) - offset for offset in offsets if offset is not None)
    for instant in instants:
        if instant.astimezone(zone).replace(tzinfo=None) == local:
            return instant
    at = instants[0] - timedelta(hours=3)
    while at.astimezone(zone).replace(tzinfo=None) < local:
        at += timedelta(minutes=15)
    return at


def test_in_a_year_nothing_is_lost_doubled_or_early() -> None:
    random = Random(2026)  # noqa: S311 - the same year every time
    wrong = []
    arrived = missed = 0
    for number in range(USERS):
        runner = a_runner(random)
        live(runner, random)
        must, has_missed = expected(runner)
        got = Counter(runner.arrived)
        arrived, missed = arrived + got.total(), missed + runner.told_missed
        if got != must or runner.told_missed != has_missed:
            wrong.append((number, must - got, got - must, runner.told_missed, has_missed, runner.stretches))

    assert wrong == []
    assert arrived > 30 * USERS
    assert missed > 0
