"""When two names are those of one organisation, and what names none."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import combinations

from concertation.domain.registration import NO_ORGANISATION, folded
from concertation.domain.typed_text import clean_line

MOST_NAME = 200
ALIKE = 0.87
"""Of the letters in the same order: a slip of the pen, or a word more or less."""
MOST_OF_A_RARE_WORD = 20
"""Names that share it: a more common one (« musée ») tells nothing."""
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


@lru_cache(maxsize=10_000)
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


def near_names(names: Mapping[int, str]) -> set[tuple[int, int]]:
    """Those of many that are alike, in pairs of their numbers, the smaller one first.

    Only names that share a rare word, or all letters but one or two, are compared.
    """
    shared: dict[str, list[int]] = defaultdict(list)
    for number, name in names.items():
        for key in _keys(telling_words(name)):
            shared[key].append(number)
    compared = {
        pair
        for numbers in shared.values()
        if len(numbers) <= MOST_OF_A_RARE_WORD
        for pair in combinations(sorted(numbers), 2)
    }
    return {
        (one, other) for one, other in compared if are_alike(names[one], names[other])
    }


def _keys(words: tuple[str, ...]) -> Iterator[str]:
    """What two names that are alike have in common, one at least."""
    letters = "".join(sorted(words))
    yield from {letters, *_without_a_letter(letters)}
    yield from (f"word {word}" for word in set(words))


def _without_a_letter(letters: str) -> Iterable[str]:
    return (letters[:place] + letters[place + 1 :] for place in range(len(letters)))
