"""Check the content, ask it something, or add to it, from the command line.

python -m knowledge                 check everything; one problem a line, exit code 1 if there is any
python -m knowledge ask "question"  show what the FAQ would answer, and why
python -m knowledge ask --json      JSON lines {"id", "q"} in, {"id", "topics", "answered"} out
python -m knowledge scan "message"  show which danger signs the message tells of; --json as above
python -m knowledge coverage        show which facts of the articles are left out, and which are told by nothing
python -m knowledge new faq ID      write a new entry with everything in place but the words; also: cause, question
python -m knowledge schema          write the JSON Schema files for editors' programs
"""

import argparse
import json
import sys
from pathlib import Path

from knowledge.check_examples import check_examples
from knowledge.coverage import cover
from knowledge.danger import scan
from knowledge.editor_schema import write_schemas
from knowledge.errors import ContentError, NotWritten
from knowledge.json_lines import answer_lines, read_text
from knowledge.load import Knowledge, default_folder, load
from knowledge.readability import too_hard
from knowledge.search import find
from knowledge.skeletons import add_cause, add_question, add_topic
from knowledge.translations import ENGLISH, languages


def main(arguments: list[str] | None = None) -> int:
    """Run the command and return its exit code: 0, or 1 if the content has faults or nothing could be written."""
    given = _parser().parse_args(arguments)
    folder = given.folder or default_folder()
    try:
        if given.command == "new":
            return _write_entry(given, folder)
        if given.command == "schema":
            print(f"Wrote {', '.join(write_schemas(folder))}.")
            return 0
        knowledge = load(folder, given.language)
        if given.command is None:
            return _check(knowledge, folder, verbose=given.verbose)
    except ContentError as error:
        print(*error.problems, sep="\n")
        return 1
    except NotWritten as error:
        print(error)
        return 1
    if given.command == "coverage":
        return _show_coverage(knowledge, as_json=given.json)
    line, shown = {"ask": (_find_line, _shown), "scan": (_scan_line, _shown_scan)}[given.command]
    if given.json:
        answer_lines(lambda asked: line(asked, knowledge))
    else:
        print(shown(" ".join(given.text), knowledge))
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m knowledge", description="Check the content, ask it, or add to it.")
    parser.add_argument("--folder", type=Path, help="the English content; that of this package if not given")
    parser.add_argument("--language", default=ENGLISH, help="show words in this language where it has any")
    parser.add_argument("--verbose", action="store_true", help="name each text that a language has no words for")
    commands = parser.add_subparsers(dest="command")
    for name, what, reads, writes in (
        ("ask", "what the FAQ answers to a question, and why", '{"id", "q"}', '{"id", "topics", "answered"}'),
        ("scan", "which danger signs a message tells of", '{"id", "text"}', '{"id", "level", "findings", "clarify"}'),
    ):
        command = commands.add_parser(name, help=what)
        command.add_argument("text", nargs="*")
        command.add_argument("--json", action="store_true", help=f"read lines {reads}, write {writes}")
    coverage = commands.add_parser("coverage", help="which facts of the articles are told, and by what")
    coverage.add_argument("--json", action="store_true", help='write {"told", "left_out", "problems"}')
    new = commands.add_parser("new", help="write a new entry with everything in place but the words")
    new.add_argument("kind", choices=("faq", "cause", "question"))
    new.add_argument("id", help="small letters, digits and _")
    new.add_argument("--theme", help="of a faq topic; basics if not given")
    new.add_argument("--question", help="of a cause: a question that suggests it")
    commands.add_parser("schema", help="write the JSON Schema files for editors' programs")
    return parser


def _check(knowledge: Knowledge, folder: Path, *, verbose: bool) -> int:
    problems = [*check_examples(knowledge)]
    try:
        problems += too_hard(knowledge)
    except ImportError:
        print("Reading grades are not checked: textstat is not installed (make test installs it).", file=sys.stderr)
    others = {}
    for language in languages(folder):
        try:
            others[language] = load(folder, language)
        except ContentError as error:
            problems += error.problems
    if problems:
        print(*problems, sep="\n")
        return 1
    counts = {
        "sources": knowledge.sources,
        "regions": knowledge.regions,
        "questions": knowledge.questions,
        "rules": knowledge.rules,
        "causes": knowledge.causes,
        "pieces of care": knowledge.care,
        "topics": knowledge.topics,
        "exercises": knowledge.exercises,
        "routines": knowledge.routines,
        "guides": knowledge.guides,
        "texts": knowledge.words,
    }
    print(
        f"Content {knowledge.version} is sound: {', '.join(f'{len(found)} {name}' for name, found in counts.items())}."
    )
    for language, other in others.items():
        print(f"{language}: {len(other.missing)} of {len(other.words)} texts missing")
        if verbose:
            print(*(f"  {name}" for name in other.missing), sep="\n")
    return 0


def _show_coverage(knowledge: Knowledge, *, as_json: bool) -> int:
    covered = cover(knowledge)
    problems = [*covered.problems()]
    if as_json:
        print(json.dumps({"told": covered.told, "left_out": covered.left_out, "problems": problems}, indent=1))
        return 1 if problems else 0
    print(*problems, sep="\n", end="\n" if problems else "")
    told = [entries for entries in covered.told.values() if entries]
    entries = {entry for each in told for entry in each}
    print(f"{len(told)} of {len(covered.told)} facts are told, by {len(entries)} entries.")
    print(*(f"Left out: {fact}: {why}" for fact, why in covered.left_out.items()), sep="\n")
    return 1 if problems else 0


def _write_entry(given: argparse.Namespace, folder: Path) -> int:
    if given.kind == "faq":
        name = add_topic(given.id, folder, given.theme)
    elif given.kind == "cause":
        name = add_cause(given.id, folder, given.question)
    else:
        name = add_question(given.id, folder)
    print(f"Wrote {given.id} at the end of {name}. Fill in its words, then run: python -m knowledge")
    return 0


def _shown(question: str, knowledge: Knowledge) -> str:
    found = find(question, knowledge)
    names = [f"{topic}: {knowledge.words[f'topic.{topic}.title']}" for topic in found.topics]
    if not names:
        answer = ["No answer: the question seems to be about something else."]
    elif found.sure:
        answer = [names[0], "", knowledge.words[f"topic.{found.topics[0]}.answer"]]
    else:
        answer = ["Not sure. It would suggest:", *(f"  {name}" for name in names)]
    return "\n".join([*answer, "", *found.why])


def _shown_scan(text: str, knowledge: Knowledge) -> str:
    found = scan(text, knowledge.danger)
    return "\n".join(
        (
            f"level: {found.level or 'none'}",
            f"findings: {', '.join(found.findings) or 'none'}",
            f"to ask: {found.clarify or 'nothing'}",
            f"answers: {', '.join(f'{question} = {answer}' for question, answer in found.answers.items()) or 'none'}",
        )
    )


def _find_line(asked: dict[str, object], knowledge: Knowledge) -> dict[str, object]:
    found = find(read_text(asked, "q"), knowledge)
    return {"topics": list(found.topics), "answered": found.sure}


def _scan_line(asked: dict[str, object], knowledge: Knowledge) -> dict[str, object]:
    found = scan(read_text(asked, "text"), knowledge.danger)
    return {"level": found.level, "findings": list(found.findings), "clarify": found.clarify}


if __name__ == "__main__":
    sys.exit(main())
