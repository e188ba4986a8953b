"""Forget people who took part in a process: on request, and when their time is over."""

from datetime import datetime

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.delivery import MailState
from concertation.domain.enrolment import EndReason
from concertation.domain.personal_data import (
    ENROLMENT_FIELDS,
    MAIL_FIELDS,
    PARTICIPANT_FIELDS,
)
from concertation.models import (
    Enrolment,
    Guest,
    Organisation,
    OrganisationApart,
    OutboxMail,
    Participant,
)
from concertation.services.answer_files import delete_answer_files
from concertation.services.audit import note
from concertation.services.consents import forget_consents
from concertation.services.group_places import (
    Ending,
    end_enrolment,
    lock_places_of,
    seat_waiting_in,
)
from concertation.services.guests import forget_guests
from concertation.services.people_turns import take_turn_of


def erase_participant(participant_id: int, *, actor: str, now: datetime) -> None:
    """Free every seat that is held in a phase that is not over, and forget the person.

    What they took part in before stays counted, and names nobody; where they still
    wait they wait no more. Twice is once. Raises `PlacesChanged`.
    """
    with transaction() as session:
        person = session.get_one(Participant, participant_id)
        take_turn_of(session, person.process_id, person.email_key)
        _hold_organisation_of(session, person)
        places = lock_places_of(session, person)
        if person.anonymised_at:
            return
        left = [place for place in places if _ends_with_them(place, now)]
        for place in left:
            end_enrolment(session, place, Ending(EndReason.ERASED), now=now)
        forget_participant(session, person, now=now)
        note(session, "participant.erased", person, actor=actor, now=now)
        for place in left:
            seat_waiting_in(session, place.offer, now=now)


def forget_participant(session: Session, person: Participant, *, now: datetime) -> None:
    """Empty what is personal, in the caller's transaction, mails included."""
    delete_answer_files(session, person)
    forget_consents(session, person)
    person.notice_id = None
    its_invitations = select(Guest.id).where(Guest.participant_id == person.id)
    forget_guests(session, list(session.scalars(its_invitations)))
    for name, erased in PARTICIPANT_FIELDS.items():
        setattr(person, name, erased)
    _forget_organisation_of(session, person)
    person.is_named = person.organisation_is_named = False
    person.proven_at = None
    person.email_key = f"erased:{person.id}"
    person.link_version += 1
    person.anonymised_at = person.updated_at = now
    its_places = Enrolment.participant_id == person.id
    session.execute(update(Enrolment).where(its_places).values(**ENROLMENT_FIELDS))
    its_mails = OutboxMail.participant_id == person.id
    pending = OutboxMail.state == MailState.PENDING
    withdrawn = update(OutboxMail).where(its_mails, pending)
    session.execute(withdrawn.values(state=MailState.WITHDRAWN))
    session.execute(update(OutboxMail).where(its_mails).values(facts={}, **MAIL_FIELDS))


def _ends_with_them(place: Enrolment, now: datetime) -> bool:
    """A phase that is over may be made longer: nobody is to wait in it by then."""
    is_pending = place.admission is not None and place.admission.state.is_pending
    return is_pending or now < place.offer.phase.ends_at


def _hold_organisation_of(session: Session, person: Participant) -> None:
    """Before any pool, as everybody does who names one: it may go with the person."""
    if person.organisation_id is not None:
        session.get(
            Organisation,
            person.organisation_id,
            populate_existing=True,
            with_for_update=True,
        )


def _forget_organisation_of(session: Session, person: Participant) -> None:
    """With them goes a name that they alone typed, and that nobody at the desk saw."""
    _hold_organisation_of(session, person)
    organisation = person.organisation
    person.organisation = None
    session.flush()
    if organisation is None or organisation.listed_at or organisation.siret:
        return
    others = select(Participant.id).where(
        Participant.organisation_id == organisation.id
    )
    doubles = select(Organisation.id).where(
        Organisation.merged_into_id == organisation.id
    )
    if session.scalars(others.union_all(doubles).limit(1)).first() is None:
        apart = OrganisationApart
        named = or_(apart.one_id == organisation.id, apart.other_id == organisation.id)
        session.execute(delete(apart).where(named))
        session.delete(organisation)
        session.flush()
