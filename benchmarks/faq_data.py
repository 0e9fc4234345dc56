"""The development set, and how an answer to it is judged."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

SET = Path(__file__).with_name("faq_dev.yaml")
FOLDS = 5
MOST_TOPICS = 3


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the set. ``right``: the best topic first, then others that would do; empty if it is not ours."""

    text: str
    right: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Guess:
    """What a method makes of a question: topics, best first, and how sure it is of the first. -1: never answers."""

    topics: tuple[str, ...]
    sure: float


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over a set. ``lenient`` ones also take a topic of ``also`` as right; answers always do."""

    ours: int
    outside: int
    first: int
    first_lenient: int
    three: int
    three_lenient: int
    answered_right: int
    answered_wrong: int
    answered_outside: int


def read_questions() -> list[Question]:
    """Return the set, ours and outside."""
    found = yaml.safe_load(SET.read_text("utf-8"))
    return [Question(q["q"], (q["topic"], *q["also"])) for q in found["in_scope"]] + [
        Question(q["q"], ()) for q in found["out_of_scope"]
    ]


def measure(questions: Sequence[Question], guesses: Sequence[Guess], answered: Sequence[bool]) -> Figures:
    """Count what was right."""
    ours = [
        (q.right, g.topics[:MOST_TOPICS], a) for q, g, a in zip(questions, guesses, answered, strict=True) if q.right
    ]
    return Figures(
        ours=len(ours),
        outside=len(questions) - len(ours),
        first=sum(topics[:1] == right[:1] for right, topics, _ in ours),
        first_lenient=sum(bool(topics) and topics[0] in right for right, topics, _ in ours),
        three=sum(right[0] in topics for right, topics, _ in ours),
        three_lenient=sum(not set(right).isdisjoint(topics) for right, topics, _ in ours),
        answered_right=sum(a and topics[0] in right for right, topics, a in ours),
        answered_wrong=sum(a and topics[0] not in right for right, topics, a in ours),
        answered_outside=sum(a for q, a in zip(questions, answered, strict=True) if not q.right),
    )


def answer_across_folds(questions: Sequence[Question], guesses: Sequence[Guess]) -> list[bool]:
    """Which questions are answered when each fold uses the threshold that is best on the other folds."""
    answered = [False] * len(questions)
    for fold in range(FOLDS):
        rest = [number for number in range(len(questions)) if number % FOLDS != fold]
        threshold = best_threshold([questions[n] for n in rest], [guesses[n] for n in rest])
        for number in range(fold, len(questions), FOLDS):
            answered[number] = is_answered(guesses[number], threshold)
    return answered


def best_threshold(questions: Sequence[Question], guesses: Sequence[Guess]) -> float:
    """The threshold with the most right answers, where a wrong one costs two and one to a question outside four."""
    tried = sorted({guess.sure for guess in guesses if guess.sure >= 0})

    def worth(threshold: float) -> float:
        found = measure(questions, guesses, [is_answered(guess, threshold) for guess in guesses])
        return found.answered_right - 2 * found.answered_wrong - 4 * found.answered_outside

    # Between two values that were seen, so that the choice does not hang on one question.
    best = max(range(len(tried)), key=lambda at: (worth(tried[at]), -at)) if tried else 0
    return (tried[best] + tried[max(0, best - 1)]) / 2 if tried else 1.0


def is_answered(guess: Guess, threshold: float) -> bool:
    """Whether the first topic of the guess is given as the answer."""
    return bool(guess.topics) and guess.sure >= threshold


def ask_all(method: Callable[[str], Guess], questions: Iterable[Question]) -> list[Guess]:
    """Ask a method each question."""
    return [method(question.text) for question in questions]
