"""What my plan shows: the week with the reason for each thing, and the look back."""

from collections.abc import Iterator
from datetime import datetime

from dialogs.check.given import given
from dialogs.flows.pain_words import check_row, signs, what_it_tells
from dialogs.keyboard import Row, anywhere, here, rows
from dialogs.log.days import day_of, zone_of
from dialogs.reminders.in_words import Values, date_said, days_said
from dialogs.replies import Button, Reply, Say
from dialogs.state import Plan, Planned, UserState
from dialogs.training.planning import LookBack, can_change, is_gentle_only, look_back
from knowledge.load import Knowledge
from knowledge.plans import SmallThing


def week_so_far(state: UserState, plan: Plan, knowledge: Knowledge, now: datetime) -> LookBack:
    """Return how the week of the plan went so far. Raises DiaryUnread."""
    return look_back(plan, state.diary.entries, knowledge, now, zone_of(state))


def week_reply(state: UserState, plan: Plan, knowledge: Knowledge) -> Reply:
    """Return the week: each thing with its days, its reason and what to watch."""
    things = [(one, knowledge.things[one.thing]) for one in plan.things if one.thing in knowledge.things]
    was_sent = is_gentle_only(state, knowledge)
    says = [Say("text.plan", style="strong")]
    says += [Say("text.level_professional"), Say("text.plan_gentle")] if was_sent else [Say("text.plan_how")]
    for number, (planned, thing) in enumerate(things, start=1):
        says += _thing(number, planned, thing, knowledge)
    says.append(Say("text.plan_own"))
    if was_sent:
        says += signs(knowledge)
    check = state.check
    is_newer = check is not None and check.ended_at is not None and check.ended_at > plan.began_at
    if is_newer:
        says.append(Say("text.plan_newer_check"))
    look = here(state, "look_off" if plan.looks_back else "look_on")
    ends: tuple[Row, ...] = ((anywhere("look_back"), look), (here(state, "anew", Say("text.button_new_plan")),))
    return Reply(tuple(says), (*_ways(state, things), *ends, (anywhere("home"),)), replaces=True)


def _thing(number: int, planned: Planned, thing: SmallThing, knowledge: Knowledge) -> Iterator[Say]:
    title = Say(f"thing.{thing.id}.title")
    values: dict[str, Say | str | int] = {"number": number, "thing": title}
    if planned.days:
        yield Say("text.plan_thing_on", {**values, "days": days_said(planned.days)}, style="strong")
    else:
        yield Say("text.plan_thing_run" if thing.run_days else "text.plan_thing", values, style="strong")
    yield Say(f"thing.{thing.id}.text")
    yield _because(planned, knowledge)
    yield Say("text.plan_watch", {"watch": Say(f"thing.{thing.id}.watch")})


def _because(planned: Planned, knowledge: Knowledge) -> Say:
    """The answer that the thing is for, else the cause, else that it does most people good."""
    question = knowledge.questions.get(planned.question)
    if question is not None and planned.answer in question.answers:
        return Say("text.plan_because", given(question.id, planned.answer, knowledge))
    if planned.cause in knowledge.causes:
        return Say("text.plan_because_cause", {"cause": Say(f"cause.{planned.cause}.title")})
    return Say("text.plan_because_all")


def _ways(state: UserState, things: list[tuple[Planned, SmallThing]]) -> Iterator[Row]:
    """For each thing, what it opens and the reminder that goes with it."""
    for number, (_, thing) in enumerate(things, start=1):
        row: list[Button] = []
        if thing.routine or thing.guide:
            opens = thing.routine or f"guide.{thing.guide}"
            row.append(
                anywhere(
                    opens, Say("text.button_open_thing", {"number": number, "thing": Say(f"thing.{thing.id}.title")})
                )
            )
        if thing.reminder:
            row.append(here(state, f"remind.{thing.id}", Say("text.button_remind_thing", {"number": number})))
        if row:
            yield tuple(row)


def look_back_reply(state: UserState, plan: Plan, knowledge: Knowledge) -> Reply:
    """Return how the week went, and what the next one could be. Raises DiaryUnread."""
    now = state.seen_at or plan.began_at
    seen = week_so_far(state, plan, knowledge, now)
    says = [Say("text.plan_back", {"date": date_said(day_of(plan.began_at, state))}, style="strong")]
    for name, (times, wanted) in seen.done.items():
        values: Values = {"thing": Say(f"thing.{name}.title"), "times": times, "wanted": wanted}
        says.append(Say("text.plan_done" if times else "text.plan_not_done", values, style="item"))
    if not seen.done:
        says.append(Say("text.plan_back_uncounted"))
    says += what_it_tells(state, now, knowledge)
    change = seen.change if can_change(plan, seen.change, state.run_days, knowledge) else "keep"
    says.append(Say(f"text.plan_next_{change}"))
    choices = [] if change == "keep" else [here(state, f"week.{change}", Say(f"text.button_{change}"))]
    keep = here(state, "week.keep", Say("text.button_keep_plan"))
    keys = (*check_row(state, now), *rows((*choices, keep), 2), (anywhere("pain"), anywhere("home")))
    return Reply(tuple(says), keys, replaces=True)
