"""New entries for editors: everything is in place but the words."""

import re
from pathlib import Path

from knowledge.check_links import ASKED_MOST
from knowledge.check_words import FILL_IN
from knowledge.editor_schema import first_line
from knowledge.errors import NotWritten
from knowledge.files import Contents, read_contents
from knowledge.schema import Cause, Entry, Question, Source, Topic

_ID = re.compile(r"[a-z0-9][a-z0-9_]{0,31}")

_TOPIC = """\
- id: "{id}"
  theme: "{theme}"
  title: "{fill}: the question in a few words"
  answer: "{fill}: the answer, 600 characters at most, so that it fits a phone screen"
  # more: "what opens on request; leave it out if the answer says it all"
  related: []  # ids of up to three topics, shown as buttons
  keywords: []  # words and short phrases that name the subject
  examples:  # questions in runners' own words that must find the topic; at least six, better twenty
    - "{fill} 1: short, as someone types it on a phone"
    - "{fill} 2: a whole sentence"
    - "{fill} 3: in slang, or with a slip of spelling"
    - "{fill} 4: without the word that the title uses"
    - "{fill} 5: a long story with the question at its end"
    - "{fill} 6: single words"
  way_in: null  # "check", "routine.warm_up", "guide.form_helper" ... for a button that leads there
"""
_CAUSE = """\
- id: "{id}"
  title: "{fill}: the cause in a few words"
  explains: "{fill}: how it may add to back pain; no exercise here"
  fix: "{fill}: what to do about it, one or two things"
  suggested_by: {suggested_by}
"""
_QUESTION = """\
- id: "{id}"
  group: "habits"
  kind: "yes_no"
  text: "{fill}: the question, 40 words at most; yes means that the habit is there"
  topic: "{fill}: the finding in a few words, small first letter"
"""
_PROVENANCE = """\
  sources: ["{source}"]  # ids of sources.yaml
  facts: []  # ids of facts.yaml that it tells
  own: []  # fields with numbers or details that no source gives
  reviewed: null  # a clinician's name and date, never invented
"""
_NO_QUESTION = '[]  # as in [{question: "old_shoes", answers: ["yes"], weight: 3}]'


def add_topic(topic_id: str, folder: Path, theme: str | None = None) -> str:
    """Write a new FAQ topic into ``faq/<theme>.yaml`` and return that name. Raises NotWritten."""
    theme = theme or ASKED_MOST
    if not _ID.fullmatch(theme):
        raise NotWritten(f'"{theme}" cannot be a theme: small letters, digits and _ only, 32 at most')
    contents = _contents_without(Topic, topic_id, folder)
    return _append(f"faq/{theme}.yaml", _TOPIC.format(id=topic_id, theme=theme, fill=FILL_IN), contents, folder)


def add_cause(cause_id: str, folder: Path, question: str | None = None) -> str:
    """Write a new cause that a yes to ``question`` suggests, and return the file's name. Raises NotWritten."""
    contents = _contents_without(Cause, cause_id, folder)
    if question is not None and question not in contents.names.get(Question, set()):
        raise NotWritten(f'there is no question "{question}": write it first')
    suggested_by = f'[{{question: "{question}", answers: ["yes"], weight: 3}}]' if question else _NO_QUESTION
    return _append("causes.yaml", _CAUSE.format(id=cause_id, suggested_by=suggested_by, fill=FILL_IN), contents, folder)


def add_question(question_id: str, folder: Path) -> str:
    """Write a new yes-or-no question about a habit, and return the file's name. Raises NotWritten."""
    contents = _contents_without(Question, question_id, folder)
    return _append("questions/habits.yaml", _QUESTION.format(id=question_id, fill=FILL_IN), contents, folder)


def _contents_without(model: type[Entry], new_id: str, folder: Path) -> Contents:
    if not _ID.fullmatch(new_id):
        raise NotWritten(f'"{new_id}" cannot be an id: small letters, digits and _ only, 32 at most')
    contents = read_contents(folder)
    for placed in contents.of(model):
        if placed.id == new_id:
            raise NotWritten(f"{new_id} is there already: {placed.file}:{placed.line}")
    if new_id in contents.names.get(model, set()):
        raise NotWritten(f"{new_id} is there already")
    return contents


def _append(name: str, entry: str, contents: Contents, folder: Path) -> str:
    """Append the entry to the file, or begin the file with it."""
    path = folder / name
    before = path.read_text("utf-8") if path.exists() else first_line(name)
    if path.exists() and not re.search(r"^- ", before, re.MULTILINE):
        raise NotWritten(f'{name} is no list of entries: each must begin with "- " at the start of a line')
    sources = contents.of(Source)
    own = [placed.id for placed in sources if placed.entry.kind == "own"]
    source = (own or [placed.id for placed in sources] or ["own"])[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"{before.rstrip()}\n\n{entry}{_PROVENANCE.format(source=source)}", "utf-8")
    return name
