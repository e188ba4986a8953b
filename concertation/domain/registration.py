"""Small rules about a registration's own words."""

import secrets
import unicodedata
from enum import StrEnum

ELSEWHERE = "00"
"""The territory of someone who comes from outside of the region."""

# Read aloud over a telephone: no 0/O, 1/I/L, no vowel that would make a word.
REFERENCE_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXZ"


NO_ORGANISATION = (
    "",
    "-",
    "/",
    "none",
    "aucun",
    "aucune",
    "neant",
    "sans",
    "sans objet",
    "particulier",
    "particuliere",
)
"""What people answer, folded, who come on their own: no organisation of that name."""


class RegistrationSource(StrEnum):
    PUBLIC = "public"
    DESK = "desk"
    EXAMPLE = "example"


APOSTROPHES = "'`\u2018\u2019\u02bc\u00b4"
SPREAD = str.maketrans({"œ": "oe", "æ": "ae"} | dict.fromkeys(APOSTROPHES, ""))


def new_reference() -> str:
    letters = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(8))
    return f"{letters[:4]}-{letters[4:]}"


def email_key(email: str) -> str:
    """One address is one person: compare addresses by this, never as typed."""
    return unicodedata.normalize("NFC", email.strip()).casefold()


def folded(text: str) -> str:
    """Without case, accents or apostrophes, ligatures spread out: to search and sort.

    Phones type another apostrophe than keyboards do.
    """
    spread = text.casefold().translate(SPREAD)
    letters = unicodedata.normalize("NFKD", spread)
    return "".join(c for c in letters if not unicodedata.combining(c))


def sort_key(family_name: str, given_name: str) -> str:
    return f"{folded(family_name)} {folded(given_name)}"[:300]
