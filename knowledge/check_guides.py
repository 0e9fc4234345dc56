"""Do the pages of the guides hang together: does each lead on, can each be reached, does every talk come to an end?"""

from collections.abc import Iterator

from knowledge.check_answers import clashes
from knowledge.check_targets import exists
from knowledge.check_words import BUTTON_BYTES, LONGEST_ANSWER, MARK
from knowledge.files import Contents, Placed, Problem
from knowledge.guides import CONTROLS, SCREEN, Guide, Page
from knowledge.targets import PLACES


def guide_problems(contents: Contents) -> Iterator[Problem]:
    """Every page or choice that leads nowhere, that nothing leads to, or that could be mistaken for another."""
    titles = {text.id for text in contents.texts}
    for placed in contents.of(Guide):
        title = f"guides_{placed.entry.group}"
        if title not in titles:
            what = f'the group "{placed.entry.group}" has no title: add {title} to texts/guides.yaml'
            yield placed.problem(what, "group")
        yield from _wrong_ids(placed)
        yield from _unknown_targets(placed, contents)
        yield from _lost_pages(placed)
        yield from _endless_pages(placed)
        yield from _wrong_parts(placed)
    yield from _unclear_titles(contents)


def _wrong_ids(placed: Placed[Guide]) -> Iterator[Problem]:
    pages = [page.id for page in placed.entry.pages]
    for at, page in enumerate(placed.entry.pages):
        if page.id in pages[:at]:
            yield placed.problem(f'pages: the id "{page.id}" twice', "pages", at)
        if page.id in (*PLACES, SCREEN):
            yield placed.problem(f'pages: "{page.id}" has a meaning of its own: choose another id', "pages", at)
        choices = [choice.id for choice in page.choices]
        for number, choice in enumerate(choices):
            path = ("pages", at, "choices", number)
            if choice in choices[:number]:
                yield placed.problem(f'{page.id}: the choice "{choice}" twice', *path)
            if choice in CONTROLS:
                yield placed.problem(f'{page.id}: "{choice}" has a meaning of its own: choose another id', *path)
            if len(f"guide.{placed.id}.{page.id}~{choice}~{MARK}".encode()) > BUTTON_BYTES:
                what = f'{page.id}: the button for "{choice}" would carry over {BUTTON_BYTES} bytes: shorten the ids'
                yield placed.problem(what, *path)


def _unknown_targets(placed: Placed[Guide], contents: Contents) -> Iterator[Problem]:
    pages = {page.id for page in placed.entry.pages}
    for at, page in enumerate(placed.entry.pages):
        if page.later is not None and page.later.page not in pages:
            yield placed.problem(f'{page.id}: later: unknown page "{page.later.page}"', "pages", at, "later")
        for number, choice in enumerate(page.choices):
            if choice.to not in pages and not exists(choice.to, contents):
                what = f'{page.id}: {choice.id}: leads to "{choice.to}", which does not exist'
                yield placed.problem(what, "pages", at, "choices", number, "to")
            if choice.note and choice.to != "check":
                what = f"{page.id}: {choice.id}: note: only a choice that leads to the check has one"
                yield placed.problem(what, "pages", at, "choices", number, "note")


def _onward(page: Page) -> Iterator[str]:
    yield from (choice.to for choice in page.choices if not choice.leaves)
    if page.later is not None:
        yield page.later.page


def _lost_pages(placed: Placed[Guide]) -> Iterator[Problem]:
    pages = {page.id: page for page in placed.entry.pages}
    reached: set[str] = set()
    new = {placed.entry.pages[0].id}
    while new:
        reached |= new
        new = {target for name in new for target in _onward(pages[name]) if target in pages} - reached
    for at, page in enumerate(placed.entry.pages):
        if page.id not in reached:
            yield placed.problem(f"{page.id}: no choice leads to this page", "pages", at)


def _endless_pages(placed: Placed[Guide]) -> Iterator[Problem]:
    """A page must be an end, lead out, or lead to a page that does."""
    pages = placed.entry.pages
    ending = {page.id for page in pages if not page.choices or any(choice.leaves for choice in page.choices)}
    grown = True
    while grown:
        more = {page.id for page in pages if any(choice.to in ending for choice in page.choices)} - ending
        ending |= more
        grown = bool(more)
    for at, page in enumerate(pages):
        if page.id not in ending:
            yield placed.problem(f"{page.id}: leads round in circles and never to an end", "pages", at)


def _wrong_parts(placed: Placed[Guide]) -> Iterator[Problem]:
    keeps = any(page.keep for page in placed.entry.pages)
    for at, page in enumerate(placed.entry.pages):
        if page.keep and not page.choices:
            yield placed.problem(f"{page.id}: keep: there is no choice to keep", "pages", at, "keep")
        if page.recap and not keeps:
            yield placed.problem(f"{page.id}: recap: no page has keep", "pages", at, "recap")
        if len(page.text) > LONGEST_ANSWER:
            what = f"{page.id}: text: {len(page.text)} characters, {LONGEST_ANSWER} at most: use more_text or two pages"
            yield placed.problem(what, "pages", at, "text")
        named = [(name, choice.id) for choice in page.choices for name in dict.fromkeys((choice.label, *choice.means))]
        for phrase, first, second in clashes(named):
            number = [choice.id for choice in page.choices].index(second)
            what = f'{page.id}: "{phrase}" means both {first} and {second}'
            yield placed.problem(what, "pages", at, "choices", number)


def _unclear_titles(contents: Contents) -> Iterator[Problem]:
    guides = {placed.id: placed for placed in contents.of(Guide)}
    names = [(phrase, name) for name, placed in guides.items() for phrase in (placed.entry.title, *placed.entry.means)]
    for phrase, first, second in clashes(names):
        yield guides[second].problem(f'"{phrase}" opens {first} as well', "title")
