"""How a runner walks through a self-check: reads the question, taps an answer.

Questions and labels are found by the words of the content, so a test reads what a person reads.
"""

from collections.abc import Callable

from knowledge.load import Knowledge, load
from tests.e2e.people import Person, Shown

# A healthy runner whose ache is recent and mild, and who ran more than usual; every other answer is "no".
ANSWERS = {
    "age": "age_18_50",
    "duration": "few_days",
    "trend": "better",
    "severity": "3",
    "coping": "ok",
    "place": "low_middle",
    "onset": "gradual",
    "pain_when": "after",
    "mileage_jump": "yes",
}
KNOWLEDGE: Knowledge = load()


def word(name: str) -> str:
    """Return the text ``text.<name>`` of the content."""
    return KNOWLEDGE.words[f"text.{name}"]


def question_in(shown: Shown) -> str:
    """Return the id of the question that this message asks, empty if it asks none."""
    return next((question.id for question in KNOWLEDGE.questions.values() if question.text in shown.text), "")


def answer_label(question: str) -> str:
    """Return the label of the answer that this runner gives."""
    answer = ANSWERS.get(question, "no")
    if answer.isdigit():
        return answer
    return KNOWLEDGE.words.get(f"option.{question}.{answer}.label") or word(f"button_{answer}")


async def agree(person: Person, command: str = "/start") -> Shown:
    """Write to the bot for the first time and agree to what is kept."""
    welcome = await person.say(command)
    assert word("disclaimer") in welcome.text
    return await person.press(word("button_agree"))


async def begin(person: Person) -> Shown:
    """Start a self-check and answer where one lives; return the first question."""
    await agree(person)
    region = await person.say("/check")
    assert word("region") in region.text
    return await person.press(KNOWLEDGE.regions["uk"].label)


async def walk(person: Person, is_there: Callable[[Shown], object]) -> list[Shown]:
    """Answer question after question until a message fulfils ``is_there``; return what the last answer brought."""
    new = [person.last]
    for _ in range(2 * len(KNOWLEDGE.questions)):
        if any(is_there(shown) for shown in new):
            return new
        asked = question_in(person.last)
        if not asked:
            assert word("more") in person.last.text, f"neither a question nor the end: {person.last}"
        label = answer_label(asked) if asked else word("button_go_on")
        new = await person.answered(person.tap(label))
    raise AssertionError(f"never came there; the last was {person.last}")


def asks(question: str) -> Callable[[Shown], bool]:
    return lambda shown: question_in(shown) == question


def starts_with(name: str) -> Callable[[Shown], bool]:
    return lambda shown: shown.text.startswith(word(name).split("{")[0])
