"""One page of a guide in words and buttons: its text, what was chosen so far, and what of it is our own choice."""

from collections.abc import Iterator

from dialogs.keyboard import Row, anywhere, here, rows
from dialogs.replies import Button, Say
from dialogs.state import UserState
from knowledge.guides import Choice, Guide, Page
from knowledge.load import Knowledge
from knowledge.targets import option_to

SHORT_LABEL = 14  # characters; up to here two choices fit beside each other on a phone


def page_at(node: str, knowledge: Knowledge) -> tuple[Guide, Page]:
    """Return the guide and the page that a node stands for; at the danger question, the first page."""
    _, name, at = node.split(".")
    guide = knowledge.guides[name]
    return guide, guide.page(at) or guide.pages[0]


def is_way_in(choice: Choice) -> bool:
    """Whether the choice leads out by a button that works from anywhere; the way to the check is the guide's own."""
    return choice.leaves and choice.to not in ("check", "coping")


def option_of(choice: Choice) -> str:
    """Return what a choice's button carries: the choice itself, or the way in that it leads to."""
    return option_to(choice.to) if is_way_in(choice) else choice.id


def page_says(state: UserState, guide: Guide, page: Page) -> tuple[Say, ...]:
    """Return the paragraphs of a page; the first page begins with the title of the guide."""
    words = f"page.{guide.id}.{page.id}"
    is_first = page is guide.pages[0]
    head = [Say(f"guide.{guide.id}.title", style="strong")] if is_first else []
    intro = [Say(f"guide.{guide.id}.intro")] if is_first and guide.intro else []
    more = [Say(f"{words}.more_text")] if page.more_text else []
    own = [Say("text.guide_own")] if _is_own(guide, page) else []
    return (*head, *intro, Say(f"{words}.text"), *more, *_recap(state, guide, page), *own)


def _is_own(guide: Guide, page: Page) -> bool:
    """Whether the page has to say that it is our own: it is named so, or it is the first of a guide that is."""
    named = {name.partition(".")[0] for name in guide.own}
    return page.id in named or (page is guide.pages[0] and bool(named & {"title", "intro", "pages"}))


def _recap(state: UserState, guide: Guide, page: Page) -> Iterator[Say]:
    if page.recap is None:
        return
    yield Say(f"page.{guide.id}.{page.id}.recap", style="strong")
    chosen = state.guide.chosen if state.guide else {}
    for kept in guide.pages:
        choice = next((choice.id for choice in kept.choices if choice.id == chosen.get(kept.id)), None)
        if kept.keep and choice:
            of = f"{guide.id}.{kept.id}"
            values: dict[str, Say | str | int] = {
                "name": Say(f"page.{of}.keep"),
                "choice": Say(f"choice.{of}.{choice}.label"),
            }
            yield Say("text.guide_kept", values, style="item")


def page_rows(state: UserState, guide: Guide, page: Page) -> Iterator[Row]:
    """Yield the buttons of a page: timer, choices, then the ways back and out."""
    if page.timer_seconds is not None:
        yield (here(state, "timer"),)
    wide = 1 if any(len(choice.label) > SHORT_LABEL for choice in page.choices) else 2
    yield from rows((_button(state, guide, page, choice) for choice in page.choices), wide)
    back = [here(state, "back")] if state.guide and state.guide.path[1:] else []
    stop = here(state, "stop") if page.choices else anywhere("home")
    leads_home = any(choice.to == "home" for choice in page.choices)
    yield (*back, anywhere(f"from_guide.{guide.id}"), *([] if leads_home else [stop]))


def _button(state: UserState, guide: Guide, page: Page, choice: Choice) -> Button:
    label = Say(f"choice.{guide.id}.{page.id}.{choice.id}.label")
    return anywhere(option_of(choice), label) if is_way_in(choice) else here(state, choice.id, label)
