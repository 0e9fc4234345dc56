"""Quick questions: the list, an answer, its detail and sources. They change nothing, so they are no flow."""

from collections.abc import Iterable

from dialogs.keyboard import anywhere, leading_to, rows
from dialogs.replies import Button, Reply, Say
from knowledge.load import Knowledge
from knowledge.schema import Topic
from knowledge.search import find

SUGGESTED = 3
ASKED_MOST = "basics"  # the theme whose topics stand in the menu themselves


def faq_menu(knowledge: Knowledge) -> Reply:
    """Return what is asked most, and the themes that the other topics belong to."""
    asked_most = [_open(topic) for topic in knowledge.topics.values() if topic.theme == ASKED_MOST]
    themes = [anywhere(f"theme.{theme}", Say(f"text.theme_{theme}")) for theme in themes_of(knowledge)]
    return Reply(
        (Say("text.faq", style="strong"), Say("text.faq_how")),
        (*rows(asked_most, 1), *rows(themes, 2), (anywhere("home"),)),
    )


def themes_of(knowledge: Knowledge) -> tuple[str, ...]:
    """Return the themes besides what is asked most, in the order of the files."""
    return tuple(dict.fromkeys(t.theme for t in knowledge.topics.values() if t.theme != ASKED_MOST))


def theme_reply(theme: str, knowledge: Knowledge) -> Reply | None:
    """Return the topics of a theme, a button each; None if there is no such theme."""
    topics = [_open(topic) for topic in knowledge.topics.values() if topic.theme == theme]
    if not topics:
        return None
    return Reply(
        (Say(f"text.theme_{theme}", style="strong"),),
        (*rows(topics, 1), (anywhere("faq"), anywhere("home"))),
        replaces=True,
    )


def topic_reply(topic_id: str, knowledge: Knowledge) -> Reply | None:
    """Return the answer of a topic; None if there is no such topic."""
    topic = knowledge.topics.get(topic_id)
    if topic is None:
        return None
    more = [anywhere(f"more.{topic.id}")] if topic.more else []
    way_in = [leading_to(topic.way_in)] if topic.way_in else []
    related = [_open(knowledge.topics[name]) for name in topic.related[:SUGGESTED]]
    return Reply(
        (Say(f"topic.{topic.id}.title", style="strong"), Say(f"topic.{topic.id}.answer")),
        (
            (*more, anywhere(f"from.{topic.id}")),
            *((button,) for button in (*way_in, *related)),
            (anywhere(f"helpful.{topic.id}"), anywhere(f"unhelpful.{topic.id}"), anywhere("home")),
        ),
    )


def more_reply(topic_id: str, knowledge: Knowledge) -> Reply | None:
    """Return the detail of a topic; None if it has none."""
    topic = knowledge.topics.get(topic_id)
    if topic is None or topic.more is None:
        return None
    return Reply((Say(f"topic.{topic.id}.more"),), ((anywhere(f"from.{topic.id}"), anywhere("home")),))


def sources_reply(sources: Iterable[str], experts: Iterable[Say] = ()) -> Reply:
    """Return these sources, each with a line on how far it can be trusted, and who said it."""
    says = [Say("text.sources", style="strong")]
    for source in sources:
        values: dict[str, Say | str | int] = {
            part: Say(f"source.{source}.{part}") for part in ("title", "author", "evidence")
        }
        says.append(Say("text.source", values, style="item"))
    says += [Say("text.expert", {"expert": expert}, style="item") for expert in experts]
    return Reply((*says, Say("text.sources_note")), ((anywhere("home"),),))


def topic_sources(topic_id: str, knowledge: Knowledge) -> Reply | None:
    """Return the sources of a topic; None if there is no such topic."""
    topic = knowledge.topics.get(topic_id)
    if topic is None:
        return None
    return sources_reply(topic.sources, [Say(f"topic.{topic.id}.expert")] if topic.expert else [])


def thanks(topic_id: str, knowledge: Knowledge) -> Reply | None:
    """Return the thanks for telling whether an answer helped; None if there is no such topic."""
    return (
        Reply((Say("text.thanks"),), ((anywhere("faq"), anywhere("home")),)) if topic_id in knowledge.topics else None
    )


def search_reply(question: str, knowledge: Knowledge) -> tuple[Reply, str]:
    """Return the answer to a typed question when it is sure, else the closest topics to choose from.

    The second value names a counter: which topic was answered, or which was nearest when none was.
    """
    found = find(question, knowledge)
    answer = topic_reply(found.topics[0], knowledge) if found.sure else None
    if answer is not None:
        return answer, f"answered.{found.topics[0]}"
    nearest = found.topics[0] if found.topics else "none"
    close = [*found.topics, *(topic for topic in knowledge.topics if topic not in found.topics)][:SUGGESTED]
    said = "text.did_you_mean" if found.topics else "text.out_of_scope"
    target = knowledge.topics[nearest].way_in if found.topics else None
    way_in = ((leading_to(target),),) if target not in (None, "check") else ()
    suggestions = Reply(
        (Say(said),),
        (*((_open(knowledge.topics[topic]),) for topic in close), *way_in, (anywhere("faq"), anywhere("check"))),
    )
    return suggestions, f"unanswered.{nearest}"


def _open(topic: Topic) -> Button:
    return anywhere(f"topic.{topic.id}", Say(f"topic.{topic.id}.title"))
