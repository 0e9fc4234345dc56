"""The scan of one message, and the one-time work before it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from knowledge.conditions import holds
from knowledge.danger.context import CUES, Message, Reading, judge, read_message
from knowledge.danger.ear import Ear
from knowledge.danger.grammar import BARRIER, SAYING, Grammar, Span, build_grammar, find_concepts
from knowledge.danger.schema import DangerFile, Sign, Together
from knowledge.danger.words import Spelling, Word, learn_spelling, read_words
from knowledge.levels import Level, highest

# What the ear must hear at least to let a pressing finding stand unasked, to let a question stand, to raise one, and to
# raise one about what the phrases understood and explained away; chosen by leaving out one writer after the other.
CALM, HARMLESS, ALARMING, CONTRADICTING = 0.05, 0.15, 0.45, 0.8
FEWEST_WORDS = 4  # a shorter message is for the phrases: too little to guess from
MOST_WORDS_UNDERSTOOD = 10  # a message so short that the phrases explained away holds nothing else to hear


@dataclass(frozen=True, slots=True)
class Danger:
    """The content of all danger files, compiled. ``signs`` go by the concept their phrases make."""

    grammar: Grammar
    spelling: Spelling
    signs: Mapping[str, Sign]
    together: tuple[Together, ...]
    ear: Ear


@dataclass(frozen=True, slots=True)
class Scan:
    """What a message tells of danger.

    level:    the most pressing level of the findings, alone and together; None without one.
    findings: ids in the order of the content.
    clarify:  the question to put because the message leaves its finding open; None if nothing is open, or if it is an
              emergency anyway.
    answers:  question -> answer that the message settles, for the rules of triage.
    guessed:  the question was raised by the ear alone: no phrase tells what it is about.
    """

    level: Level | None = None
    findings: tuple[str, ...] = ()
    clarify: str | None = None
    answers: Mapping[str, str] = field(default_factory=dict)
    guessed: bool = False


def compile_danger(files: Iterable[DangerFile], ear: Ear) -> Danger:
    """Join the files and compile their phrases, once at start. Raises ValueError with a line for each fault."""
    concepts: dict[str, tuple[str, ...]] = {}
    signs: dict[str, Sign] = {}
    together: list[Together] = []
    rewrites: dict[str, str] = {}
    plain: set[str] = set()
    misspelt: set[str] = set()
    wrong: list[str] = []
    for file in files:
        wrong += [f"{name}: concept given twice" for name in file.concepts if name in concepts]
        wrong += [f"{sign.id}: sign given twice" for sign in file.signs if f"sign {sign.id}" in signs]
        concepts |= file.concepts
        signs |= {f"sign {sign.id}": sign for sign in file.signs}
        together += file.together
        rewrites |= file.rewrites
        plain.update(file.plain_words)
        misspelt.update(file.misspelt)
    wrong += [f"{cue}: concept is missing" for cue in (*CUES, BARRIER, SAYING) if cue not in concepts]
    wrong += [
        f"{sign.id}: no such concept: {name}"
        for sign in signs.values()
        for name in (*sign.innocent, *sign.unclear, *sign.needs)
        if name not in concepts
    ]
    if wrong:
        raise ValueError("\n".join(wrong))
    grammar = build_grammar({**concepts, **{key: sign.phrases for key, sign in signs.items()}})
    return Danger(grammar, learn_spelling(grammar.words | plain, misspelt, rewrites), signs, tuple(together), ear)


def scan(text: str, danger: Danger) -> Scan:
    """Return what the text tells of danger. Any text is fine; the time grows with its length only."""
    words = read_words(text, danger.spelling)
    read, is_understood = _read(words, danger)
    alarm = danger.ear.alarm(words)
    if read.level is not None and read.level.at_least(Level.URGENT):
        return read if alarm >= CALM else Scan(clarify=next(iter(read.answers), danger.ear.theme(words)))
    if read.clarify is not None:
        return read if alarm >= HARMLESS else replace(read, clarify=None)
    is_explained = is_understood and read.level is None
    fewest = MOST_WORDS_UNDERSTOOD + 1 if is_explained else FEWEST_WORDS
    if alarm < (CONTRADICTING if is_explained else ALARMING) or len(words) < fewest:
        return read
    return replace(read, clarify=danger.ear.theme(words), guessed=True)


def _read(words: Sequence[Word], danger: Danger) -> tuple[Scan, bool]:
    """What the phrases say, and whether they found anything to judge."""
    found = find_concepts(words, danger.grammar)
    heard = [(key, sign) for key, sign in danger.signs.items() if key in found]
    if not heard:
        return Scan(), False
    message = read_message(words, found)
    readings = {key: _read_sign(message, sign, found[key]) for key, sign in heard}
    clear = [sign for key, sign in heard if readings[key] is Reading.FOUND]
    answers: dict[str, str] = {}
    for sign in sorted(clear, key=_rank):
        answers |= sign.sets
    findings = tuple(dict.fromkeys(sign.finding for sign in clear))
    level = _level(clear, answers, danger.together)
    if level is Level.EMERGENCY:
        return Scan(level, findings, None, answers), True
    unclear = [sign for key, sign in heard if readings[key] is Reading.ASK and sign.finding not in findings]
    questions = [sign.asks or sign.finding for sign in sorted(unclear, key=_rank, reverse=True)]
    questions += [sign.then for sign in clear if sign.then and sign.then not in answers]
    return Scan(level, findings, next(iter(questions), None), answers), True


def _read_sign(message: Message, sign: Sign, spans: Iterable[Span]) -> Reading:
    if sign.needs and not any(message.spans(*sign.needs)):
        return Reading.NOTHING
    best = Reading.NOTHING
    for span in spans:
        best = max(best, judge(message, sign, span))
        if best is Reading.FOUND:
            break
    return best


def _rank(sign: Sign) -> int:
    return sign.level.rank if sign.level else -1


def _level(signs: Iterable[Sign], answers: Mapping[str, str], together: Iterable[Together]) -> Level | None:
    levels = [sign.level for sign in signs if sign.level]
    levels += [row.level for row in together if holds(row.when, answers)]
    return highest(*levels) if levels else None
