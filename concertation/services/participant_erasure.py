"""Forget people who took part in a process: on request, and when their time is over."""

from datetime import datetime

from sqlalchemy import select, update
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
    GroupOffer,
    Guest,
    Organisation,
    OutboxMail,
    Participant,
)
from concertation.queries.enrolments import live_enrolments
from concertation.services.answer_files import delete_answer_files
from concertation.services.audit import note
from concertation.services.group_places import (
    Ending,
    end_enrolment,
    lock_together,
    seat_waiting_in,
)
from concertation.services.guests import forget_guests
from concertation.services.participants import take_turn_of


def erase_participant(participant_id: int, *, actor: str, now: datetime) -> None:
    """Free every seat that is held in a phase that is not over, and forget the person.

    What they took part in before stays counted, and names nobody. Twice is once.
    """
    with transaction() as session:
        person = session.get_one(Participant, participant_id)
        take_turn_of(session, person.process_id, person.email_key)
        places = live_enrolments(session, person.id)
        offers = lock_together(session, {place.offer_id for place in places})
        session.refresh(person)
        if person.anonymised_at:
            return
        left = _leave_all(session, person, now=now)
        forget_participant(session, person, now=now)
        note(session, "participant.erased", person, actor=actor, now=now)
        for offer in offers:
            if offer.id in left:
                seat_waiting_in(session, offer, now=now)


def forget_participant(session: Session, person: Participant, *, now: datetime) -> None:
    """Empty what is personal, in the caller's transaction, mails included."""
    delete_answer_files(session, person)
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


def _forget_organisation_of(session: Session, person: Participant) -> None:
    """With them goes a name that they alone typed, and that nobody at the desk saw."""
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
        session.delete(organisation)
        session.flush()


def _leave_all(session: Session, person: Participant, *, now: datetime) -> set[int]:
    """End what is not over yet; return the ids of the offers."""
    left = set()
    for place in live_enrolments(session, person.id):
        offer: GroupOffer = place.offer
        if now < offer.phase.ends_at:
            end_enrolment(session, place, Ending(EndReason.ERASED), now=now)
            left.add(offer.id)
    return left
