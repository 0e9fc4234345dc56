"""Are the words fit to be read: whole, safe, short enough, and understood in one way only?"""

import re
from collections.abc import Iterator, Mapping
from string import Formatter

from knowledge.files import Contents, Placed, Problem
from knowledge.schema import Entry, Question, Routine, Source, Topic
from knowledge.words import words_of

LONGEST_QUESTION = 40  # words
LONGEST_ANSWER = 600  # characters; what a phone shows without scrolling
BUTTON_BYTES = 64  # Telegram's limit for what a button may carry
MARK = "zzzz"  # as long as the mark of a talk may get
FILL_IN = "FILL IN"  # what a new entry holds where words are still to be written

_TEXT_ID = re.compile(r"[a-z0-9_]+(\.[a-z0-9_]+)*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")

# A title is quoted as it was printed.
_QUOTED: Mapping[type[Entry], tuple[tuple[str, ...], ...]] = {Source: (("title",), ("author",))}

# Before "you have a", these words make it a question or a condition; after it, these make it a thing of ours.
_ASKING = "".join(rf"(?<!\b{word} )" for word in ("if", "do", "when", "unless", "once", "where", "that", "whether"))
_OURS = r"(?!few\b|(?:self-)?check\b|reminder\b|warm-up\b|question\b)"

# False reassurance, a diagnosis, a dose, a promise: never said, whatever the context.
_NEVER: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (why, re.compile(pattern, re.IGNORECASE))
    for why, pattern in (
        ("false reassurance", r"\b(?:don'?t|do not|no need to|nothing to)(?: you)? worry\b"),
        ("false reassurance", r"\b(?:it'?s|it is|that'?s|that is|probably) nothing(?=[.,;:!)]|$| at all)"),
        ("false reassurance", r"\bnothing serious\b|\byou(?:'re| are) (?:fine|safe|okay|ok|all clear)\b"),
        # Looked for first, because looking back is slow.
        ("sounds like a diagnosis", rf"\b(?=you have an? ){_ASKING}you have an? {_OURS}"),
        ("sounds like a diagnosis", r"\byou(?:'re| are) suffering from\b|\byour diagnosis\b|\bi diagnose\b"),
        ("names a dose", r"\d\s*(?:mg|mcg|µg)\b|\b(?:mg|milligrams?|micrograms?)\b"),
        ("promises too much", r"\b(?:guarantee[sd]?|miracle|cures?)\b"),
        ("a claim without evidence", r"\b(?:toxins?|detox\w*)\b"),
        ("advises stopping a medicine", r"\bstop taking (?:your|the|any) (?:medicines?|medication|tablets|pills)\b"),
    )
)


def word_problems(contents: Contents) -> Iterator[Problem]:
    """Every text that says what it must not, holds broken placeholders, or cannot be shown."""
    for text in contents.texts:
        if not _TEXT_ID.fullmatch(text.id):
            yield text.problem("a text's id is small letters, digits, _ and dots")
        yield from broken_placeholders(text)
        yield from forbidden_words(text, (), text.entry)
    for placed in contents.entries():
        for words in words_of(placed.entry):
            if "{" in words.text or "}" in words.text:
                yield placed.problem("only files in texts/ may hold { or }", *words.path)
            if words.path not in _QUOTED.get(type(placed.entry), ()):
                yield from forbidden_words(placed, words.path, words.text)
    for question in contents.of(Question):
        yield from _unaskable(question)
    yield from _unpressable_steps(contents)
    for topic in contents.of(Topic):
        if len(topic.entry.answer) > LONGEST_ANSWER:
            what = f"answer: {len(topic.entry.answer)} characters, {LONGEST_ANSWER} at most: move the rest to more"
            yield topic.problem(what, "answer")
    yield from _unwritten(contents)


def _unwritten(contents: Contents) -> Iterator[Problem]:
    for placed in contents.entries():
        written = [(words.path, words.text) for words in words_of(placed.entry)]
        if isinstance(placed.entry, Topic):
            written += [(("examples", at), example) for at, example in enumerate(placed.entry.examples)]
        for path, text in written:
            if FILL_IN in text:
                yield placed.problem(f"{path[0]}: still to be written", *path)


def forbidden_words(placed: Placed[Entry] | Placed[str], path: tuple[str | int, ...], text: str) -> Iterator[Problem]:
    flat = " ".join(text.replace("’", "'").split())
    for why, pattern in _NEVER:
        found = pattern.search(flat)
        if found:
            yield placed.problem(f'never say "{found[0].strip()}": {why}', *path)


def broken_placeholders(text: Placed[str]) -> Iterator[Problem]:
    """A placeholder is a plain name in braces; formats, positions, attributes and doubled braces are refused."""
    if "{{" in text.entry or "}}" in text.entry:
        yield text.problem("doubled braces are shown as they are: leave them out")
        return
    try:
        parts = list(Formatter().parse(text.entry))
    except ValueError as error:
        yield text.problem(f"braces: {error}")
        return
    for _, name, form, conversion in parts:
        if name is not None and (not _NAME.fullmatch(name) or form or conversion):
            yield text.problem(f'"{{{name}}}" must be a plain name in braces')


def _unaskable(placed: Placed[Question]) -> Iterator[Problem]:
    question = placed.entry
    length = len(question.text.split())
    if length > LONGEST_QUESTION:
        yield placed.problem(f"text: {length} words, at most {LONGEST_QUESTION} are allowed", "text")
    for answer in question.answers:
        data = f"self_check.{question.id}~{answer}~{MARK}"
        if len(data.encode()) > BUTTON_BYTES:
            yield placed.problem(f'the button for "{answer}" would carry over {BUTTON_BYTES} bytes: shorten the ids')


def _unpressable_steps(contents: Contents) -> Iterator[Problem]:
    for placed in contents.of(Routine):
        for at, step in enumerate(placed.entry.steps):
            data = f"{placed.id}.{step.id}.right~timer~{MARK}"
            if len(data.encode()) > BUTTON_BYTES:
                what = f'steps: the buttons of "{step.id}" would carry over {BUTTON_BYTES} bytes: shorten the ids'
                yield placed.problem(what, "steps", at)
