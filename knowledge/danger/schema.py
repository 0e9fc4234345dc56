"""What the files in ``content/<language>/danger`` may hold.

A *concept* is a name for words and phrases that mean the same to us ("pee": pee, wee, urinate). A *sign* is a group of
phrases that stand for one answer to one danger question. A phrase is a row of items, next to each other unless a gap
stands between them:

    wet            this word              wet~       with its usual endings: wets, wetting, wetted
    wet/soak~      any of these words     the?       may be left out
    [pee]          any phrase of a concept
    <38-42>        a number in this range
    ..             up to three other words        ...  up to nine other words
    &              up to nine other words, and either side may come first

No gap reaches over the end of a sentence or over a word of the concept ``barrier``.
"""

from pydantic import Field

from knowledge.levels import Level
from knowledge.schema import Condition, Entry, Id, Text


class Sign(Entry):
    """Phrases that tell of one danger sign, and what the words around them make of it.

    finding:  what the message told of; the id of a danger question, or ``crisis``.
    asks:     the question to put when the words leave it open; the finding itself if not given.
    sets:     the answers a clear message stands for.
    level:    what the answers mean on their own; None where only others make them pressing.
    open:     the phrases do not settle it: ask, unless it is said to be new.
    innocent: concepts that explain it away when they stand in the same or a neighbouring sentence.
    unclear:  concepts that leave it open.
    ever:     counts although it is long over, as cancer does.
    lasting:  asked about although it is said to be over, unless that was long ago.
    needs_back: counts for somebody else only together with back pain.
    needs:    at least one of these concepts must stand somewhere in the message, if any is named.
    then:     the question to put once the sign is found, unless the message answers it.
    finds, asks_about, ignores: messages the phrases must find, ask about, or pass over.
    """

    id: Id
    finding: Id
    asks: Id | None = None
    sets: dict[Id, Id] = Field(default={})
    level: Level | None = None
    open: bool = False
    ever: bool = False
    lasting: bool = False
    needs_back: bool = False
    needs: tuple[Id, ...] = ()
    then: Id | None = None
    phrases: tuple[Text, ...] = Field(min_length=1)
    innocent: tuple[Id, ...] = ()
    unclear: tuple[Id, ...] = ()
    finds: tuple[Text, ...] = Field(min_length=1)
    asks_about: tuple[Text, ...] = ()
    ignores: tuple[Text, ...] = ()


class Together(Entry):
    """Answers that mean more together than alone. ``why`` is for the reader of the file."""

    id: Id
    level: Level
    when: Condition
    why: Text


class DangerFile(Entry):
    """One file. Concepts of all files share one set of names; a name may be given in one file only.

    rewrites:    short forms and what they stand for.
    misspelt:    words that are also understood with a slip of spelling, or two in a long one.
    plain_words: words that look like such a slip and are none.
    """

    concepts: dict[Id, tuple[Text, ...]] = Field(default={})
    signs: tuple[Sign, ...] = ()
    together: tuple[Together, ...] = ()
    rewrites: dict[str, Text] = Field(default={})
    misspelt: tuple[Text, ...] = ()
    plain_words: tuple[Text, ...] = ()
