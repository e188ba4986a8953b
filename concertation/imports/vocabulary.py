"""What the words of a file mean: kinds, territories, languages and states."""

import re
from collections.abc import Callable, Mapping
from enum import StrEnum
from functools import cache, lru_cache, partial
from typing import Final

from flask import has_app_context
from flask_babel import force_locale

from concertation.domain.people_import import Problem
from concertation.domain.registration import ELSEWHERE, folded
from concertation.domain.seating import AdmissionState
from concertation.domain.site import Site
from concertation.domain.territory import (
    all_departements,
    departement_name,
    epci_name,
    epcis,
)
from concertation.domain.typed_text import PHONE
from concertation.queries.site import current_site
from concertation.wording.names import STATE_NAMES, territory_name

LANGUAGES: Final = ("fr", "en")
_NO_WORD: Final = re.compile(r"[^a-z0-9#]+")
_LOST_NOUGHT: Final = 9
"""Figures of a French number whose first one a spreadsheet took for a nought."""
_FULL_FRENCH: Final = 11
_POSTAL_CODE: Final = re.compile(r"\d{5}\b|\d{4}$")
_CODE: Final = re.compile(r"(?:\d{1,2}|2[ab]|9[78]\d)\b", re.IGNORECASE)
_OVERSEAS: Final = ("97", "98")
_LANGUAGE_NAMES: Final = {
    "fr": "fr",
    "francais": "fr",
    "french": "fr",
    "en": "en",
    "anglais": "en",
    "english": "en",
}


class Standing(StrEnum):
    """Where somebody stood in the system that the file comes from."""

    SEATED = "seated"
    WAITING = "waiting"
    LEFT = "left"
    UNSETTLED = "unsettled"


# Of HelloAsso, Eventbrite and Indico, and what people write by hand.
_STANDING_WORDS: Final[dict[Standing, tuple[str, ...]]] = {
    Standing.SEATED: (
        "valide",
        "validee",
        "confirme",
        "confirmee",
        "inscrit",
        "inscrite",
        "paye",
        "payee",
        "participe",
        "participant",
        "attending",
        "checked in",
        "complete",
        "completed",
        "confirmed",
        "registered",
        "paid",
    ),
    Standing.WAITING: ("liste d attente", "en attente de place", "waiting list"),
    Standing.LEFT: (
        "annule",
        "annulee",
        "rembourse",
        "remboursee",
        "supprime",
        "supprimee",
        "refuse",
        "refusee",
        "rejete",
        "rejetee",
        "retire",
        "retiree",
        "ne participe pas",
        "transfere",
        "canceled",
        "cancelled",
        "refunded",
        "refunded canceled",
        "deleted",
        "not attending",
        "transferred",
        "rejected",
        "withdrawn",
        "declined",
        "expired",
        "abandoned",
    ),
    Standing.UNSETTLED: (
        "en attente",
        "en cours",
        "a valider",
        "non paye",
        "pending",
        "unpaid",
        "awaiting payment",
    ),
}


def plain(text: str) -> str:
    """Without case, accents, punctuation or doubled spaces."""
    # An apostrophe parts two words here, where a search would join them.
    parted = text.replace("'", " ").replace("’", " ")
    return _NO_WORD.sub(" ", folded(parted)).strip()


def spoken(name: Callable[[], object]) -> dict[str, str]:
    """The same words in each language, by the language."""
    if not has_app_context():
        raise RuntimeError("only an application knows its languages")
    said = {}
    for language in LANGUAGES:
        with force_locale(language):
            said[language] = str(name())
    return said


def category_of(text: str) -> str | None:
    """By key or by name, also of one that is retired: what we exported comes back."""
    return _categories(current_site()).get(plain(text))


def departement_of(text: str) -> str | None:
    """By code, by name, or by the postal code of a place in it."""
    words = plain(text)
    if known := _departements(current_site()).get(words):
        return known
    if postal := _POSTAL_CODE.match(words):
        return _of_the_region(_of_postal_code(postal[0].zfill(5)))
    code = _CODE.match(words) or _CODE.match(words.rpartition(" ")[2])
    return _of_the_region(code[0].zfill(2)) if code else None


def epci_of(text: str) -> str | None:
    """By SIREN or by name."""
    siren = text.replace(" ", "")
    return siren if epci_name(siren) else _epcis().get(plain(text))


def language_of(text: str) -> str | None:
    return _LANGUAGE_NAMES.get(plain(text))


def standing_of(text: str) -> Standing | None:
    return _standings().get(plain(text))


PROBLEM_OF: Final[Mapping[Standing | None, Problem]] = {
    Standing.LEFT: Problem.CANCELLED_THERE,
    Standing.UNSETTLED: Problem.NOT_SETTLED_THERE,
    None: Problem.UNKNOWN_VALUE,
}
"""Why somebody who stood there is not imported."""


def _of_postal_code(postal: str) -> str:
    """Overseas they have three digits, and Corsica has two of them for one number."""
    if postal.startswith(_OVERSEAS):
        return postal[:3]
    if postal.startswith("20"):
        return "2A" if postal[2] in "01" else "2B"
    return postal[:2]


def _of_the_region(code: str) -> str | None:
    """The code, or `ELSEWHERE` for that of any other département; None for none."""
    code = code.upper()
    if current_site().knows_departement(code):
        return code
    is_elsewhere = code == ELSEWHERE or code.startswith(_OVERSEAS)
    return ELSEWHERE if is_elsewhere or departement_name(code) else None


@lru_cache(maxsize=2)
def _categories(site: Site) -> dict[str, str]:
    """Where two have the same name, the one that is offered."""
    offered_last = sorted(site.categories, key=lambda each: each.retired_at is None)
    known = {
        plain(label): each.key
        for each in offered_last
        for label in (each.label_fr, each.label_en)
    }
    return known | {plain(each.key): each.key for each in offered_last}


@lru_cache(maxsize=2)
def _departements(site: Site) -> dict[str, str]:
    """By what is written of them: « Nord », « Nord (59) », « 59 »."""
    known = {
        plain(written): each.code if site.knows_departement(each.code) else ELSEWHERE
        for each in all_departements()
        for written in (each.name, f"{each.name} {each.code}", each.code)
    }
    elsewhere = spoken(partial(territory_name, ELSEWHERE)).values()
    return known | {plain(said): ELSEWHERE for said in elsewhere}


@cache
def _epcis() -> dict[str, str]:
    return {plain(each.name): each.siren for each in epcis()}


@cache
def _standings() -> dict[str, Standing]:
    known = {
        word: standing for standing, words in _STANDING_WORDS.items() for word in words
    }
    for state, name in STATE_NAMES.items():
        standing = _own_standing(state)
        known[plain(state.value)] = standing
        known |= {plain(said): standing for said in spoken(name.__str__).values()}
    return known


def _own_standing(state: AdmissionState) -> Standing:
    match state:
        case AdmissionState.CONFIRMED:
            return Standing.SEATED
        case AdmissionState.WAITLISTED | AdmissionState.OFFERED | AdmissionState.ASKED:
            return Standing.WAITING
        case _:
            return Standing.LEFT


def phone_of(text: str) -> str | None:
    """A spreadsheet that takes a number for a number eats its first nought or plus."""
    if text.isascii() and text.isdecimal():
        if len(text) == _LOST_NOUGHT and not text.startswith("0"):
            text = f"0{text}"
        elif len(text) == _FULL_FRENCH and text.startswith("33"):
            text = f"+{text}"
    return text if PHONE.fullmatch(text) else None
