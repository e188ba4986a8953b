"""Many members of one group at once, by plain inserts: reading them is measured."""

from datetime import timedelta
from typing import Any

from sqlalchemy import insert, update

from bench.filling import FAMILY, GIVEN, ORGANISATION, reference
from concertation.database import transaction
from concertation.domain.enrolment import EnrolmentSource
from concertation.domain.registration import folded, sort_key
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    Enrolment,
    GroupOffer,
    Organisation,
    Participant,
    SeatPool,
)
from concertation.queries.site import current_site
from tests.factories import NOW

DEPARTEMENTS = ("02", "59", "60", "62", "80")


def seat_members(offer: GroupOffer, people: int) -> None:
    """Seat this many in a group without a limit that nobody is in yet."""
    numbers = range(1, people + 1)
    with transaction() as session:
        organisations = session.scalars(
            insert(Organisation).returning(Organisation.id),
            [_organisation(number) for number in range(people // 3 + 1)],
        ).all()
        admissions = session.scalars(
            insert(Admission).returning(Admission.id, sort_by_parameter_order=True),
            [_admission(offer, number) for number in numbers],
        ).all()
        participants = session.scalars(
            insert(Participant).returning(Participant.id, sort_by_parameter_order=True),
            [
                _participant(offer, number, organisations[number // 3])
                for number in numbers
            ],
        ).all()
        session.execute(
            insert(Enrolment),
            [
                _enrolment(offer, number, participant, admission)
                for number, participant, admission in zip(
                    numbers, participants, admissions, strict=True
                )
            ],
        )
        taken = update(SeatPool).where(SeatPool.id == offer.pool_id)
        session.execute(taken.values(seats_taken=people))


def _organisation(number: int) -> dict[str, Any]:
    name = f"{ORGANISATION[number % 3]} {number}"
    return {
        "name": name,
        "name_key": folded(name),
        "category": _category(number),
        "departement": DEPARTEMENTS[number % 5],
        "listed_at": NOW,
        "created_at": NOW,
        "updated_at": NOW,
    }


def _admission(offer: GroupOffer, number: int) -> dict[str, Any]:
    when = NOW + timedelta(seconds=37 * number)
    return {
        "pool_id": offer.pool_id,
        "state": AdmissionState.CONFIRMED,
        "queued_at": when,
        "decided_at": when,
    }


def _participant(
    offer: GroupOffer, number: int, organisation_id: int
) -> dict[str, Any]:
    given, family = GIVEN[number % len(GIVEN)], FAMILY[number % len(FAMILY)]
    family = f"{family} {number * 7919 % 99991}"
    email = f"personne.{number}@example.org"
    return {
        "reference": reference(number),
        "process_id": offer.process_id,
        "organisation_id": organisation_id,
        "given_name": given,
        "family_name": family,
        "email": email,
        "email_key": email,
        "role": "Directrice" if number % 2 else "Bénévole",
        "category": _category(number // 3),
        "departement": DEPARTEMENTS[number // 3 % 5],
        "sort_key": sort_key(family, given),
        "search_text": folded(f"{family} {given} {email}"),
        "locale": "fr",
        "created_at": NOW,
        "updated_at": NOW,
    }


def _enrolment(
    offer: GroupOffer, number: int, participant_id: int, admission_id: int
) -> dict[str, Any]:
    when = NOW + timedelta(seconds=37 * number)
    return {
        "participant_id": participant_id,
        "offer_id": offer.id,
        "admission_id": admission_id,
        "source": EnrolmentSource.PUBLIC,
        "created_at": when,
        "updated_at": when,
    }


def _category(number: int) -> str:
    categories = current_site().categories
    return categories[number % len(categories)].key
