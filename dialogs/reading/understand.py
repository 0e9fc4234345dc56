"""What a typed message means as an answer. Careful rather than clever: what is not plainly an answer is none.

A phrase counts only if it is the whole message, apart from fillers at either end; "no pain but numb" is not a no.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process

from dialogs.reading.amounts import age, score, span_in_days
from knowledge.load import Knowledge
from knowledge.schema import Question

LONGEST_ANSWER = 200  # characters; anything longer is a story, not an answer
CLOSE_ENOUGH = 88  # of 100, rapidfuzz's ratio: one slip in a word of eight letters
FUZZY_FROM = 5  # letters; shorter words have too many look-alikes

_NOISE = re.compile(r"[^\w\s:./+\-,\U0001F300-\U0001FAFF]|_")
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")


def plain(text: str) -> str:
    """Return the message in small letters, without punctuation, apostrophes and stretched letters ("yesss")."""
    text = unicodedata.normalize("NFKC", text[: 2 * LONGEST_ANSWER]).casefold()
    text = re.sub(r"['’`´‘]", "", text)
    text = re.sub(r"(?<=\d)\s?[-–]\s?(?=\d)", " to ", text)
    text = _STRETCHED.sub(r"\1", _NOISE.sub(" ", text))
    return " ".join(text.split()).rstrip(" .,:-/").lstrip(" .,:/")


def control(text: str, knowledge: Knowledge) -> str | None:
    """Return the control that the message asks for (back, skip, finish, cancel, restart, menu, help), or None."""
    said = _without_fillers(plain(text), knowledge)
    return next((name for name, phrases in knowledge.answers.controls.items() if said in phrases), None)


def answer(text: str, question: Question, knowledge: Knowledge) -> str | None:
    """Return which of the question's answers the message gives, or None if it plainly gives none of them."""
    said = plain(text)
    if not said or len(said) > LONGEST_ANSWER:
        return None
    bare = _without_fillers(said, knowledge)
    if question.kind == "choice" and (option := _option(_bare(said), question) or _option(bare, question)):
        return option
    if question.unsure and bare in knowledge.answers.not_sure:
        return "not_sure"
    if question.kind == "score":
        return score(said, knowledge.answers)
    if question.kind == "yes_no":
        return yes_or_no(text, knowledge)
    return _on_scale(said, question, knowledge) or _negative(bare, question, knowledge) or _slip(bare, question)


def one_of(text: str, names: Mapping[str, str], knowledge: Knowledge) -> str | None:
    """Return what the whole message names, or None. names: a thing as people call it -> what to return."""
    said = plain(text)
    known = {_bare(plain(name)): meant for name, meant in names.items()}
    return known.get(_bare(said)) or known.get(_without_fillers(said, knowledge))


def tells_of_pain(text: str, knowledge: Knowledge) -> bool:
    """Whether a message says that something hurts; "no pain" and "it doesn't hurt" do not."""
    words = plain(text).split()
    denied = {"no", "not", "without", "never", "doesnt", "isnt", "dont", "didnt", "nothing"}
    return any(word in knowledge.answers.pain_words for word in words) and denied.isdisjoint(words)


def yes_or_no(text: str, knowledge: Knowledge) -> str | None:
    """Return yes, no or not_sure if the whole message means that, else None."""
    bare = _without_fillers(plain(text), knowledge)
    given = knowledge.answers
    for name, phrases in (("not_sure", given.not_sure), ("yes", given.yes), ("no", given.no)):
        if bare in phrases:
            return name
    return None


def _without_fillers(said: str, knowledge: Knowledge) -> str:
    words = said.split()
    fillers = knowledge.answers.fillers
    while len(words) > 1 and words[0].strip(",.") in fillers:
        words.pop(0)
    while len(words) > 1 and words[-1].strip(",.") in fillers:
        words.pop()
    return _bare(" ".join(words))


def _bare(said: str) -> str:
    return re.sub(r"[,.]", "", said).strip()


def _names(question: Question) -> dict[str, str]:
    names: dict[str, str] = {}
    for option in question.options:
        for name in (option.label, option.short or option.label, option.id.replace("_", " "), *option.means):
            names.setdefault(_bare(plain(name)), option.id)
    return names


def _option(bare: str, question: Question) -> str | None:
    return _names(question).get(bare)


def _slip(bare: str, question: Question) -> str | None:
    """A slip of the thumb is repaired for habits and the like, never for a danger sign: there we ask again."""
    if question.group == "danger" or len(bare) < FUZZY_FROM:
        return None
    names = _names(question)
    found = process.extractOne(bare, names.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
    return names[found[0]] if found else None


def _on_scale(said: str, question: Question, knowledge: Knowledge) -> str | None:
    """The option that covers a typed number: a span of time, or an age in years."""
    if question.unit is None:
        return None
    amount = (span_in_days if question.unit == "days" else age)(said, knowledge.answers)
    if amount is None:
        return None
    limits = [(option.up_to, option.id) for option in question.options if option.up_to is not None]
    return next((option for limit, option in sorted(limits) if amount <= limit), None)


def _negative(bare: str, question: Question, knowledge: Knowledge) -> str | None:
    """A plain "no" to a choice counts if one of the options is called so; a plain "yes" tells too little."""
    has_no = any(option.id == "no" for option in question.options)
    return "no" if has_no and bare in knowledge.answers.no else None


def accepted(question: Question) -> Iterable[str]:
    """Return the answers that buttons are offered for, in order; passing over is a control, not an answer."""
    return question.answers[:-1]
