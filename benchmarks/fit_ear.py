"""Learn the second ear anew: python -m benchmarks.fit_ear [--without SET ...]

Learns from all written messages but the held-out ones, from the examples in the danger files, and from those of the
quick answers, which are harmless, and writes ear.json beside the danger files. With --without, leaves those files of
messages out, writes nothing, and prints how the ear does on them. Needs scikit-learn, for this alone.
"""

# ruff: noqa: T201  # its output is a table for a person

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from knowledge.danger import scan
from knowledge.danger.ear import FILE, Ear, features
from knowledge.danger.words import read_words
from knowledge.levels import Level
from knowledge.load import Knowledge, default_folder, load

MESSAGES = Path(__file__).parents[1] / "tests" / "knowledge" / "messages"
FEWEST = 2  # messages that a word or pair must stand in
STRENGTH, THEME_STRENGTH = 100.0, 3.0  # inverse of the ridge; chosen by leaving sets out
WEAKEST_THEME = 0.3
HARMLESS = ""
HELD_OUT = ("held_out", "held_out_ordinary")  # nothing is ever learned from these
THEMES = {"infection": "fever", "night": "night_pain", "crisis": "coping"}  # where a set names a theme, not a question


class Message(NamedTuple):
    """A written message. finding: the danger question that it is about, HARMLESS if it is none; file: its set."""

    text: str
    level: str | None
    finding: str
    file: str


def main() -> None:
    """Learn, and write or judge."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--without", nargs="*", default=[])
    without = parser.parse_args().without
    knowledge = load()
    messages = [*written(with_held_out=bool({*HELD_OUT} & {*without})), *examples(knowledge)]
    ear = learn([m for m in messages if m.file not in without], knowledge)
    if without:
        judge([m for m in messages if m.file in without], ear, knowledge)
    else:
        (default_folder() / "danger" / FILE).write_text(as_json(ear), "utf-8")


def written(*, with_held_out: bool = False) -> Iterator[Message]:
    """The messages of the sets."""
    for file in sorted(MESSAGES.glob("*.yaml")):
        if file.stem in HELD_OUT and not with_held_out:
            continue
        content = yaml.safe_load(file.read_text("utf-8"))
        for raw in content["messages"] if isinstance(content, dict) else content:
            finding = raw.get("finding") or raw.get("asks") or HARMLESS
            yield Message(raw.get("says") or raw["text"], raw.get("level"), finding, file.stem)


def examples(knowledge: Knowledge) -> Iterator[Message]:
    """The examples beside the phrases, and harmless questions."""
    for sign in knowledge.danger.signs.values():
        for text in (*sign.finds, *sign.asks_about):
            yield Message(text, "ask", sign.asks or sign.finding, "phrases")
        for text in sign.ignores:
            yield Message(text, None, HARMLESS, "phrases")
    for topic in knowledge.topics.values():
        for text in topic.examples:
            if scan(text, replace(knowledge.danger, ear=Ear())).level is None:
                yield Message(text, None, HARMLESS, "questions")


def learn(messages: Sequence[Message], knowledge: Knowledge) -> Ear:
    """Return what logistic regression makes of the messages."""
    told = [features(read_words(message.text, knowledge.danger.spelling)) for message in messages]
    common = Counter(feature for one in told for feature in one)
    kept = {feature for feature, times in common.items() if times >= FEWEST}
    model, names = _fit([one & kept for one in told], [bool(m.finding) for m in messages], STRENGTH, balanced=True)
    weights = dict(zip(names, map(_rounded, model.coef_[0]), strict=True))
    themed = [
        ({word for word in one & kept if " " not in word}, _question(message.finding, knowledge))
        for one, message in zip(told, messages, strict=True)
        if message.finding
    ]
    theme, words = _fit([one for one, _ in themed], [name for _, name in themed], THEME_STRENGTH, balanced=False)
    themes = {
        str(name): {word: _rounded(w) for word, w in zip(words, row, strict=True) if abs(w) >= WEAKEST_THEME}
        for name, row in zip(theme.classes_, theme.coef_, strict=True)
    }
    return Ear(weights, _rounded(model.intercept_[0]), themes)


def _fit(
    told: Iterable[set[str]], right: Sequence[object], strength: float, *, balanced: bool
) -> tuple[Any, list[str]]:
    from sklearn.feature_extraction import DictVectorizer  # type: ignore[import-not-found]  # needed for this alone
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-not-found]
    from sklearn.preprocessing import normalize  # type: ignore[import-not-found]

    vectors = DictVectorizer()
    rows = normalize(vectors.fit_transform([dict.fromkeys(sorted(one), 1.0) for one in told]))
    model = LogisticRegression(C=strength, max_iter=5000, class_weight="balanced" if balanced else None)
    return model.fit(rows, right), list(vectors.get_feature_names_out())


def _question(finding: str, knowledge: Knowledge) -> str:
    """The question of the content for a finding; the sets name some findings by their theme."""
    return finding if finding in knowledge.questions else THEMES[finding]


def judge(messages: Sequence[Message], ear: Ear, knowledge: Knowledge) -> None:
    """Print what the scan makes of the messages with this ear, and without."""
    for name, heard_by in (("phrases alone", Ear()), ("with the ear", ear)):
        danger = replace(knowledge.danger, ear=heard_by)
        total: Counter[str] = Counter()
        noticed: Counter[str] = Counter()
        for message in messages:
            found = scan(message.text, danger)
            kind = message.level or "harmless"
            total[kind] += 1
            noticed[kind] += found.clarify is not None or (found.level or Level.SELF_CARE).at_least(Level.URGENT)
        print(name, *(f"{kind} {noticed[kind]}/{total[kind]}" for kind in sorted(total)))


def as_json(ear: Ear) -> str:
    """One word a line, so that a change can be read."""
    lines = ",\n".join(f"{json.dumps(word)}: {weight}" for word, weight in sorted(ear.weights.items()))
    themes = ",\n".join(f"{json.dumps(name)}: {json.dumps(dict(sorted(w.items())))}" for name, w in ear.themes.items())
    return f'{{"offset": {ear.offset},\n"weights": {{\n{lines}}},\n"themes": {{\n{themes}}}}}\n'


def _rounded(weight: float) -> float:
    return round(float(weight), 2)


if __name__ == "__main__":
    main()
