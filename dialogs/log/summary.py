"""A page for the physio: what the check and the diary tell, on one side of paper.

While an urgent finding stands, it names no likely cause and no exercise, as nothing else does.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime
from statistics import mean

from dialogs.attachments import Section, Sheet
from dialogs.check.contributors import likely_contributors
from dialogs.check.given import given
from dialogs.check.safety import alert, level_of, reasons, standing
from dialogs.diary import CheckEnded, PainNoted, RoutineDone, StageDone
from dialogs.flows.result import place
from dialogs.keyboard import anywhere
from dialogs.log.charts import pain_chart, short_date
from dialogs.log.days import day_of, zone_of
from dialogs.log.distances import distance_said, unit_of
from dialogs.log.load import A_WEEK, FOUR_WEEKS, hard_share, run_days
from dialogs.log.trends import pain_by_day, worst_pain
from dialogs.log.wear import worn_metres
from dialogs.reminders.in_words import what_said, when_said
from dialogs.replies import Reply, Say
from dialogs.state import Check, UserState
from dialogs.wording import words
from knowledge.levels import Level
from knowledge.load import Knowledge

SUMMARY = "summary"
LONGEST_NOTE = 120  # letters
MOST_LINES = 8  # of notes, reminders and the like
MOST_SAID = 16
Values = dict[str, Say | str | int]
CHART_SPAN = 12 * A_WEEK
MEANS_NO = frozenset({"no", "none", "skipped", "never"})


def summary_reply(state: UserState, knowledge: Knowledge, now: datetime) -> Reply:
    """Return the page, with a line on what it is. Raises DiaryUnread."""
    says = [Say("text.summary", style="strong"), Say("text.summary_how")]
    level = alert(state)
    if level is not None:
        first = "text.level_emergency" if level is Level.EMERGENCY else "text.level_urgent"
        values = {"emergency": place(state, "emergency"), "advice": place(state, "advice")}
        says = [Say(first, values, style="strong"), Say("text.summary_urgent")]
    return Reply(tuple(says), ((anywhere("log"), anywhere("home")),), attachment=sheet(state, knowledge, now))


def sheet(state: UserState, knowledge: Knowledge, now: datetime) -> Sheet:
    """Return the page. Raises DiaryUnread."""
    page = _Page(state, knowledge, now)
    today = day_of(now, state)
    date = Say("text.sheet_date", {"day": today.day, "month": Say(f"text.month_{today.month}"), "year": today.year})
    made_by = words(Say("text.sheet_made_by"), knowledge)
    return Sheet(
        name=f"backstride-{today.isoformat()}",
        title=words(Say("text.sheet"), knowledge),
        subtitle=f"{words(date, knowledge)}. {made_by}",
        sections=tuple(page.sections()),
        note=words(Say("text.sheet_note"), knowledge),
        chart=pain_chart(state, knowledge, today - CHART_SPAN),
    )


class _Page:
    """The sections of one page."""

    def __init__(self, state: UserState, knowledge: Knowledge, now: datetime) -> None:
        self._state = state
        self._knowledge = knowledge
        self._entries = state.diary.entries
        self._today = day_of(now, state)
        self._lately = [entry for entry in self._entries if now - entry.at <= FOUR_WEEKS]
        self._is_urgent = alert(state) is not None or state.doubt is not None

    def sections(self) -> Iterator[Section]:
        check = self._state.check
        has_ended = check is not None and check.ended_at is not None
        yield self._section("check", self._check(check) if check and has_ended else self._earlier_check())
        if check is not None and has_ended:
            yield self._section("said", self._said(check))
        yield self._section("pain", self._pain())
        yield self._section("runs", self._runs())
        yield self._section("helped", self._helped())
        if not self._is_urgent:
            yield self._section("routines", self._routines())
        yield self._section("reminders", self._reminders())
        yield self._section("notes", self._notes())

    def _section(self, name: str, says: Iterable[Say]) -> Section:
        return Section(
            words(Say(f"text.sheet_{name}"), self._knowledge), tuple(words(say, self._knowledge) for say in says)
        )

    # The check

    def _check(self, check: Check) -> Iterator[Say]:
        level = level_of(check, self._knowledge)
        yield from self._result(check.ended_at or check.started_at, level)
        for rule in reasons(check, level, self._knowledge)[:MOST_LINES]:
            yield Say(f"rule.{rule.id}.why")
        if self._is_urgent:
            return
        for one in likely_contributors(check.answers, self._knowledge):
            values = {
                **given(one.question, check.answers[one.question], self._knowledge),
                "cause": Say(f"cause.{one.cause.id}.title"),
            }
            yield Say("text.sheet_cause_because", values)

    def _earlier_check(self) -> Iterator[Say]:
        ended = [entry for entry in self._entries if isinstance(entry, CheckEnded)]
        if not ended:
            yield Say("text.sheet_no_check")
            return
        yield from self._result(ended[-1].at, ended[-1].level)
        if not self._is_urgent:
            known = (cause for cause in ended[-1].causes if cause in self._knowledge.causes)
            yield from (Say("text.sheet_cause", {"cause": Say(f"cause.{cause}.title")}) for cause in known)

    def _result(self, at: datetime, level: Level) -> Iterator[Say]:
        yield Say("text.sheet_result", {"date": self._day(at), "level": Say(f"text.sheet_level_{level}")})

    def _said(self, check: Check) -> Iterator[Say]:
        """Each answer but the noes, and those in one line: what was asked and denied counts too."""
        answers = standing(check.answers, self._knowledge)
        told = [question for question, answer in answers.items() if answer not in MEANS_NO]
        for question in told[:MOST_SAID]:
            yield Say("text.sheet_answer", given(question, check.answers[question], self._knowledge))
        denied = [
            q for q, answer in answers.items() if answer == "no" and self._knowledge.questions[q].group == "danger"
        ]
        if denied:
            topics = ", ".join(words(Say(f"question.{question}.topic"), self._knowledge) for question in denied)
            yield Say("text.sheet_denied", {"topics": topics})

    # The diary

    def _pain(self) -> Iterator[Say]:
        days = pain_by_day(self._entries, zone_of(self._state))
        for name, newest, oldest in (("this", 0, 7), ("last", 7, 14), ("earlier", 14, 28)):
            scores = [score for day, score in days.items() if newest <= (self._today - day).days < oldest]
            if scores:
                values: Values = {"mean": f"{mean(scores):.1f}", "worst": max(scores), "days": len(scores)}
                yield Say(f"text.sheet_pain_{name}", values)
        stages = [entry for entry in self._entries if isinstance(entry, StageDone)]
        if stages:
            last = stages[-1]
            yield Say("text.sheet_stage", {"stage": last.stage, "date": self._day(last.at), "pain": last.pain})

    def _notes(self) -> Iterator[Say]:
        notes = [entry for entry in self._entries if isinstance(entry, PainNoted) and entry.text]
        for entry in notes[: -MOST_LINES - 1 : -1]:
            yield Say("text.sheet_noted", {"date": self._day(entry.at), "pain": entry.score, "text": _cut(entry.text)})

    def _runs(self) -> Iterator[Say]:
        unit, days = unit_of(self._state), run_days(self._state)
        lately = [run for day, run in days if self._today - day < FOUR_WEEKS]
        if not lately:
            return
        total = distance_said(sum(run.metres for run in lately), unit)
        yield Say("text.sheet_run_sum", {"count": len(lately), "distance": total})
        yield Say("text.sheet_run_longest", {"distance": distance_said(max(run.metres for run in lately), unit)})
        share = hard_share(days, self._today)
        if share is not None:
            yield Say("text.sheet_run_hard", {"percent": share})
        aches = [run.ache_from_metres for run in lately if run.ache_from_metres is not None]
        if aches:
            values: Values = {"count": len(aches), "distance": distance_said(mean(aches), unit)}
            yield Say("text.sheet_run_ache", values)
        for shoe in self._state.shoes:
            if not shoe.retired:
                worn = distance_said(worn_metres(shoe, self._entries), unit)
                yield Say("text.sheet_shoes", {"pair": shoe.name, "distance": worn})

    def _helped(self) -> Iterator[Say]:
        """How much pain went with what, over the last four weeks. It tells what went together, not what did it."""
        zone = zone_of(self._state)
        days = pain_by_day(self._lately, zone)
        done = {day_of(entry.at, self._state) for entry in self._lately if isinstance(entry, RoutineDone)}
        ran = {day_of(entry.at, self._state) for entry in self._lately if entry.kind == "run"}
        for name, marked in (("routine", done), ("run", ran)):
            with_it = [score for day, score in days.items() if day in marked]
            without = [score for day, score in days.items() if day not in marked]
            if with_it and without:
                values: Values = {"with_it": f"{mean(with_it):.1f}", "without": f"{mean(without):.1f}"}
                yield Say(f"text.sheet_days_{name}", values)
        by_ground: dict[str, list[int]] = {}
        for entry in self._lately:
            score = worst_pain(entry)
            if entry.kind == "run" and entry.surface and score is not None:
                by_ground.setdefault(entry.surface, []).append(score)
        for ground, scores in sorted(by_ground.items(), key=lambda one: mean(one[1])):
            said = Say(f"text.button_on_{ground}")
            yield Say("text.sheet_ground", {"ground": said, "mean": f"{mean(scores):.1f}"})

    def _routines(self) -> Iterator[Say]:
        done = Counter(entry.routine for entry in self._lately if isinstance(entry, RoutineDone))
        for routine, count in done.most_common(MOST_LINES):
            if routine in self._knowledge.routines:
                yield Say("text.sheet_routine", {"routine": Say(f"routine.{routine}.title"), "count": count})

    def _reminders(self) -> Iterator[Say]:
        for reminder in self._state.reminders[:MOST_LINES]:
            if reminder.kind in self._knowledge.reminders and not reminder.paused:
                yield Say("text.sheet_reminder", {"what": what_said(reminder), "when": when_said(reminder)})

    def _day(self, at: datetime) -> str:
        return short_date(day_of(at, self._state), self._knowledge)


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST_NOTE else f"{text[: LONGEST_NOTE - 1].rstrip()}…"
