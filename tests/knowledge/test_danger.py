"""The danger scan: single rules first, then hundreds of written messages, then any text at all."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.conditions import holds
from knowledge.danger import Danger, DangerFile, Scan, Sign, compile_danger, example_problems, scan
from knowledge.danger.ear import Ear, read_ear
from knowledge.levels import Level, highest
from knowledge.load import Knowledge, default_folder, load
from tests.work import calls

HERE = Path(__file__).parent / "messages"


@cache
def _danger() -> Danger:
    files = sorted((default_folder() / "danger").glob("*.yaml"))
    read = (DangerFile.model_validate(yaml.safe_load(file.read_text("utf-8"))) for file in files)
    return compile_danger(read, read_ear(default_folder() / "danger"))


def _scan(text: str) -> Scan:
    return scan(text, _danger())


# Single rules, by example.


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        ("no numbness, tingling or weakness but I can't pee", "toilet"),
        ("no numbness no tingling can't pee", "toilet"),
        ("no fever, no cough, my legs have gone numb", "both_legs"),
        ("everything is fine except I can't control my bowels", "toilet"),
        ("I had trouble peeing years ago and now it's back again", "toilet"),
        ("not only is my back sore but I can't feel my bum", "saddle"),
        ("my son can't feel his legs", "both_legs"),
        ("lifting my toddler and now I can't feel my legs", "both_legs"),
        ("i lost controll of my bladdr", "toilet"),
        ("CANT PEEEEE", "toilet"),
        ("can’t pee", "toilet"),
        ("fell off a ladder", "injury"),
        ("i want to kill myself", "crisis"),
        ("my bum isn't numb but my privates are", "saddle"),
        ("blacked out for a sec, and my back hurts", "chest"),
    ],
)
def test_a_clear_emergency_is_one_at_once(text: str, finding: str) -> None:
    result = _scan(text)

    assert result.level is Level.EMERGENCY
    assert finding in result.findings
    assert result.clarify is None


@pytest.mark.parametrize(
    "text",
    [
        "no numbness, tingling or weakness",
        "numbness? no. fever: none",
        "I haven't lost control of my bladder or bowels",
        "my dog can't walk",
        "my nan had cauda equina years ago and couldn't pee",
        "what are the signs of losing bladder control",
        "if I ever can't pee I'll call someone",
        "my hydration bladder is leaking",
        "numb bum from the bike, fine now",
        "legs like jelly after the marathon",
        "nearly wet myself laughing",
        "this run is killing me, I'd kill for a massage",
        "pain on both sides of my lower back",
        "he had cancer (my grandad) ages ago",
        "epidural injection for disc irritation",
        "is an epidural an option",
    ],
)
def test_what_is_no_danger_brings_neither_level_nor_question(text: str) -> None:
    assert _scan(text) == Scan()


@pytest.mark.parametrize(
    ("text", "question"),
    [
        ("might be a bit numb down there", "saddle"),
        ("not sure if both my legs are weak", "both_legs"),
        ("my bum is numb from the bike", "saddle"),
        ("what if I can't feel my legs", "both_legs"),
        ("I had cancer", "cancer_pain"),
        ("peeing is harder than usual", "toilet"),
        ("it might be harder to pee", "toilet"),
        ("not sure if i can feel myself pee", "toilet"),
    ],
)
def test_what_the_words_leave_open_is_asked(text: str, question: str) -> None:
    result = _scan(text)

    assert result.level is None
    assert result.clarify == question


@pytest.mark.parametrize(
    ("text", "alone", "level"),
    [
        ("I have a fever", Level.URGENT, Level.URGENT),
        ("pain down my left leg", Level.PROFESSIONAL, Level.PROFESSIONAL),
        ("I have a fever and pain down my left leg", Level.URGENT, Level.EMERGENCY),
        ("I had cancer and my right leg is weak", Level.URGENT, Level.EMERGENCY),
        ("my calf is swollen and I can't breathe", Level.URGENT, Level.EMERGENCY),
    ],
)
def test_signs_together_can_weigh_more_than_alone(text: str, alone: Level, level: Level) -> None:
    assert _scan(text).level is level
    assert level.at_least(alone)


def test_the_answers_of_a_message_are_given_for_the_rules_of_triage() -> None:
    assert _scan("my foot drop is getting worse and I have a fever").answers == {"one_leg": "worse", "fever": "fever"}


# The grammar, by combination: any symptom with any place.

CANNOT = ("can't", "cannot", "couldn't", "unable to", "haven't been able to", "struggling to", "it's hard to")
PEE = ("pee", "wee", "urinate", "go to the loo", "pass water", "empty my bladder", "take a piss", "do a wee")
NUMB = ("numb", "tingling", "pins and needles", "no feeling", "lost feeling", "loss of sensation", "deadness")
SADDLE = (
    "bum",
    "butt",
    "arse",
    "private parts",
    "genitals",
    "lady bits",
    "willy",
    "crotch",
    "back passage",
    "undercarriage",
)
LEGS = ("legs", "both legs", "feet", "both feet", "left and right leg")


@pytest.mark.parametrize(("cannot", "pee"), list(product(CANNOT, PEE)))
def test_every_way_to_say_that_peeing_fails_is_found(cannot: str, pee: str) -> None:
    assert "toilet" in _scan(f"my back aches, no numbness or weakness but i {cannot} {pee}").findings


@pytest.mark.parametrize(("numb", "place"), list(product(NUMB, SADDLE)))
def test_every_numb_word_is_found_with_every_saddle_word(numb: str, place: str) -> None:
    assert "saddle" in _scan(f"i have {numb} in my {place}").findings
    assert "saddle" not in _scan(f"i have no tingling, numbness or weakness in my {place}").findings


@pytest.mark.parametrize(("numb", "legs"), list(product(NUMB, LEGS)))
def test_every_numb_word_is_found_with_both_legs(numb: str, legs: str) -> None:
    assert "both_legs" in _scan(f"since yesterday {numb} in my {legs}").findings


HEARD = {
    "toilet": (
        ("my {} leaks", "i can't hold my {}", "no control over my {}", "my {} comes out without me knowing"),
        ("pee", "wee", "urine", "poo", "stool", "bladder"),
    ),
    "one_leg": (
        ("my {} is weak", "my {} won't move", "can't lift my {}", "my {} gives way", "my {} does not respond"),
        ("left leg", "right foot", "ankle", "big toe"),
    ),
    "chest": (
        ("{} with my back pain", "having {} since morning", "{} came on suddenly"),
        ("chest pain", "tightness in my chest", "trouble breathing", "a tearing pain", "severe tummy pain", "fainting"),
    ),
    "injury": (
        ("i {} and my back hurts", "my son {}, his back is sore"),
        ("fell off a ladder", "slid off the roof", "got hit by a van", "came off a motorbike", "fell two storeys"),
    ),
    "fever": (
        ("i have {} and my back hurts", "back pain, also {}", "{} since two days with backache"),
        ("a fever", "a high temperature", "the shivers", "night sweats", "a temp of 39", "rigors"),
    ),
    "urine": (
        ("{} and back pain", "i have {}"),
        ("blood in my urine", "burning when i pee", "pain in my side in waves", "dark brown urine", "pinkish wee"),
    ),
    "pregnancy_signs": (
        ("i'm pregnant and {}", "{}, i am 30 weeks"),
        ("bleeding", "my waters went", "having contractions", "baby has not moved", "pain in my shoulder tip"),
    ),
    "crisis": (
        ("i {}", "with this pain i {}"),
        ("want to die", "think about killing myself", "could take all my painkillers", "have no reason to live"),
    ),
    "night_pain": (
        ("{}", "since a week {}"),
        ("pain wakes me every night", "no position helps", "nothing eases the pain", "rest does not touch the pain"),
    ),
    "weight_loss": (
        ("{} and my back hurts", "back pain and {}"),
        ("i lose weight without trying", "i am down a stone, not dieting", "there is a bulge on my spine"),
    ),
}


@pytest.mark.parametrize(
    ("finding", "says"),
    [(finding, way.format(what)) for finding, (ways, whats) in HEARD.items() for way, what in product(ways, whats)],
)
def test_every_way_to_tell_of_a_danger_is_heard_with_every_word_for_it(finding: str, says: str) -> None:
    result = _scan(says)

    assert finding in result.findings or result.clarify is not None, finding


DISTANT = ("Had a coffee after my run.", "My shoes are new.", "My mate ran a marathon last year.")


@pytest.mark.parametrize("aside", DISTANT)
@pytest.mark.parametrize("danger", ["i can't feel it when i wipe", "both my legs have gone numb", "i can't pee"])
def test_a_harmless_sentence_beside_it_hides_no_danger(danger: str, aside: str) -> None:
    for says in (f"{aside} {danger}", f"{danger}. {aside}"):
        result = _scan(says)
        assert result.level is Level.EMERGENCY or result.clarify is not None


def test_a_statement_that_sounds_like_the_end_of_a_question_is_none() -> None:
    assert _scan("mum's back is bad and she has wet herself").level is Level.EMERGENCY


# Written messages. The split only depends on the ids, so it does not move when messages are added.


@dataclass(frozen=True)
class Message:
    id: str
    says: str
    level: Level | None = None
    finding: str | None = None
    asks: str | None = None

    @property
    def half(self) -> str:
        return "work" if hashlib.sha256(f"7:{self.id}".encode()).digest()[0] % 2 == 0 else "measure"


def _messages(name: str, half: str) -> list[Message]:
    entries = yaml.safe_load((HERE / name).read_text("utf-8"))["messages"]
    messages = [Message(**{**entry, "level": Level(entry["level"]) if "level" in entry else None}) for entry in entries]
    assert len({message.id for message in messages}) == len(messages)
    return [message for message in messages if message.half == half]


def _is_noticed(message: Message) -> bool:
    """At least the level is given, or a question is asked."""
    result = _scan(message.says)
    wanted = message.level or Level.SELF_CARE
    return result.clarify is not None or (result.level is not None and result.level.at_least(wanted))


HALVES = pytest.mark.parametrize("half", ["work", "measure"])


@HALVES
def test_there_are_enough_messages_of_both_kinds(half: str) -> None:
    assert len(_messages("danger.yaml", half)) >= 200
    assert len(_messages("look_alikes.yaml", half)) >= 200


@HALVES
def test_at_least_97_of_100_dangers_are_noticed(half: str) -> None:
    messages = _messages("danger.yaml", half)
    missed = [message.says for message in messages if not _is_noticed(message)]

    assert len(missed) <= 0.03 * len(messages), missed


@HALVES
def test_emergencies_are_answered_as_such(half: str) -> None:
    messages = [message for message in _messages("danger.yaml", half) if message.level is Level.EMERGENCY]
    passed_over = [message.says for message in messages if not _is_noticed(message)]
    only_asked = [message.says for message in messages if _scan(message.says).level is not Level.EMERGENCY]

    assert passed_over == []
    assert len(only_asked) <= 0.02 * len(messages), only_asked


@HALVES
def test_at_most_5_of_100_look_alikes_raise_an_alarm(half: str) -> None:
    messages = _messages("look_alikes.yaml", half)
    alarms = [message.says for message in messages if (r := _scan(message.says)).level or r.clarify]

    assert len(alarms) <= 0.05 * len(messages), alarms


# Messages by people who had not seen the phrases. The phrases were widened by what was missed of the first sets, and
# the ear has learned from all of these, so their figures tell how much was learned, not what is missed.


def _blind(name: str) -> list[Message]:
    messages = []
    for entry in yaml.safe_load((HERE / name).read_text("utf-8")):
        is_open = entry["level"] == "ask"
        level = None if is_open or entry["level"] is None else Level(entry["level"])
        messages.append(Message(entry["id"], entry["text"], level, asks=entry["finding"] if is_open else None))
    return messages


def _is_dangerous(message: Message) -> bool:
    return message.level is not None or message.asks is not None


LEARNED = pytest.mark.parametrize(
    "name", sorted(p.name for p in HERE.glob("*.yaml") if p.stem.startswith(("blind", "strangers")))
)


def _is_heard(message: Message) -> bool:
    """Something pressing is found, or a question asked; what is found of this kind is asked about before it counts."""
    result = _scan(message.says)
    return result.clarify is not None or (result.level is not None and result.level.at_least(Level.URGENT))


@LEARNED
def test_what_strangers_wrote_is_heard_once_it_was_learned_from(name: str) -> None:
    dangers = [message for message in _blind(name) if _is_dangerous(message)]
    missed = [message for message in dangers if not _is_heard(message)]

    assert len(dangers) >= 120
    assert len(missed) <= 0.02 * len(dangers), missed


@LEARNED
def test_what_strangers_wrote_that_is_harmless_raises_few_questions(name: str) -> None:
    harmless = [message for message in _blind(name) if not _is_dangerous(message)]
    alarms = [message.says for message in harmless if _is_heard(message)]

    assert len(harmless) >= 120
    assert len(alarms) <= 0.1 * len(harmless), alarms


# Messages of somebody else again: nothing is ever changed because of them, and the ear has not learned from them.


def test_what_was_never_seen_is_heard_too() -> None:
    messages = _blind("held_out.yaml")
    dangers = [message for message in messages if _is_dangerous(message)]
    heard = [message for message in dangers if _is_heard(message)]
    alarms = [message for message in messages if not _is_dangerous(message) and _is_heard(message)]

    assert (len(dangers), len(messages)) == (130, 260)
    assert len(heard) >= 0.97 * len(dangers)
    assert len(alarms) <= 0.1 * (len(messages) - len(dangers))


def test_what_runners_write_day_by_day_seldom_raises_a_question_and_never_a_level() -> None:
    messages = _blind("held_out_ordinary.yaml")
    found = [_scan(message.says) for message in messages]

    assert len(messages) >= 300
    assert [result for result in found if result.level and result.level.at_least(Level.URGENT)] == []
    assert sum(result.clarify is not None for result in found) <= 0.05 * len(messages)


# Any text.


@given(st.text(max_size=300))
@settings(max_examples=150)
def test_any_text_can_be_scanned(text: str) -> None:
    assert _scan(text).level in {None, *Level}


@given(st.sampled_from(_messages("look_alikes.yaml", "measure")), st.sampled_from([" but", " but now", ". Now", "\n"]))
@settings(max_examples=100)
def test_no_harmless_message_hides_that_peeing_fails(message: Message, joint: str) -> None:
    result = _scan(f"{message.says}{joint} i can't pee")

    assert "toilet" in result.findings or result.clarify == "toilet"


@given(
    st.sampled_from([m for m in _messages("danger.yaml", "work") if _scan(m.says).level is Level.EMERGENCY]),
    st.text(alphabet="xqzj0123456789 \n!", max_size=60),
    st.text(alphabet="xqzj \n!🙏😭", max_size=60),
)
@settings(max_examples=100)
def test_noise_around_it_does_not_hide_an_emergency(message: Message, before: str, after: str) -> None:
    assert _scan(f"{before}. {message.says}. {after}").level is Level.EMERGENCY


# The content and its limits.


def test_every_example_in_the_content_comes_true() -> None:
    assert list(example_problems(_danger())) == []


@cache
def _knowledge() -> Knowledge:
    return load()


def _by_the_table(answers: Mapping[str, str]) -> Level | None:
    levels = [rule.level for rule in _knowledge().rules if holds(rule.when, answers)]
    return highest(*levels) if levels else None


def _answering() -> list[Sign]:
    return [sign for sign in _danger().signs.values() if sign.sets]


@pytest.mark.parametrize("sign", _answering(), ids=lambda sign: sign.id)
def test_a_sign_means_what_the_triage_table_makes_of_its_answers(sign: Sign) -> None:
    assert sign.level is _by_the_table(sign.sets)


@pytest.mark.parametrize("sign", _answering(), ids=lambda sign: sign.id)
def test_a_sign_gives_every_answer_that_its_own_answers_take_for_granted(sign: Sign) -> None:
    questions = _knowledge().questions
    for question in sign.sets:
        asked = questions[question].ask_if
        assert set(asked.questions()) - {"age"} <= {*sign.sets, *asked.none}, question


def test_a_sign_without_an_answer_only_ever_asks() -> None:
    assert [sign.id for sign in _danger().signs.values() if not sign.sets and not sign.open] == []


def test_two_signs_together_mean_what_the_triage_table_makes_of_both() -> None:
    differing = []
    for one, other in combinations(_answering(), 2):
        answers = {**one.sets, **other.sets}
        if answers != {**other.sets, **one.sets}:
            continue
        levels = [sign.level for sign in (one, other) if sign.level]
        levels += [row.level for row in _danger().together if holds(row.when, answers)]
        if _by_the_table(answers) is not (highest(*levels) if levels else None):
            differing.append((one.id, other.id))

    assert differing == []


@pytest.mark.parametrize(
    ("file", "fault"),
    [
        ({"concepts": {"one": ["[nowhere] pee"]}}, "no such concept: nowhere"),
        ({"concepts": {"one": ["pee!"]}}, "cannot read 'pee!'"),
        ({"concepts": {"one": ["[two] x"], "two": ["[one] x"]}}, "is made of itself"),
        ({"concepts": {"pee": ["again"]}}, "concept given twice"),
    ],
)
def test_a_fault_in_the_phrases_is_named(file: dict[str, object], fault: str) -> None:
    own = [DangerFile.model_validate(yaml.safe_load(path.read_text("utf-8"))) for path in _files()]

    with pytest.raises(ValueError, match=fault):
        compile_danger([*own, DangerFile.model_validate(file)], Ear())


def _files() -> list[Path]:
    return sorted((default_folder() / "danger").glob("*.yaml"))


@pytest.mark.parametrize("words", ["pee ", "cannot pee now ", "no numb legs ", "my bum is numb but fine now "])
def test_a_message_twice_as_long_takes_at_most_twice_the_work(words: str) -> None:
    shorter, longer = ((words * 4000)[:length] for length in (2000, 4000))
    _scan(longer)

    assert calls(lambda: _scan(longer)) <= 2.5 * calls(lambda: _scan(shorter))
