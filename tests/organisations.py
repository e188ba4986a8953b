"""Organisations of tests, through the service by which everybody names them."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concertation.database import db, transaction
from concertation.domain.enrolment import EnrolmentSource
from concertation.models import (
    Enrolment,
    GroupOffer,
    Organisation,
    Participant,
    Process,
)
from concertation.services.organisations import NamedOrganisation, settle_organisation
from tests.factories import NOW

LILLE = "Université de Lille"
SIRET, OTHER_SIRET = "73282932000074", "20003452800014"


def settle_with(
    session: Session,
    name: str = LILLE,
    *,
    number: int | None = None,
    siret: str = "",
    departement: str = "59",
    now: datetime = NOW,
) -> int | None:
    """The id of whom somebody names."""
    found = settle_organisation(
        session,
        NamedOrganisation(number=number, name=name, siret=siret),
        category="museum",
        departement=departement,
        now=now,
    )
    session.flush()
    return found.id if found else None


def settle(name: str = LILLE, **named: Any) -> int | None:
    """The same in a transaction of its own."""
    with transaction() as session:
        return settle_with(session, name, **named)


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
    db.session.expire_all()
    return db.session.get_one(Organisation, number)


def make_participant(
    process: Process, number: int, *, session: Session | None = None, **values: Any
) -> Participant:
    """Somebody of the process, in no group yet."""
    made = Participant(
        reference=f"{process.id}-{number}",
        process_id=process.id,
        given_name="Maëlys",
        family_name=f"Lefèbvre {number}",
        email=f"person{number}@example.org",
        email_key=f"person{number}@example.org",
        role="Directrice",
        category="museum",
        departement="59",
        sort_key=f"lefebvre {number} maelys",
        search_text="",
        locale="fr",
        created_at=NOW,
        updated_at=NOW,
        **values,
    )
    if session is not None:
        session.add(made)
        session.flush()
        return made
    with transaction() as own:
        own.add(made)
    return made


def make_titular(person: Participant, offer: GroupOffer) -> None:
    """They stand in the group, without a word about seats."""
    with transaction() as session:
        session.add(
            Enrolment(
                participant_id=person.id,
                offer_id=offer.id,
                source=EnrolmentSource.DESK,
                created_at=NOW,
                updated_at=NOW,
            )
        )
