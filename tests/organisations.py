"""Organisations of tests, through the service by which everybody names them."""

from datetime import datetime
from typing import Any

from concertation.database import db, transaction
from concertation.models import Organisation
from concertation.services.organisations import NamedOrganisation, settle_organisation
from tests.factories import NOW

LILLE = "Université de Lille"
SIRET, OTHER_SIRET = "73282932000074", "20003452800014"


def settle(
    name: str = LILLE,
    *,
    number: int | None = None,
    siret: str = "",
    departement: str = "59",
    now: datetime = NOW,
) -> int | None:
    """The id of whom somebody names, in a transaction of its own."""
    with transaction() as session:
        found = settle_organisation(
            session,
            NamedOrganisation(number=number, name=name, siret=siret),
            category="museum",
            departement=departement,
            now=now,
        )
        return found.id if found else None


def make_organisation(
    name: str = LILLE, *, is_listed: bool = True, **values: Any
) -> int:
    """One of the directory, that somebody at the desk saw."""
    number = settle(name, now=NOW)
    with transaction() as session:
        made = session.get_one(Organisation, number)
        made.listed_at = NOW if is_listed else None
        for field, value in values.items():
            setattr(made, field, value)
    return made.id


def organisation(number: int) -> Organisation:
    return db.session.get_one(Organisation, number)
