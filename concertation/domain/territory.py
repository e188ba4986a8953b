"""The territories that people speak for: départements, and EPCI of Hauts-de-France.

The data and where it comes from are described in ``concertation/reference``.
"""

import csv
import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from unicodedata import combining, normalize

REGION = "Hauts-de-France"
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae"})
_NOT_SORTED = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Departement:
    code: str
    """Text, since it may start with a nought."""
    name: str
    region: str
    """Its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Epci:
    """An intermunicipal authority with its own taxation."""

    siren: str
    name: str
    departements: tuple[str, ...]
    """Codes of the region's départements in which it has communes, in order."""


@cache
def all_departements() -> tuple[Departement, ...]:
    """Return those of France by name."""
    regions = {row["code"]: _as_printed(row["nom"]) for row in _rows("regions.csv")}
    found = (
        Departement(
            code=row["code"],
            name=_as_printed(row["nom"]),
            region=regions[row["region"]],
        )
        for row in _rows("departements.csv")
    )
    return tuple(sorted(found, key=lambda each: _french_order(each.name)))


@cache
def departements() -> tuple[Departement, ...]:
    """Return the region's five by name: those that a new site offers."""
    return tuple(each for each in all_departements() if each.region == REGION)


@cache
def epcis() -> tuple[Epci, ...]:
    """Return the region's EPCI by name, in French alphabetical order."""
    found = (
        Epci(
            siren=row["siren"],
            name=_as_printed(row["nom"]),
            departements=tuple(row["departements"].split("|")),
        )
        for row in _rows("epci.csv")
    )
    return tuple(sorted(found, key=lambda each: _french_order(each.name)))


def departement_name(code: str) -> str | None:
    return _departement_names().get(code)


def epci_name(siren: str) -> str | None:
    found = _epcis_by_siren().get(siren)
    return found.name if found else None


def may_be_in(siren: str, code: str) -> bool:
    """Whether this EPCI has communes in this département, as far as we know."""
    found = _epcis_by_siren().get(siren)
    return found is None or code in found.departements


@cache
def _departement_names() -> dict[str, str]:
    return {each.code: each.name for each in all_departements()}


@cache
def _epcis_by_siren() -> dict[str, Epci]:
    return {each.siren: each for each in epcis()}


def _rows(filename: str) -> list[dict[str, str]]:
    source = files("concertation") / "reference" / filename
    return list(csv.DictReader(source.read_text("utf-8").splitlines(), delimiter=";"))


def _as_printed(name: str) -> str:
    """The register writes with a typewriter's signs."""
    return name.replace("'", "’").replace("oeu", "œu")


def _french_order(name: str) -> tuple[str, str]:
    """Sort as a dictionary does: accents and punctuation only part equals."""
    lower = name.casefold().translate(_LIGATURES)
    bare = "".join(c for c in normalize("NFD", lower) if not combining(c))
    return _NOT_SORTED.sub(" ", bare).strip(), name
