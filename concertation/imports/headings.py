"""Whose export a file is, and what its columns mean, told by their headings."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final

from flask_babel import LazyString

from concertation.domain.exporting import COMPANIONS, QUESTION, WISHES, WORKSHOPS
from concertation.domain.people_import import ImportSource, PersonField
from concertation.exports.columns import COLUMNS, MEETING_COLUMNS
from concertation.imports.vocabulary import LANGUAGES, plain, spoken

_FIELDS: Final = frozenset(PersonField)
OWN_HEADINGS: Final[dict[PersonField, LazyString | str]] = {
    PersonField(column.key): column.title for column in COLUMNS if column.key in _FIELDS
}
"""As our own export writes them."""
NOT_RESTORED: Final[dict[str, LazyString | str]] = {
    column.key: column.title
    for column in (*COLUMNS, *MEETING_COLUMNS)
    if column.key not in _FIELDS
}
"""What our own export tells, and a registration is given anew: never imported."""
_OWN_KEY: Final = re.compile(rf"{QUESTION}[0-9]{{1,9}}")

# Folded, without punctuation; of several columns that fit, the one named first here.
_ALIASES: Final[dict[PersonField, tuple[str, ...]]] = {
    PersonField.EMAIL: (
        "email participant",
        "e mail du participant",
        "adresse email du participant",
        "attendee email",
        "email address",
        "email",
        "e mail",
        "mail",
        "courriel",
        "adresse electronique",
        "adresse mail",
        "adresse e mail",
        "adresse email",
        "email acheteur",
        "email payeur",
    ),
    PersonField.GIVEN_NAME: (
        "prenom participant",
        "prenom du participant",
        "attendee first name",
        "first name",
        "given name",
        "prenom",
        "prenoms",
    ),
    PersonField.FAMILY_NAME: (
        "nom participant",
        "nom du participant",
        "attendee surname",
        "attendee last name",
        "last name",
        "family name",
        "surname",
        "nom de famille",
        "nom",
    ),
    PersonField.FULL_NAME: (
        "name",
        "full name",
        "attendee name",
        "nom complet",
        "nom et prenom",
        "nom prenom",
        "prenom nom",
    ),
    PersonField.ORGANISATION: (
        "structure",
        "organisme",
        "organization",
        "organisation",
        "affiliation",
        "company",
        "entreprise",
        "societe",
        "raison sociale",
    ),
    PersonField.ROLE: (
        "fonction",
        "role",
        "poste",
        "position",
        "job title",
        "intitule du poste",
        "titre du poste",
    ),
    PersonField.CATEGORY: ("categorie", "category", "college", "type de structure"),
    PersonField.DEPARTEMENT: (
        "departement",
        "code postal",
        "postal code",
        "zip code",
        "zip",
        "home zip",
    ),
    PersonField.EPCI: ("epci", "intercommunalite"),
    PersonField.PHONE: (
        "telephone participant",
        "n de telephone",
        "numero de telephone",
        "telephone",
        "telephone portable",
        "portable",
        "tel",
        "phone number",
        "phone",
        "cell phone",
        "mobile",
    ),
    PersonField.ACCESSIBILITY_NEEDS: ("accessibilite", "besoins d accessibilite"),
    PersonField.LOCALE: ("langue", "language"),
    PersonField.STATE: (
        "attendee status",
        "statut du participant",
        "registration state",
        "statut de la commande",
        "etat",
        "statut",
        "status",
    ),
    PersonField.REGISTERED_AT: (
        "registration date",
        "date de la commande",
        "date d inscription",
        "inscrit le",
    ),
}
_SIGNATURES: Final[dict[ImportSource, frozenset[str]]] = {
    ImportSource.HELLOASSO: frozenset(
        {
            "numero de billet",
            "reference commande",
            "statut de la commande",
            "email payeur",
            "nom payeur",
            "nom participant",
            "montant tarif",
        }
    ),
    ImportSource.EVENTBRITE: frozenset(
        {
            "order #",
            "order id",
            "order date",
            "order type",
            "ticket type",
            "attendee #",
            "attendee status",
            "n de commande",
            "commande #",
            "date de commande",
            "type de commande",
            "type de billet",
            "n de participant",
            "participant #",
            "statut du participant",
        }
    ),
    ImportSource.INDICO: frozenset(
        {
            "registration state",
            "registration date",
            "affiliation",
            "email address",
            "checked in",
            "name",
        }
    ),
}
_UNKNOWN: Final = 1000
_ENOUGH: Final = 3
"""Headings of a signature by which a source is recognised."""


def known_headings(row: Sequence[str]) -> int:
    """How many of these cells are headings that we know."""
    known = _fields_by_heading().keys() | frozenset().union(*_SIGNATURES.values())
    return len({plain(cell) for cell in row} & known)


def are_keys(row: Sequence[str]) -> bool:
    """Whether these are the headings of our export for programs: its cells are raw."""
    keys = {*_FIELDS, *NOT_RESTORED, WORKSHOPS, WISHES, COMPANIONS}
    cells = {cell for cell in row if not _OWN_KEY.fullmatch(cell)}
    return len(row) > 1 and cells <= keys


def source_of(headings: Sequence[str]) -> ImportSource:
    words = {plain(heading) for heading in headings}
    if are_keys(headings) or any(
        len(words & own.keys()) >= len(own) // 2 for own in _own()
    ):
        return ImportSource.OWN
    best = max(_SIGNATURES, key=lambda source: len(words & _SIGNATURES[source]))
    is_sure = len(words & _SIGNATURES[best]) >= _ENOUGH
    return best if is_sure else ImportSource.OTHER


def guess_columns(
    headings: Sequence[str], own: Mapping[str, str] = MappingProxyType({})
) -> list[str | None]:
    """What each column is likely to hold: each thing at most once, None for the rest.

    ``own`` are the headings of the event's own columns, plain, with their keys.
    """
    order = _fields_by_heading()
    found: dict[str, tuple[int, int]] = {}
    for index, heading in enumerate(headings):
        words = plain(heading)
        rank: int = _UNKNOWN
        column: str | None = None
        if words in order:
            rank, column = order[words]
        # An alias says less than the very words of a question.
        if rank > 0 and words in own:
            rank, column = 0, own[words]
        if column:
            found[column] = min(found.get(column, (rank, index)), (rank, index))
    # Two columns with the parts of a name say more than one with both.
    if found.keys() >= {PersonField.GIVEN_NAME, PersonField.FAMILY_NAME}:
        found.pop(PersonField.FULL_NAME, None)
    by_index = {index: column for column, (_, index) in found.items()}
    return [by_index.get(index) for index in range(len(headings))]


def not_restored(heading: str) -> str | None:
    """The key of the column of our own export that is left out on purpose."""
    return _keys_not_restored().get(plain(heading))


def is_fixed(heading: str) -> bool:
    """Whether each of our exports has a column of this name, whatever the event."""
    words = plain(heading)
    return words in _keys_not_restored() or any(words in own for own in _own())


@cache
def _own() -> tuple[Mapping[str, PersonField], ...]:
    """Our own headings in each language, and as programs read them."""
    keys = {plain(field): field for field in OWN_HEADINGS}
    return (*(_own_in(language) for language in LANGUAGES), keys)


def _own_in(language: str) -> dict[str, PersonField]:
    return {
        plain(spoken(title.__str__)[language]): field
        for field, title in OWN_HEADINGS.items()
    }


@cache
def _keys_not_restored() -> dict[str, str]:
    known = {plain(key): key for key in NOT_RESTORED}
    for key, title in NOT_RESTORED.items():
        known |= {plain(said): key for said in spoken(title.__str__).values()}
    return known


@cache
def _fields_by_heading() -> dict[str, tuple[int, PersonField]]:
    """Every heading that is known: its rank among those of its field, and the field."""
    known: dict[str, tuple[int, PersonField]] = {}
    for own in _own():
        known |= {heading: (0, field) for heading, field in own.items()}
    for field, aliases in _ALIASES.items():
        for rank, heading in enumerate(aliases, start=1):
            known.setdefault(heading, (rank, field))
    return known
