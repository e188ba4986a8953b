"""People in groups, all through the real services."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from concertation.database import db
from concertation.domain.seating import QuotaKind
from concertation.models import Enrolment, GroupOffer, OutboxMail, Participant, Quota
from concertation.queries.seating import miscounts
from concertation.services.enrolment import enrol_person
from concertation.services.enrolment_receipts import EnrolmentReceipt
from concertation.services.enrolment_wish import EnrolPerson
from concertation.services.organisations import NamedOrganisation
from concertation.services.participants import PersonDetails
from tests.factories import NOW
from tests.processes import make_group, make_offer, make_phase, make_process, publish

MINUTE = timedelta(minutes=1)


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


def limited(
    offer: GroupOffer, kind: QuotaKind, value: str, seats: int, *, is_hard: bool = True
) -> Quota:
    """At most so many of this kind in the group."""
    quota = Quota(
        pool_id=offer.pool_id, kind=kind, value=value, seats=seats, is_hard=is_hard
    )
    db.session.add(quota)
    offer.pool.has_quotas = True
    db.session.commit()
    return quota


def groups(count: int, *, capacity: int | None = 2, **changes: Any) -> list[GroupOffer]:
    """A published process with so many groups in one open phase."""
    process = make_process(**changes)
    phase = make_phase(process)
    offers = [
        make_offer(make_group(process, title=f"GROUPE {n}"), phase, capacity=capacity)
        for n in range(count)
    ]
    publish(process)
    return offers


def _missing(number: int) -> Enrolment:
    raise AssertionError(f"person {number} has no place")
