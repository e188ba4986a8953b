"""Who takes part in a process: what they say of themselves, and where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.process_errors import EnrolmentEnded
from concertation.domain.questions import Answer
from concertation.domain.registration import (
    email_key,
    folded,
    new_reference,
    sort_key,
)
from concertation.models import Enrolment, Participant, Process
from concertation.queries.enrolments import live_enrolments
from concertation.services.answer_files import Upload, settle_files
from concertation.services.answers import own_answers
from concertation.services.audit import note
from concertation.services.group_places import (
    lock_offers,
    seat_waiting_in,
    share_in,
)
from concertation.services.organisations import NamedOrganisation, settle_organisation
from concertation.services.proven_people import prove
from concertation.services.seat_shares import refuse_full
from concertation.services.seating import change_share

NOBODY = NamedOrganisation()


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonDetails:
    """What a person says of themselves, and may change later."""

    given_name: str
    family_name: str
    role: str
    category: str
    departement: str
    epci: str = ""
    phone: str = ""
    accessibility_needs: str = ""
    organisation: NamedOrganisation = NOBODY
    is_named: bool = False
    """Agrees that their name stands on the page of their group."""
    organisation_is_named: bool = False
    own: Mapping[int, Answer | None] = field(default_factory=dict)
    """To the organiser's own questions, each that was asked; None: left empty."""
    uploads: Mapping[int, Upload] = field(default_factory=dict)


APART = {"organisation", "own", "uploads"}
COLUMNS = [each.name for each in fields(PersonDetails) if each.name not in APART]


def change_details(
    participant_id: int, details: PersonDetails, *, actor: str, now: datetime
) -> None:
    """Write other details; seats that the person has are never lost by it.

    By their own link or at the desk: from then on it is known who they are.

    Raises `QuotaFull` where seats are limited for the new kind of organisation or
    territory and none is left, and `EnrolmentEnded` for who was forgotten.
    """
    with transaction() as session:
        person = session.get_one(Participant, participant_id)
        organisation = organisation_of(session, details, actor=actor, now=now)
        places = live_enrolments(session, person.id)
        offers = lock_offers(session, {place.offer_id for place in places})
        session.refresh(person)
        if person.anonymised_at:
            raise EnrolmentEnded
        prove(person, now=now)
        changed = write_details(person, details, organisation, now=now)
        if details.own:
            settle_files(session, person, details.uploads, now=now)
        for place in live_enrolments(session, person.id):
            _count_anew(session, place)
        if changed:
            note(
                session,
                "participant.changed",
                person,
                actor=actor,
                now=now,
                fields=changed,
            )
        for offer in offers:
            seat_waiting_in(session, offer, now=now)


def organisation_of(
    session: Session, details: PersonDetails, *, actor: str, now: datetime
) -> int | None:
    """The id of the one that they name. Before any pool is locked: it takes turns."""
    organisation = settle_organisation(
        session,
        details.organisation,
        category=details.category,
        departement=details.departement,
        epci=details.epci,
        actor=actor,
        now=now,
    )
    session.flush()
    return organisation.id if organisation else None


def stored_details(person: Participant) -> PersonDetails:
    """What somebody said, as if they said it again."""
    return PersonDetails(
        **{name: getattr(person, name) for name in COLUMNS},
        organisation=NamedOrganisation(number=person.organisation_id),
    )


def new_participant(
    process: Process, email: str, *, locale: str, now: datetime
) -> Participant:
    return Participant(
        reference=new_reference(),
        process=process,
        email=email,
        email_key=email_key(email),
        locale=locale,
        created_at=now,
    )


def write_details(
    person: Participant,
    details: PersonDetails,
    organisation_id: int | None,
    *,
    now: datetime,
) -> list[str]:
    """Store what they say and return the names of what changed."""
    given = _columns(person, details, organisation_id)
    changed = [name for name in given if getattr(person, name) != given[name]]
    for name in changed:
        setattr(person, name, given[name])
    person.sort_key = sort_key(details.family_name, details.given_name)
    person.search_text = folded(
        f"{details.family_name} {details.given_name} {details.role}"
        f" {person.email} {person.reference}"
    )
    person.updated_at = now
    return changed


def _columns(
    person: Participant, details: PersonDetails, organisation_id: int | None
) -> dict[str, Any]:
    return {
        **{name: getattr(details, name) for name in COLUMNS},
        "organisation_id": organisation_id,
        "answers": own_answers(person.process, person.answers or {}, details.own),
    }


def _count_anew(session: Session, place: Enrolment) -> None:
    """Their seat counts where they are now: for another kind, or another territory."""
    if place.admission is None or not place.offer.pool.has_quotas:
        return
    share = share_in(session, place.offer, place.participant)
    held = {quota.id for quota in place.admission.quotas}
    refuse_full(share, held=held, had=place.admission.seats)
    change_share(place.offer.pool, place.admission, share)
