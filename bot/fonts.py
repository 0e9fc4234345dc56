"""The letters that can be drawn: those of DejaVu Sans, which comes with matplotlib."""

from functools import cache
from pathlib import Path

import matplotlib as mpl
from matplotlib.ft2font import FT2Font

_MISSING = "□"


def font_file(style: str = "") -> Path:
    """Return the file of the font. style: empty or "-Bold"."""
    return Path(mpl.get_data_path(), "fonts", "ttf", f"DejaVuSans{style}.ttf")


def drawable(text: str) -> str:
    """Return the text in one line, with a box for each letter that the font lacks.

    The libraries would put a box there too, but also write a warning that quotes the letter.
    """
    known = _letters()
    return "".join(letter if ord(letter) in known else _MISSING for letter in " ".join(text.split()))


@cache
def _letters() -> frozenset[int]:
    return frozenset.intersection(*(frozenset(FT2Font(str(font_file(style))).get_charmap()) for style in ("", "-Bold")))
