"""Many registrations at once, by plain inserts: reading them is what is measured."""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import insert, update

from concertation.database import transaction
from concertation.domain.registration import (
    REFERENCE_ALPHABET,
    RegistrationSource,
    email_key,
    folded,
    sort_key,
)
from concertation.domain.seating import AdmissionState
from concertation.domain.territory import epcis
from concertation.models import Admission, Event, Registration, SeatPool
from concertation.queries.site import current_site

AT_ONCE = 2000
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GIVEN = ("Maëlys", "Noël", "Zoé", "Augustin", "Léonie", "Cœline", "Gaspard", "Inès")
FAMILY = ("Lefèbvre", "d’Hœuf", "Van Eecke", "Carlier", "Duçœur", "Leroy-Müller")
ORGANISATION = ("Musée imaginaire du lin", "Association des géants", "Lycée du port")


def fill(event: Event, people: int) -> None:
    """Confirm this many people on an unlimited event that nobody joined yet."""
    numbers = range(1, people + 1)
    with transaction() as session:
        for start in range(0, people, AT_ONCE):
            batch = numbers[start : start + AT_ONCE]
            admissions = session.scalars(
                insert(Admission).returning(Admission.id, sort_by_parameter_order=True),
                [_admission(event, number) for number in batch],
            )
            people_of_batch = _registrations(event, zip(batch, admissions, strict=True))
            session.execute(insert(Registration), list(people_of_batch))
        session.execute(
            update(SeatPool)
            .where(SeatPool.id == event.pool_id)
            .values(seats_taken=people, last_queued_at=_instant(people))
        )


def _admission(event: Event, number: int) -> dict[str, Any]:
    return {
        "pool_id": event.pool_id,
        "seats": 1,
        "state": AdmissionState.CONFIRMED,
        "queued_at": _instant(number),
        "decided_at": _instant(number),
    }


def _registrations(
    event: Event, numbers: Iterable[tuple[int, int]]
) -> Iterator[dict[str, Any]]:
    categories = [one.key for one in current_site().categories]
    groupings = list(epcis())
    for number, admission_id in numbers:
        given, family = GIVEN[number % len(GIVEN)], FAMILY[number % len(FAMILY)]
        family = f"{family} {number * 7919 % 99991}"
        organisation = f"{ORGANISATION[number % 3]} {number % 997}"
        email = f"personne.{number}@example.org"
        epci = groupings[number % len(groupings)]
        yield {
            "reference": reference(number),
            "event_id": event.id,
            "admission_id": admission_id,
            "given_name": given,
            "family_name": family,
            "email": email,
            "email_key": email_key(email),
            "organisation": organisation,
            "role": "Directrice" if number % 2 else "Bénévole",
            "category": categories[number % len(categories)],
            "departement": epci.departements[0],
            "epci": epci.siren,
            "phone": "03 20 00 00 00" if number % 3 else "",
            "accessibility_needs": "" if number % 20 else "Boucle magnétique",
            "sort_key": sort_key(family, given),
            "organisation_key": folded(organisation),
            "search_text": folded(f"{given} {family} {email} {organisation}"),
            "locale": "fr",
            "source": RegistrationSource.PUBLIC,
            "calendar_uid": str(UUID(int=number)),
            "created_at": _instant(number),
            "updated_at": _instant(number),
        }


def _instant(number: int) -> datetime:
    return START + timedelta(seconds=37 * number)


def reference(number: int) -> str:
    letters = ""
    for _ in range(8):
        number, letter = divmod(number, len(REFERENCE_ALPHABET))
        letters = REFERENCE_ALPHABET[letter] + letters
    return f"{letters[:4]}-{letters[4:]}"
