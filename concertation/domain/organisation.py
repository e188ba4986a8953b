"""When two names are those of one organisation, and what names none."""

import re
from collections import Counter
from difflib import SequenceMatcher

from concertation.domain.registration import NO_ORGANISATION, folded
from concertation.domain.typed_text import clean_line

MOST_NAME = 200
ALIKE = 0.87
"""Of the letters in the same order: a slip of the pen, or a word more or less."""
SMALL_WORDS = frozenset(
    {"a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les"}
    | {"and", "for", "in", "of", "pour", "the"}
    | {"asso", "assoc", "association"}
)
"""What some write and others leave out."""

_WORD = re.compile(r"[a-z0-9]+")
# A hyphen or an apostrophe parts words here, though `folded` drops the latter.
_JOINED = re.compile(r"['`\u2018\u2019\u02bc\u00b4\-\u2010\u2011./&]+")


def name_key(name: str) -> str:
    """By what a name that is typed again finds its row."""
    return folded(clean_line(name))[:MOST_NAME]


def names_nobody(name: str) -> bool:
    return name_key(name) in NO_ORGANISATION


def telling_words(name: str) -> tuple[str, ...]:
    """What a name is told apart by, in order: neither articles nor signs."""
    spread = folded(_JOINED.sub(" ", name))
    return tuple(word for word in _WORD.findall(spread) if word not in SMALL_WORDS)


def are_alike(one: str, other: str) -> bool:
    """Whether a person should look at whether two names mean the same."""
    first, second = telling_words(one), telling_words(other)
    if not first or not second or _numbers(first) != _numbers(second):
        return False
    if Counter(first) == Counter(second):
        return True
    compared = SequenceMatcher(a=" ".join(first), b=" ".join(second), autojunk=False)
    quick = compared.real_quick_ratio() >= ALIKE and compared.quick_ratio() >= ALIKE
    return quick and compared.ratio() >= ALIKE


def _numbers(words: tuple[str, ...]) -> Counter[str]:
    """« Lille 1 » and « Lille 2 » differ by one letter, and by everything."""
    return Counter(word for word in words if word.isdigit())
