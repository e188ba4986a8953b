"""Whose export a file is, and what its columns mean, told by their headings."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from concertation.domain.people_import import ImportSource, PersonField
from concertation.imports.vocabulary import LANGUAGES, plain, spoken

OWN_HEADINGS: Final[dict[PersonField, LazyString]] = {
    PersonField.STATE: _l("State"),
    PersonField.FAMILY_NAME: _l("Family name"),
    PersonField.GIVEN_NAME: _l("Given name"),
    PersonField.EMAIL: _l("E-mail address"),
    PersonField.ORGANISATION: _l("Organisation"),
    PersonField.ROLE: _l("Role in the organisation"),
    PersonField.CATEGORY: _l("Kind of organisation"),
    PersonField.DEPARTEMENT: _l("Département"),
    PersonField.EPCI: _l("Grouping of communes"),
    PersonField.PHONE: _l("Phone"),
    PersonField.ACCESSIBILITY_NEEDS: _l("What you need to take part with ease"),
    PersonField.REGISTERED_AT: _l("Registered on"),
    PersonField.LOCALE: _l("Language of the mails"),
}
"""As our own export writes them: a test holds that each column of it is known here."""

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
_ENOUGH: Final = 3
"""Headings of a signature by which a source is recognised."""


def known_headings(row: Sequence[str]) -> int:
    """How many of these cells are headings that we know."""
    known = _fields_by_heading().keys() | frozenset().union(*_SIGNATURES.values())
    return len({plain(cell) for cell in row} & known)


def source_of(headings: Sequence[str]) -> ImportSource:
    words = {plain(heading) for heading in headings}
    if any(len(words & own.keys()) >= len(own) // 2 for own in _own()):
        return ImportSource.OWN
    best = max(_SIGNATURES, key=lambda source: len(words & _SIGNATURES[source]))
    is_sure = len(words & _SIGNATURES[best]) >= _ENOUGH
    return best if is_sure else ImportSource.OTHER


def guess_columns(headings: Sequence[str]) -> list[PersonField | None]:
    """What each column is likely to hold: a field at most once, None for the rest."""
    order = _fields_by_heading()
    found: dict[PersonField, tuple[int, int]] = {}
    for index, heading in enumerate(headings):
        if known := order.get(plain(heading)):
            rank, field = known
            found[field] = min(found.get(field, (rank, index)), (rank, index))
    # Two columns with the parts of a name say more than one with both.
    if found.keys() >= {PersonField.GIVEN_NAME, PersonField.FAMILY_NAME}:
        found.pop(PersonField.FULL_NAME, None)
    by_index = {index: field for field, (_, index) in found.items()}
    return [by_index.get(index) for index in range(len(headings))]


@cache
def _own() -> tuple[Mapping[str, PersonField], ...]:
    """Our own headings in each language."""
    return tuple(_own_in(language) for language in LANGUAGES)


def _own_in(language: str) -> dict[str, PersonField]:
    return {
        plain(spoken(title.__str__)[language]): field
        for field, title in OWN_HEADINGS.items()
    }


@cache
def _fields_by_heading() -> dict[str, tuple[int, PersonField]]:
    """Every heading that is known: its rank among those of its field, and the field."""
    known: dict[str, tuple[int, PersonField]] = {}
    for own in _own():
        known |= {heading: (0, field) for heading, field in own.items()}
    for field, aliases in _ALIASES.items():
        names = (plain(field.value), *aliases)
        for rank, heading in enumerate(names, start=1):
            known.setdefault(heading, (rank, field))
    return known
