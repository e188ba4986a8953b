"""The shape of what people type, whether into a form or into a file."""

import re
import unicodedata
from decimal import Decimal, InvalidOperation
from typing import Final

KEPT_CONTROLS = {"\n", "\t"}
TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Turn the direction of whatever follows, also of what is not theirs. Words that are
written from right to left need none of them."""
PHONE = re.compile(r"\+?[0-9][0-9 ().\-]{5,30}")
_SPACES = re.compile(r"[\s\u00a0\u202f]")
MOST_EMAIL_CHARACTERS = 254
MOST_LINE, MOST_TEXT = 300, 4000
"""Characters of an answer to a question of the organiser's own."""
MOST_FIGURES = 40
MOST_NAME = 120
"""Characters of the name of somebody who comes along."""
MOST_CHARACTERS: Final = {
    "given_name": 120,
    "family_name": 120,
    "organisation": 200,
    "role": 200,
    "accessibility_needs": 2000,
}


def clean_line(value: str | None) -> str:
    """One line: no control characters, no doubled spaces, accents composed (NFC)."""
    return " ".join(_clean(value).split())


def clean_text(value: str | None) -> str:
    """Several lines, each without control characters."""
    lines = _clean(value).replace("\t", " ").split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def written_number(text: str) -> str:
    """A number as the French or the English write it, with a point.

    Raises `ValueError`.
    """
    try:
        number = Decimal(_SPACES.sub("", text).replace(",", "."))
    except InvalidOperation as wrong:
        raise ValueError(text) from wrong
    if not number.is_finite():
        raise ValueError(text)
    return f"{number:f}"


def has_control(text: str) -> bool:
    return not text.isprintable() and any(map(is_control, text))


def is_control(character: str) -> bool:
    # Cc: controls, among them NUL, which PostgreSQL refuses. Cs: lone surrogates.
    return unicodedata.category(character) in {"Cc", "Cs"}


def _clean(value: str | None) -> str:
    text = unicodedata.normalize("NFC", value or "").replace("\r\n", "\n")
    text = text.replace("\r", "\n")
    if text.isprintable():  # Nearly every text is, and this is seen at once.
        return text
    return "".join(c for c in text if c in KEPT_CONTROLS or not _is_left_out(c))


def _is_left_out(character: str) -> bool:
    return character in TURNS or is_control(character)
