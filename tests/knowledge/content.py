"""A small content folder that is whole, for tests to break. JSON is YAML with every text quoted."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

from knowledge.danger.context import CUES
from knowledge.danger.grammar import BARRIER, SAYING

Content = dict[str, Any]

_SOURCED: dict[str, Any] = {"sources": ["000"], "reviewed": None}
_SMALL: Content = {
    "sources.yaml": [
        {"id": "000", "kind": "article", "title": "Backs", "author": "A. Runner", "evidence": "One runner's view."}
    ],
    "regions.yaml": [
        {"id": "uk", "label": "UK", "emergency": "999", "advice": "NHS 111", "crisis": "116 123", "means": ["britain"]}
    ],
    "questions/about.yaml": [
        {
            "id": "age",
            "group": "about",
            "kind": "choice",
            "text": "How old are you?",
            "topic": "your age",
            "unsure": False,
            "options": [
                {"id": "young", "label": "Under 18", "means": ["a kid"]},
                {"id": "grown", "label": "18 or over", "short": "grown up"},
            ],
            **_SOURCED,
        }
    ],
    "questions/danger.yaml": [
        {
            "id": "toilet",
            "group": "danger",
            "kind": "yes_no",
            "text": "Is it hard to pee?",
            "topic": "peeing",
            **_SOURCED,
        }
    ],
    "questions/pain.yaml": [
        {"id": "hurts", "group": "pain", "kind": "score", "text": "How bad is it?", "topic": "the pain", **_SOURCED}
    ],
    "questions/habits.yaml": [
        {
            "id": "old_shoes",
            "group": "habits",
            "kind": "yes_no",
            "text": "Are your shoes worn out?",
            "topic": "worn shoes",
            "ask_if": {"all": {"age": ["grown"]}},
            **_SOURCED,
        }
    ],
    "triage.yaml": [
        {
            "id": "toilet_changed",
            "level": "emergency",
            "when": {"any": {"toilet": ["yes"]}},
            "why": "Peeing has changed.",
            **_SOURCED,
        }
    ],
    "causes.yaml": [
        {
            "id": "shoes",
            "title": "Worn shoes",
            "explains": "They may add to it.",
            "fix": "Try another pair.",
            "suggested_by": [{"question": "old_shoes", "answers": ["yes"]}],
            "routine": "warm_up",
            **_SOURCED,
        }
    ],
    "first_care.yaml": [{"id": "keep_moving", "kind": "first_care", "text": "Stay gently active.", **_SOURCED}],
    "care.yaml": [{"id": "see_someone", "kind": "get_help", "text": "See someone if it grows.", **_SOURCED}],
    "answers.yaml": {
        "yes": ["yes", "👍"],
        "no": ["no", "👎"],
        "not_sure": ["dunno"],
        "fillers": ["well"],
        "controls": {"back": ["go back"]},
        "numbers": {"one": 1},
        "days": {day: [day] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")},
        "day_groups": {"weekends": ["weekend"]},
        "units": {"days": ["day"], "weeks": ["week"]},
    },
    "search.yaml": {
        "plain": ["do", "i", "my", "the", "a", "when", "how", "is", "to", "should", "are"],
        "same": {"shoes": ["trainers", "running shoes"], "back": ["spine"]},
        "here": ["back"],
        "elsewhere": {"other_part": ["knee"]},
        "never": ["aspirin"],
    },
    "faq/shoes.yaml": [
        {
            "id": "shoe_life",
            "theme": "shoes",
            "title": "How long do shoes last?",
            "answer": "Until they feel dead.",
            "keywords": ["worn", "soles"],
            "related": ["see_doctor"],
            "examples": [
                "when are my shoes worn out",
                "how many miles do trainers last",
                "replace running shoes",
                "soles are flat",
                "new trainers every year",
                "is my pair of shoes too old",
            ],
            **_SOURCED,
        }
    ],
    "faq/help.yaml": {
        "id": "see_doctor",
        "theme": "help",
        "title": "When should I see a doctor?",
        "answer": "If it does not get better.",
        "examples": [
            "should i see a doctor about my back",
            "is it time for the physio",
            "when to get my spine checked",
            "do i need a professional",
            "doctor or wait",
            "back ache for weeks, see someone",
        ],
        **_SOURCED,
    },
    "exercises/back.yaml": [
        {
            "id": "cat",
            "title": "Cat",
            "text": "Arch and round.",
            "feel": "Easy.",
            "stop": "Stop if it hurts.",
            **_SOURCED,
        }
    ],
    "routines/warm_up.yaml": [
        {
            "id": "warm_up",
            "title": "Warm-up",
            "intro": "Five minutes.",
            "done": "Off you go.",
            "minutes": 5,
            "group": "warm_up",
            "steps": [{"exercise": "cat", "seconds": 30}, {"exercise": "cat", "id": "cat_again", "count": "5 times"}],
            **_SOURCED,
        }
    ],
    "danger/signs.yaml": {
        "concepts": {
            **{name: [f"the cue {name.replace('_', ' ')}"] for name in (*CUES, BARRIER, SAYING)},
            "negate": ["no", "not"],
        },
        "signs": [
            {
                "id": "cannot_pee",
                "finding": "toilet",
                "sets": {"toilet": "yes"},
                "level": "emergency",
                "phrases": ["cant pee"],
                "finds": ["i cant pee"],
            }
        ],
    },
    "texts/talk.yaml": {
        "welcome": "Hello",
        "home.progress": "Question {position} of {total}",
        "theme_shoes": "Shoes",
        "theme_help": "Help",
    },
}


def small_content() -> Content:
    """A fresh copy: file name -> what it holds."""
    return deepcopy(_SMALL)


def write(content: Content, folder: Path) -> Path:
    """Write the content, text as it is and all else as JSON, and return the folder."""
    for name, value in content.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(value if isinstance(value, str) else json.dumps(value, indent=1, ensure_ascii=False), "utf-8")
    return folder
