"""Compare the FAQ search with plain methods on the development set: python -m benchmarks.faq_search

All learn from the same texts (titles, examples and keywords of the topics, and the questions about other subjects); the
development set is only asked. How sure a method must be to answer is chosen by cross-validation over its five folds.
"""

# ruff: noqa: T201  # its output is a table for a person

import sys
from time import perf_counter

from benchmarks.faq_baselines import Method, by_bm25, by_linear_model, by_rapidfuzz
from benchmarks.faq_data import Figures, Guess, answer_across_folds, ask_all, best_threshold, measure, read_questions
from knowledge.load import load
from knowledge.search import SURE, find


def main() -> None:
    """Print a table in Markdown."""
    knowledge = load()
    index = knowledge.search
    lines = [(index.topics[line.topic], line.text) for line in index.lines]
    questions = read_questions()

    def ours(question: str) -> Guess:
        found = find(question, knowledge)
        return Guess(found.topics, found.trust)

    methods: dict[str, Method] = {"rapidfuzz": by_rapidfuzz(lines), "BM25": by_bm25(lines)}
    try:
        methods["TF-IDF, linear model"] = by_linear_model(lines)
    except ImportError:
        print("TF-IDF with a linear model is left out: scikit-learn is not installed.", file=sys.stderr)
    methods["this search"] = ours
    print("| method | first | first three | answered rightly | wrongly | outside answered | ms a question |")
    print("|---|---|---|---|---|---|---|")
    for name, method in methods.items():
        began = perf_counter()
        guesses = ask_all(method, questions)
        took = (perf_counter() - began) / len(questions)
        print(_row(name, measure(questions, guesses, answer_across_folds(questions, guesses)), took))
    shipped = [find(question.text, knowledge).sure for question in questions]
    print(_row(f"this search, as shipped (threshold {SURE})", measure(questions, guesses, shipped), took))
    print(f"\nBest threshold of this search on the whole set: {best_threshold(questions, guesses):.2f}")


def _row(name: str, found: Figures, seconds: float) -> str:
    def of(count: int, whole: int) -> str:
        return f"{100 * count / whole:.1f} %"

    return (
        f"| {name} | {of(found.first, found.ours)} ({of(found.first_lenient, found.ours)}) "
        f"| {of(found.three, found.ours)} ({of(found.three_lenient, found.ours)}) "
        f"| {of(found.answered_right, found.ours)} | {of(found.answered_wrong, found.ours)} "
        f"| {of(found.answered_outside, found.outside)} | {1000 * seconds:.1f} |"
    )


if __name__ == "__main__":
    main()
