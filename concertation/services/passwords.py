"""Hash and check passwords with Argon2id, a bounded number at a time; weigh new ones.

A password is normalised (NFKC) before anything else: the same key pressed on another
system composes an accent otherwise, and types a space that does not break.
"""

import json
import subprocess
import sys
import threading
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from concertation.domain.account_errors import WeakPassword
from concertation.domain.registration import folded

SHORTEST_PASSWORD = 12
WEIGHED_CHARACTERS = 100
"""Weighing takes longer than in proportion: what comes after these adds nothing."""
LEAST_SCORE = 3
"""Of 4: ten thousand million guesses, were the table of hashes ever stolen."""
COMMON_HERE = ("concertation", "animation", "bureau")
SHORTEST_OWN_WORD = 3
LEAST_OF_ONES_OWN = 8
"""How many letters and digits must be left without the words of the person."""

_WEIGHING: Final = "concertation.services.password_process"
_LONGEST_SECONDS: Final = 20

# OWASP's least memory for Argon2id (19 MiB, two passes): a small machine stays up
# when many people sign in at once, and no more than two hashes run together.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_places = threading.BoundedSemaphore(2)

_NOBODYS_HASH = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    with _places:
        return _hasher.hash(_normal(password))


def is_password_of(password_hash: str | None, password: str) -> bool:
    """Take the same time for an account that does not exist, or has no password yet."""
    with _places:
        try:
            _hasher.verify(password_hash or _NOBODYS_HASH, _normal(password))
        except (VerifyMismatchError, InvalidHashError):
            return False
    return bool(password_hash)


def refuse_weak(password: str, *, about_the_person: Iterable[str]) -> None:
    """Raise `WeakPassword` for what is short, common, or made of the person's data."""
    weighed = _normal(password)
    if len(weighed) < SHORTEST_PASSWORD:
        raise WeakPassword(too_short=True)
    weighed = weighed[:WEIGHED_CHARACTERS]
    own = _words_of(about_the_person)
    if _is_made_of(weighed, own):
        raise WeakPassword(names_the_person=True)
    if _score(weighed, [*own, *COMMON_HERE]) < LEAST_SCORE:
        raise WeakPassword


def _score(password: str, known_words: Sequence[str]) -> int:
    """Told on its input: what stands in a command can be read by every program."""
    with _places:
        done = subprocess.run(  # noqa: S603 -- ourselves, and no argument
            [sys.executable, "-P", "-m", _WEIGHING],
            input=json.dumps([password, known_words]).encode(),
            stdout=subprocess.PIPE,
            timeout=_LONGEST_SECONDS,
            check=True,
        )
    return int(done.stdout)


def _is_made_of(password: str, words: Iterable[str]) -> bool:
    """Whether little is left without these words: several of them weigh too much."""
    rest = whole = folded(password)
    for word in words:
        rest = rest.replace(word, " ")
    left = sum(c.isalnum() for c in rest)
    return rest != whole and left < LEAST_OF_ONES_OWN


def _words_of(texts: Iterable[str]) -> list[str]:
    """In lower case and without accents, the longest first: short ones may be parts."""
    letters = "".join(c if c.isalnum() else " " for c in folded(" ".join(texts)))
    known = {word for word in letters.split() if len(word) >= SHORTEST_OWN_WORD}
    return sorted(known, key=len, reverse=True)


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
