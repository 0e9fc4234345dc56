"""Each way in which a guide can be wrong is named, with its file and id."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.errors import ContentError
from knowledge.load import load
from tests.knowledge.content import Content, small_content, write


def with_guide() -> Content:
    content = small_content()
    content["texts/talk.yaml"]["guides_moment"] = "Now"
    content["guides/sore.yaml"] = {
        "id": "sore",
        "title": "It is sore",
        "group": "moment",
        "screen": False,
        "sources": ["000"],
        "reviewed": None,
        "pages": [
            {
                "id": "ask",
                "text": "Is it bad?",
                "keep": "How bad",
                "choices": [
                    {"id": "mild", "label": "Mild", "to": "rest", "means": ["a bit"]},
                    {"id": "bad", "label": "Bad", "to": "check", "note": "Let me ask more."},
                    {"id": "read", "label": "Read", "to": "topic.see_doctor"},
                ],
            },
            {"id": "rest", "text": "Rest a bit.", "recap": "You said:", "later": {"hours": 24, "page": "again"}},
            {"id": "again", "text": "And now?", "timer_seconds": 60},
        ],
    }
    return content


def guide_in(content: Content) -> dict[str, Any]:
    guide: dict[str, Any] = content["guides/sore.yaml"]
    return guide


def page_in(content: Content, at: int) -> dict[str, Any]:
    page: dict[str, Any] = guide_in(content)["pages"][at]
    return page


def test_a_sound_guide_is_loaded_with_the_words_of_its_pages_and_choices(tmp_path: Path) -> None:
    knowledge = load(write(with_guide(), tmp_path))

    assert [page.id for page in knowledge.guides["sore"].pages] == ["ask", "rest", "again"]
    assert knowledge.words["guide.sore.title"] == "It is sore"
    assert knowledge.words["page.sore.rest.recap"] == "You said:"
    assert knowledge.words["choice.sore.ask.mild.label"] == "Mild"
    assert knowledge.words["choice.sore.ask.bad.note"] == "Let me ask more."


BREAKS: list[tuple[str, Callable[[Content], object], str]] = [
    (
        "a group without a title",
        lambda c: c["texts/talk.yaml"].pop("guides_moment"),
        'the group "moment" has no title: add guides_moment to texts/guides.yaml',
    ),
    (
        "an unknown page",
        lambda c: page_in(c, 0)["choices"][0].update(to="nowhere"),
        'ask: mild: leads to "nowhere", which does not exist',
    ),
    (
        "an unknown topic",
        lambda c: page_in(c, 0)["choices"][2].update(to="topic.socks"),
        'ask: read: leads to "topic.socks", which does not exist',
    ),
    (
        "an unknown kind of entry",
        lambda c: page_in(c, 0)["choices"][2].update(to="cause.shoes"),
        'ask: read: leads to "cause.shoes", which does not exist',
    ),
    (
        "a page that never comes back",
        lambda c: page_in(c, 1).update(later={"hours": 24, "page": "nowhere"}),
        'rest: later: unknown page "nowhere"',
    ),
    ("a page that nothing leads to", lambda c: page_in(c, 1).pop("later"), "again: no choice leads to this page"),
    (
        "pages that lead round in circles",
        lambda c: page_in(c, 2).update(choices=[{"id": "once_more", "label": "Once more", "to": "again"}]),
        "again: leads round in circles and never to an end",
    ),
    ("a page twice", lambda c: page_in(c, 2).update(id="rest"), 'pages: the id "rest" twice'),
    (
        "a page that is called like a place",
        lambda c: (page_in(c, 1).update(id="home"), page_in(c, 0)["choices"][0].update(to="home")),
        'pages: "home" has a meaning of its own: choose another id',
    ),
    (
        "a choice twice",
        lambda c: page_in(c, 0)["choices"][2].update(id="mild"),
        'ask: the choice "mild" twice',
    ),
    (
        "a choice that is called like a control",
        lambda c: page_in(c, 0)["choices"][2].update(id="stop"),
        'ask: "stop" has a meaning of its own: choose another id',
    ),
    (
        "two choices that are typed alike",
        lambda c: page_in(c, 0)["choices"][1].update(means=["A bit!"]),
        'ask: "A bit!" means both mild and bad',
    ),
    (
        "a note where the talk goes on",
        lambda c: page_in(c, 0)["choices"][0].update(note="Good."),
        "ask: mild: note: only a choice that leads to the check has one",
    ),
    ("a recap of nothing", lambda c: page_in(c, 0).pop("keep"), "rest: recap: no page has keep"),
    (
        "a choice to keep where there is none",
        lambda c: page_in(c, 1).update(keep="Rest"),
        "rest: keep: there is no choice to keep",
    ),
    (
        "a button that Telegram would refuse",
        lambda c: (
            page_in(c, 1).update(id="a_page_with_quite_a_long_name"),
            page_in(c, 0)["choices"][0].update(to="a_page_with_quite_a_long_name"),
            page_in(c, 1).update(choices=[{"id": "and_a_choice_with_one_too", "label": "Go", "to": "again"}]),
        ),
        'the button for "and_a_choice_with_one_too" would carry over 64 bytes: shorten the ids',
    ),
    (
        "a page that fills more than a screen",
        lambda c: page_in(c, 2).update(text="And now? " * 80),
        "again: text: 719 characters, 600 at most: use more_text or two pages",
    ),
    (
        "the title of another guide",
        lambda c: c.update({"guides/too.yaml": {**guide_in(c), "id": "too"}}),
        '"It is sore" opens sore as well',
    ),
    (
        "a timer of an hour and more",
        lambda c: page_in(c, 2).update(timer_seconds=4000),
        "pages.2.timer_seconds: input should be less than or equal to 3600",
    ),
    (
        "an own field that is none",
        lambda c: guide_in(c).update(own=["rest.speed"]),
        'own: the entry has no field "rest.speed"',
    ),
]


@pytest.mark.parametrize(("breaks", "what"), [pytest.param(*rest, id=name) for name, *rest in BREAKS])
def test_what_is_wrong_with_a_guide_is_named(breaks: Callable[[Content], object], what: str, tmp_path: Path) -> None:
    content = with_guide()
    breaks(content)

    with pytest.raises(ContentError) as raised:
        load(write(content, tmp_path))

    found = [problem for problem in raised.value.problems if problem.startswith("guides/")]
    assert any(what in problem for problem in found), raised.value.problems
