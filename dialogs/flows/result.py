"""What the end of a self-check says. An emergency or urgent result holds no cause and no exercise."""

from dialogs.check.contributors import likely_contributors
from dialogs.check.given import given
from dialogs.check.safety import answers_behind, left_out, level_of, reasons, standing
from dialogs.keyboard import anywhere, here
from dialogs.replies import Reply, Say
from dialogs.state import Check, UserState
from knowledge.conditions import holds
from knowledge.levels import Level
from knowledge.load import Knowledge
from knowledge.schema import Care

FIRST_STEPS = 2  # one or two at a time; source: docs/safety.md
MOST_REASONS = 4
TREND = "trend"  # the question "better or worse?", said back when a check follows up an earlier one
MOST_HELP = 4  # a phone screen; the rest stands in the quick questions


def show_result(state: UserState, knowledge: Knowledge) -> tuple[Reply, ...]:
    """Return the messages of the result: the level in the first line, and the watch-list last."""
    check = state.check
    if check is None:
        return ()
    level = level_of(check, knowledge)
    if level is Level.EMERGENCY:
        return (_emergency(state, check, knowledge),)
    if level is Level.URGENT:
        return (_urgent(state, check, knowledge),)
    return (_findings(state, check, level, knowledge), _what_to_do(state, check, knowledge))


def place(state: UserState, words: str) -> Say:
    """Return the number or service of the user's region: emergency, advice or crisis."""
    return Say(f"region.{state.region or 'elsewhere'}.{words}")


def watch_list(knowledge: Knowledge) -> list[Say]:
    """Return the signs to look out for, an item each."""
    return [Say(f"care.{care.id}.text", style="item") for care in knowledge.care if care.kind == "watch"]


def _why(check: Check, level: Level, knowledge: Knowledge) -> list[Say]:
    found = reasons(check, level, knowledge)[:MOST_REASONS]
    says = [Say(f"rule.{rule.id}.why", style="item") for rule in found]
    behind = answers_behind(check, level, knowledge)[:MOST_REASONS]
    says += [
        Say("text.because", given(question, check.answers[question], knowledge), style="item") for question in behind
    ]
    answers = standing(check.answers, knowledge)
    if any(not holds(rule.when, answers) for rule in found):
        says.append(Say("text.answer_changed"))
    return says


def _emergency(state: UserState, check: Check, knowledge: Knowledge) -> Reply:
    is_crisis = any(rule.crisis for rule in reasons(check, Level.EMERGENCY, knowledge))
    values = {"emergency": place(state, "emergency"), "crisis": place(state, "crisis")}
    first = Say("text.level_crisis" if is_crisis else "text.level_emergency", values, style="strong")
    do = Say("text.crisis_do" if is_crisis else "text.emergency_do", values)
    return Reply(
        says=(first, *_why(check, Level.EMERGENCY, knowledge), do),
        rows=((here(state, "seen"),), (here(state, "restart"),), (here(state, "slip"),)),
    )


def _urgent(state: UserState, check: Check, knowledge: Knowledge) -> Reply:
    return Reply(
        says=(
            Say("text.level_urgent", {"advice": place(state, "advice")}, style="strong"),
            *_why(check, Level.URGENT, knowledge),
            Say("text.urgent_do"),
            Say("text.urgent_watch", {"emergency": place(state, "emergency")}, style="strong"),
            *watch_list(knowledge),
        ),
        rows=(
            (here(state, "seen"), anywhere("sources")),
            (anywhere("follow_up"),),
            (here(state, "restart"),),
            (here(state, "slip"),),
        ),
    )


def _findings(state: UserState, check: Check, level: Level, knowledge: Knowledge) -> Reply:
    says = [Say(f"text.level_{level}", style="strong")]
    says += _why(check, level, knowledge) if level is Level.PROFESSIONAL else []
    if left_out(check, knowledge):
        says.append(Say("text.left_out"))
    if check.follows is not None and TREND in check.answers:
        says.append(Say("text.because", given(TREND, check.answers[TREND], knowledge)))
    says.append(Say("text.professional_until" if level is Level.PROFESSIONAL else "text.self_care_limits"))
    found = likely_contributors(check.answers, knowledge)
    says.append(Say("text.contributors" if found else "text.no_contributors", style="strong" if found else "plain"))
    for number, contributor in enumerate(found, start=1):
        cause = contributor.cause.id
        says += [
            Say("text.contributor", {"number": number, "title": Say(f"cause.{cause}.title")}, style="strong"),
            Say("text.because", given(contributor.question, check.answers[contributor.question], knowledge)),
            Say(f"cause.{cause}.explains"),
            Say("text.what_helps", {"fix": Say(f"cause.{cause}.fix")}),
        ]
    return Reply(tuple(says))


def first_steps(check: Check, knowledge: Knowledge) -> list[Care]:
    """Return the first care that fits the answers, at most two pieces."""
    answers = standing(check.answers, knowledge)
    fitting = [care for care in knowledge.care if care.kind == "first_care" and holds(care.when, answers)]
    return fitting[:FIRST_STEPS]


def _what_to_do(state: UserState, check: Check, knowledge: Knowledge) -> Reply:
    answers = standing(check.answers, knowledge)
    fitting = [care for care in knowledge.care if care.kind == "get_help" and holds(care.when, answers)]
    level = level_of(check, knowledge)
    slip = (here(state, "slip"),) if reasons(check, level, knowledge) else ()
    values = {"emergency": place(state, "emergency"), "advice": place(state, "advice")}
    return Reply(
        says=(
            Say("text.first_care", style="strong"),
            *(Say(f"care.{care.id}.text", style="item") for care in first_steps(check, knowledge)),
            Say("text.stop_if_worse"),
            Say("text.get_help", style="strong"),
            *(Say(f"care.{care.id}.text", style="item") for care in fitting[:MOST_HELP]),
            Say("text.watch", values, style="strong"),
            *watch_list(knowledge),
        ),
        rows=(
            (anywhere("sources"), anywhere("new_reminder")),
            (anywhere("follow_up"), anywhere("plan")),
            (anywhere("warm_up"), anywhere("faq")),
            (here(state, "restart"), anywhere("home")),
            *((slip,) if slip else ()),
        ),
    )


def experts_of(state: UserState, knowledge: Knowledge) -> list[Say]:
    """Return who said what the shown contributors and first steps rest on, each named once."""
    check = state.check
    if check is None or level_of(check, knowledge).at_least(Level.URGENT):
        return []
    causes = [contributor.cause for contributor in likely_contributors(check.answers, knowledge)]
    says = {cause.expert: Say(f"cause.{cause.id}.expert") for cause in causes if cause.expert}
    says |= {care.expert: Say(f"care.{care.id}.expert") for care in first_steps(check, knowledge) if care.expert}
    return list(says.values())


def sources_of(state: UserState, knowledge: Knowledge) -> tuple[str, ...]:
    """Return the ids of the sources that the last result rests on, in order; without one, the articles."""
    check = state.check
    if check is None:
        return tuple(name for name, source in knowledge.sources.items() if source.kind == "article")
    level = level_of(check, knowledge)
    used = {source for rule in reasons(check, level, knowledge) for source in rule.sources}
    if not level.at_least(Level.URGENT):
        used |= {s for contributor in likely_contributors(check.answers, knowledge) for s in contributor.cause.sources}
        used |= {source for care in first_steps(check, knowledge) for source in care.sources}
        used |= {source for care in knowledge.care if care.kind == "get_help" for source in care.sources}
    used |= {source for care in knowledge.care if care.kind == "watch" for source in care.sources}
    return tuple(source for source in knowledge.sources if source in used)
