"""Who takes part in a process: what they say of themselves, and where they stand."""

from collections.abc import Collection, Mapping
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
from concertation.services.answer_files import Upload, settle_files
from concertation.services.answers import held_names, own_answers, told_in_trail
from concertation.services.audit import note
from concertation.services.changed_places import stand_for, step_down_for
from concertation.services.consents import Saying, keep_notice, settle_consents
from concertation.services.group_bounds import refuse_unless_within
from concertation.services.group_places import lock_places_of, seat_waiting_in
from concertation.services.organisations import NamedOrganisation, settle_organisation
from concertation.services.people_turns import take_turn_of
from concertation.services.proven_people import prove

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
    notice: str = ""
    """What they read of their data, where they are asked to agree to something."""


APART = {"organisation", "own", "uploads", "notice"}
COLUMNS = [each.name for each in fields(PersonDetails) if each.name not in APART]


def change_details(
    participant_id: int,
    details: PersonDetails,
    *,
    actor: str,
    now: datetime,
    within: Collection[int] | None = None,
) -> None:
    """Write other details; seats that the person has are never lost by it.

    By their own link or at the desk: from then on it is known who they are.

    Raises `QuotaFull` where seats are limited for the new kind of organisation or
    territory and none is left, `EnrolmentEnded` for who was forgotten, and
    `PlacesChanged`. ``within``: ids of the groups in which the actor decides; raises
    `InAnotherGroup` for who has a place in another one.
    """
    with transaction() as session:
        keep_notice(session, details.notice, now=now)
        person = session.get_one(Participant, participant_id)
        take_turn_of(session, person.process_id, person.email_key)
        organisation = organisation_of(session, details, actor=actor, now=now)
        places = _lock_places(session, person, within, now=now)
        if person.anonymised_at:
            raise EnrolmentEnded
        prove(person, now=now)
        if organisation != person.organisation_id:
            step_down_for(session, places, organisation, now=now)
        before = held_names(person)
        changed = write_details(person, details, organisation, now=now)
        if details.own:
            _settle_own(session, person, details, actor=actor, now=now)
        stand_for(session, places, now=now)
        if changed:
            told = told_in_trail(changed, before, person)
            action = "participant.changed"
            note(session, action, person, actor=actor, now=now, **told)
        for place in places:
            seat_waiting_in(session, place.offer, now=now)


def _settle_own(
    session: Session,
    person: Participant,
    details: PersonDetails,
    *,
    actor: str,
    now: datetime,
) -> None:
    """What is kept beside the answers: files, and what was agreed to."""
    settle_files(session, person, details.uploads, now=now)
    saying = Saying(by=actor, notice=details.notice)
    settle_consents(session, person, saying, now=now)


def _lock_places(
    session: Session,
    person: Participant,
    within: Collection[int] | None,
    *,
    now: datetime,
) -> list[Enrolment]:
    """Of phases that are not over. Raises `InAnotherGroup` and `PlacesChanged`."""
    places = lock_places_of(session, person)
    refuse_unless_within(places, within)
    return [place for place in places if place.offer.phase.ends_at > now]


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
