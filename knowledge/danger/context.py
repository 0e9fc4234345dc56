"""What the words around a danger sign make of it: denied, someone else's, long over, a mere question, or unsure.

The words that tell are concepts of the content as well; ``CUES`` names those this module looks for. Rules of thumb
that an editor should know stand beside them in ``cues.yaml``.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum

from knowledge.danger.grammar import Span
from knowledge.danger.schema import Sign
from knowledge.danger.words import Word
from knowledge.levels import Level

CUES = (
    "negate", "not_negate", "loss", "ends_negation", "denial", "none_of_it", "clings", "opens_clause", "finite",
    "me", "third", "title", "greeting", "cared_for", "someone_else", "not_human",
    "object_before", "help_now", "back_pain",
    "long_ago", "other_event", "current", "over", "new_change", "turn", "now_then",
    "general", "opening", "in_case", "hypothetical", "hedge", "hedge_after", "hedge_all",
)  # fmt: skip
_NOBODY = -1
_FEW_WORDS = 4
_MANY_WORDS = 8
_END_OF_STORY = 12
_PRONOUNS = frozenset({"i", "he", "she", "we", "they", "you", "it"})


class Reading(IntEnum):
    """What one match comes to."""

    NOTHING = 0
    ASK = 1
    FOUND = 2


@dataclass(frozen=True, slots=True)
class Message:
    """A message with its concepts.

    negators: for each word the place of the word that denies it, or -1.
    owners:   for each word whose body it speaks of: a cue of persons, or ``me``.
    standing: spans that are not denied, by concept, as far as somebody asked for them.
    placed:   the same, by concept and sentence.
    """

    words: Sequence[Word]
    found: Mapping[str, Sequence[Span]]
    negators: Sequence[int]
    owners: Sequence[str]
    standing: dict[str, list[Span]] = field(default_factory=dict)
    placed: dict[str, dict[int, list[Span]]] = field(default_factory=dict)

    def spans(self, *concepts: str) -> Iterator[Span]:
        """Every span of the concepts that is not denied."""
        for concept in concepts:
            if concept not in self.standing:
                self.standing[concept] = [span for span in self.found.get(concept, ()) if not self.denies(span)]
            yield from self.standing[concept]

    def near(self, sentence: int, reach: int, *concepts: str) -> Iterator[Span]:
        """The same, of the sentence and of ``reach`` sentences on either side: the work does not grow with the text."""
        for concept in concepts:
            if concept not in self.placed:
                self.placed[concept] = {}
                for span in self.spans(concept):
                    self.placed[concept].setdefault(self.sentence(span.start), []).append(span)
            for place in range(sentence - reach, sentence + reach + 1):
                yield from self.placed[concept].get(place, ())

    def denies(self, span: Span) -> bool:
        """Whether a word of the span is denied by a word outside of it."""
        return any(self.negators[i] not in span.words and self.negators[i] != _NOBODY for i in span.words)

    def latest(self, concept: str, before: int) -> Span | None:
        """The last span of the concept that starts before a place, denied or not."""
        spans = self.found.get(concept, ())
        at = bisect_left(spans, before, key=lambda span: span.start)
        return spans[at - 1] if at else None

    def sentence(self, index: int) -> int:
        """The sentence of a word."""
        return self.words[index].sentence


def read_message(words: Sequence[Word], found: Mapping[str, Sequence[Span]]) -> Message:
    """Work out once for each word who is meant and whether it is denied."""
    places = {cue: _places(found, cue) for cue in CUES}
    return Message(words, found, _find_negators(words, found, places), _find_owners(words, found, places))


def judge(message: Message, sign: Sign, span: Span) -> Reading:
    """Return what a match of the sign comes to in its context."""
    if message.denies(span) or _is_answered_no(message, span) or _is_other(message, sign, span):
        return Reading.NOTHING
    is_clear = not sign.open or (sign.sets and any(message.spans("new_change")))
    reading = Reading.FOUND if is_clear and not _is_hedged(message, span) else Reading.ASK
    for rule in (_judge_time, _judge_question, _judge_sense):
        reading = min(reading, rule(message, sign, span))
        if reading is Reading.NOTHING:
            break
    return reading


def _places(found: Mapping[str, Sequence[Span]], concept: str) -> frozenset[int]:
    return frozenset(index for span in found.get(concept, ()) for index in span.words)


def _find_negators(
    words: Sequence[Word], found: Mapping[str, Sequence[Span]], places: Mapping[str, frozenset[int]]
) -> list[int]:
    """A denial holds to the end of its sentence, or until "but" and its like, a new loss, or a new subject."""
    opening = {span.start for span in found.get("negate", ()) if not set(span.words) & places["not_negate"]}
    losses = {span.start for span in found.get("loss", ())}
    negators: list[int] = []
    current = _NOBODY
    for index, word in enumerate(words):
        is_loss = index in losses or (index in opening and index in places["loss"])
        if index and word.sentence != words[index - 1].sentence:
            current = _NOBODY
        if index in places["ends_negation"] or (is_loss and current != index - 1) or _is_subject(words, index, places):
            current = _NOBODY
        negators.append(current)
        if index in opening and index not in places["loss"] and not _is_interjection(words, index):
            current = index
    return negators


def _is_interjection(words: Sequence[Word], index: int) -> bool:
    """Whether this is a mere "No, ..." before the thing itself."""
    after = index + 1
    starts = index == 0 or words[index - 1].sentence != words[index].sentence
    return starts and words[index].text == "no" and after < len(words) and words[after].pause


def _is_subject(words: Sequence[Word], index: int, places: Mapping[str, frozenset[int]]) -> bool:
    """Whether a new clause begins: "i have ...", "my legs are ..."; not "in my legs", "when i pee"."""
    if index == 0 or index in places["negate"] or (index - 1 in places["clings"] and not words[index].pause):
        return False
    if words[index].text in _PRONOUNS:
        return index + 1 < len(words) and index + 1 not in places["clings"]
    if index not in places["opens_clause"]:
        return False
    for after in range(index + 1, min(index + 5, len(words))):
        if words[after].sentence != words[index].sentence or words[after].pause:
            return False
        if after in places["finite"]:
            return True
    return False


def _find_owners(
    words: Sequence[Word], found: Mapping[str, Sequence[Span]], places: Mapping[str, frozenset[int]]
) -> list[str]:
    """Someone who is mentioned as a subject owns what follows, until "i", "my" or the end of the sentence."""
    mentions = {
        span.start: kind
        for kind in ("cared_for", "someone_else", "not_human")
        for span in found.get(kind, ())
        if not _is_address(words, span, places)
    }
    owners: list[str] = []
    owner = "me"
    third = next((mentions[at] for at in sorted(mentions) if mentions[at] != "not_human"), "me")
    for index, word in enumerate(words):
        if index and word.sentence != words[index - 1].sentence:
            owner = "me"
        if index in mentions:
            is_object = _is_object(words, index, places)
            owner = owner if is_object else mentions[index]
            third = third if is_object and mentions[index] == "not_human" else mentions[index]
        elif index in places["third"]:
            owner = third if third != "me" else owner
        elif index in places["me"] and not any(after in mentions for after in range(index + 1, index + 5)):
            owner = "me"
        owners.append(owner)
    return owners


def _is_address(words: Sequence[Word], span: Span, places: Mapping[str, frozenset[int]]) -> bool:
    """Whether someone is spoken to: "doctor, my leg ...", "please mate ..."."""
    before = span.start - 1
    if span.start not in places["title"]:
        return False
    if before >= 0 and words[before].sentence == words[span.start].sentence:
        return before in places["greeting"]
    return span.end < len(words) and (words[span.end].pause or span.end in places["me"])


def _is_object(words: Sequence[Word], index: int, places: Mapping[str, frozenset[int]]) -> bool:
    """Whether something is done to, with or by the one mentioned: "lifting my toddler", "a run with my mate"."""
    first = index
    for before in range(index - 1, max(index - 5, -1), -1):
        if words[before].text in ("my", "our", "the", "a", "an", "his", "her"):
            first = before
            break
    if first == 0 or words[first - 1].sentence != words[index].sentence or words[first].pause:
        return False
    before = first - 1
    return before in places["object_before"] or words[before].text.endswith("ing")


def _is_answered_no(message: Message, span: Span) -> bool:
    """Whether the sign is a heading with its answer, "numbness: no", or is taken back, "none of that with me"."""
    after = span.end
    if any(cue.start >= after for cue in message.near(message.sentence(span.start), 1, "none_of_it")):
        return True
    if after >= len(message.words):
        return False
    denial = message.latest("denial", after + 1)
    if denial is None or denial.start != after:
        return False
    if after + 1 >= len(message.words):
        return True
    parted = message.words[after].pause or message.sentence(after) == message.sentence(span.end - 1) + 1
    stands_alone = message.words[after + 1].pause or message.sentence(after + 1) != message.sentence(after)
    return parted and stands_alone


def _is_other(message: Message, sign: Sign, span: Span) -> bool:
    owner, last = message.owners[span.start], message.owners[span.words[-1]]
    owner = last if owner == "not_human" or last == "me" else owner
    if owner == "someone_else":
        return not (sign.level is Level.EMERGENCY and any(message.spans("help_now")))
    if owner == "cared_for":
        return not _is_patient(message) and (sign.needs_back or _has_own_back(message))
    return owner == "not_human" and message.found["not_human"][0].start not in span.words


def _is_patient(message: Message) -> bool:
    """Whether back pain is told of the one cared for."""
    return any(message.owners[back.start] == "cared_for" for back in message.spans("back_pain"))


def _has_own_back(message: Message) -> bool:
    """Whether the one who writes tells of a back of their own."""
    own = {message.sentence(cue.start) for cue in message.found.get("me", ()) if message.owners[cue.start] == "me"}
    backs = (back.start for back in message.spans("back_pain") if message.owners[back.start] == "me")
    return any(message.sentence(back) in own for back in backs)


def _judge_time(message: Message, sign: Sign, span: Span) -> Reading:
    here = message.sentence(span.start)
    turn = _place(message.latest("turn", span.start))
    apart = [cue.start for cue in message.near(here, 0, "other_event") if cue.start >= span.end]
    long_ago = [
        cue
        for cue in message.near(here, 0, "long_ago")
        if cue.end > turn and not any(other < cue.start for other in apart)
    ]
    over = [cue for cue in message.near(here, 1, "over") if cue.start >= span.end]
    if sign.ever or not (long_ago or over):
        return Reading.FOUND
    since = over[0].end if over else min(span.start, *(cue.start for cue in long_ago))
    settled = {index for cue in over for index in cue.words}
    if any(cue.start >= since and settled.isdisjoint(cue.words) for cue in message.spans("current")):
        return Reading.FOUND
    # What stands far off may be about something else.
    is_far = all(_between(cue, span) > _MANY_WORDS for cue in long_ago)
    if sign.level is Level.EMERGENCY and is_far and all(_between(cue, span) > _END_OF_STORY for cue in over):
        return Reading.ASK
    return Reading.ASK if over and sign.lasting and not long_ago else Reading.NOTHING


def _judge_sense(message: Message, sign: Sign, span: Span) -> Reading:
    """Ask where an explanation stands apart; let it settle the matter only in the same breath."""
    explained = set(_explanations(message, sign.innocent, span))
    if explained:
        return Reading.NOTHING if explained - {"beside", "later"} else Reading.ASK
    is_unclear = "" in (apart := set(_explanations(message, sign.unclear, span))) or "beside" in apart
    return Reading.ASK if is_unclear and not any(message.spans("new_change")) else Reading.FOUND


def _explanations(message: Message, concepts: tuple[str, ...], span: Span) -> Iterator[str]:
    """Yield how far each explanation is: "" in the same breath, "beside" it, "later" before a "now".

    "Beside" is the next sentence, or so many words away that it may belong to something else.

    An explanation does not count from before a "but", nor if it explains what is over, nor if denied, as in "not from
    training".
    """
    here = message.sentence(span.start)
    cues = [cue for cue in message.near(here, 1, *concepts) if not set(cue.words) & set(span.words)]
    if not cues:
        return
    again = _place(message.latest("current", len(message.words)))
    since = max((cue.end for cue in message.near(here, 1, "over") if cue.end <= again), default=0)
    since = _place(message.latest("turn", span.start)) or since
    now = _place(message.latest("now_then", span.start))
    for cue in cues:
        before = set(range(max(cue.start - 3, 0), cue.start)) - set(span.words)
        if cue.start < since or any(message.words[i].text == "not" for i in before):
            continue
        apart = message.sentence(cue.start) != here or _between(cue, span) > _MANY_WORDS
        doubted = any(0 <= cue.start - hedge.end <= _FEW_WORDS for hedge in message.near(here, 1, "hedge"))
        yield "later" if cue.start < now else "beside" if doubted or apart else ""


def _judge_question(message: Message, sign: Sign, span: Span) -> Reading:
    """A question about things in general is no finding, up to its "but now"; one about oneself may well be."""
    here = message.sentence(span.start)
    turn = _place(message.latest("ends_negation", span.start))
    before = {
        cue: [found for found in message.near(here, 0, cue) if turn <= found.end and found.start <= span.start]
        for cue in ("in_case", "general", "opening", "hypothetical")
    }
    if before["in_case"]:
        return Reading.NOTHING
    unsure = {index for cue in message.near(here, 0, "hedge") for index in cue.words}
    opening = [cue for cue in before["opening"] if _opens(message, cue)]
    asked = (
        before["general"]
        or opening
        or [
            cue for cue in before["hypothetical"] if span.start - cue.end <= _FEW_WORDS and unsure.isdisjoint(cue.words)
        ]
    )
    if not asked:
        return Reading.FOUND
    about = range(max(span.start - 3, asked[0].start), span.end)
    is_own = any(index in cue.words for cue in message.near(here, 0, "me") for index in about)
    return Reading.ASK if is_own and sign.level is Level.EMERGENCY else Reading.NOTHING


def _opens(message: Message, cue: Span) -> bool:
    """Whether the cue begins its sentence, or follows a pause or a greeting."""
    before = message.words[cue.start - 1] if cue.start else None
    if before is None or before.sentence != message.sentence(cue.start) or message.words[cue.start].pause:
        return True
    greeting = message.latest("greeting", cue.start)
    return greeting is not None and greeting.end == cue.start


def _is_hedged(message: Message, span: Span) -> bool:
    if any(message.spans("hedge_all")):
        return True
    here = message.sentence(span.start)
    near = [cue for cue in message.near(here, 0, "hedge") if set(cue.words).isdisjoint(span.words)]
    after = (cue.start - span.end for cue in message.near(here, 1, "hedge_after"))
    return any(cue.start < span.end and span.start - cue.end <= _FEW_WORDS for cue in near) or any(
        0 <= words <= _FEW_WORDS for words in after
    )


def _between(one: Span, other: Span) -> int:
    """How many words stand between two spans; less than 0 if they overlap."""
    return max(one.start - other.end, other.start - one.end)


def _place(span: Span | None) -> int:
    return span.start if span else 0
