"""All dialogues for one content version, compiled once into one book of moves."""

from functools import lru_cache

from dialogs.flows.comeback import COMEBACK
from dialogs.flows.doubt import doubt
from dialogs.flows.figures import FIGURES
from dialogs.flows.guide import guides
from dialogs.flows.habits import HABIT_LOG
from dialogs.flows.home import HOME
from dialogs.flows.journal import JOURNAL_TALK
from dialogs.flows.pain_log import PAIN_LOG
from dialogs.flows.plan import PLAN_TALK
from dialogs.flows.reminder import REMINDER
from dialogs.flows.routine import guided
from dialogs.flows.run_log import RUN_LOG
from dialogs.flows.self_check import self_check
from dialogs.flows.settings import SETTINGS
from dialogs.flows.shoes import SHOES
from dialogs.machine import Book
from dialogs.talk import Talk
from knowledge.load import Knowledge


class Script:
    """The dialogues, their moves, and the nodes at which nothing is asked."""

    def __init__(self, knowledge: Knowledge) -> None:
        """Compile the tables. Raises TableError if one is wrong."""
        talks = [HOME, self_check(knowledge), REMINDER, SETTINGS]
        talks += [guided(routine, knowledge) for routine in knowledge.routines.values()]
        talks += [guides(knowledge), FIGURES, RUN_LOG, SHOES, HABIT_LOG]
        talks += [PAIN_LOG, JOURNAL_TALK, COMEBACK, PLAN_TALK]
        talks.append(doubt([f"{talk.flow.name}.{node}" for talk in talks for node in talk.flow.nodes]))
        self.talks: dict[str, Talk] = {talk.flow.name: talk for talk in talks}
        self.book = Book(talk.flow for talk in talks)
        self.rests: frozenset[str] = frozenset().union(*(talk.rests for talk in talks))

    def talk_at(self, node: str) -> Talk:
        """Return the dialogue that the node belongs to."""
        return self.talks[node.partition(".")[0]]


@lru_cache(maxsize=4)
def script_of(knowledge: Knowledge) -> Script:
    """Return the compiled dialogues for this content."""
    return Script(knowledge)
