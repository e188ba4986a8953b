"""People in groups, all through the real services."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from concertation.database import db
from concertation.models import Enrolment, GroupOffer, OutboxMail, Participant
from concertation.queries.seating import miscounts
from concertation.services.enrolment import EnrolPerson, enrol_person
from concertation.services.enrolment_receipts import EnrolmentReceipt
from concertation.services.organisations import NamedOrganisation
from concertation.services.participants import PersonDetails
from tests.factories import NOW


def make_details(**changes: Any) -> PersonDetails:
    defaults: dict[str, Any] = {
        "given_name": "Maëlys-Anne",
        "family_name": "d'Hœuf-Lefèbvre",
        "role": "Directrice",
        "category": "museum",
        "departement": "59",
        "organisation": NamedOrganisation(name="Musée imaginaire du lin"),
    }
    return PersonDetails(**defaults | changes)


def make_enrolling(*offers: GroupOffer, number: int = 1, **changes: Any) -> EnrolPerson:
    defaults: dict[str, Any] = {
        "process_id": offers[0].process_id,
        "phase_id": offers[0].phase_id,
        "offer_ids": tuple(offer.id for offer in offers),
        "email": f"person{number}@example.org",
        "details": make_details(),
        "locale": "fr",
        "browser_key": f"browser of {number}",
    }
    return EnrolPerson(**defaults | changes)


def enrol(
    *offers: GroupOffer, number: int = 1, now: datetime = NOW, **changes: Any
) -> EnrolmentReceipt:
    return enrol_person(make_enrolling(*offers, number=number, **changes), now=now)


def place_of(number: int, offer: GroupOffer | None = None) -> Enrolment:
    """The latest place of this person, in this group or in any."""
    found = (
        select(Enrolment)
        .join(Enrolment.participant)
        .where(Participant.email_key == f"person{number}@example.org")
        .order_by(Enrolment.id.desc())
        .execution_options(populate_existing=True)
    )
    if offer is not None:
        found = found.where(Enrolment.offer_id == offer.id)
    return db.session.scalars(found).first() or _missing(number)


def standing_of(number: int, offer: GroupOffer | None = None) -> str:
    return place_of(number, offer).standing.value


def standings(*numbers: int) -> list[str]:
    return [standing_of(number) for number in numbers]


def mails_to(number: int) -> list[str]:
    """Which mails this person was promised, in their order."""
    return list(
        db.session.scalars(
            select(OutboxMail.template)
            .where(OutboxMail.recipient == f"person{number}@example.org")
            .order_by(OutboxMail.id)
        )
    )


def assert_counted() -> None:
    db.session.rollback()
    assert miscounts(db.session()) == []


def _missing(number: int) -> Enrolment:
    raise AssertionError(f"person {number} has no place")
