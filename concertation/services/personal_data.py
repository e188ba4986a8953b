"""Forget people: on request, and when the time to keep them is over."""

from datetime import datetime

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.actor import SYSTEM
from concertation.domain.personal_data import MAIL_FIELDS, REGISTRATION_FIELDS
from concertation.domain.retention import DataKind
from concertation.domain.seating import AdmissionState
from concertation.models import OutboxMail, Question, Registration, RegistrationNote
from concertation.queries.retention import (
    Term,
    event_answers_over,
    event_people_over,
    guests_over,
)
from concertation.services.answer_files import delete_answer_files, forget_answer
from concertation.services.audit import note
from concertation.services.consents import forget_consents
from concertation.services.guests import forget_guest_with, forget_guests
from concertation.services.import_retention import forget_imports_of, forget_lines_of
from concertation.services.outbox import withdraw
from concertation.services.places import (
    end_registration,
    lock_event,
    lock_registration,
    seat_waiting,
)
from concertation.services.purging import Ids, Purge


def erase_registration(registration_id: int, *, actor: str, now: datetime) -> None:
    """Free the seat if one is held, and forget who the person was, mails included.

    Who had a seat at an event that is over stays counted, and is nobody any more.
    """
    with transaction() as session:
        registration = lock_registration(session, registration_id)
        event = registration.event
        _end_place(registration, now=now)
        _forget(session, registration, now=now)
        note(session, "registration.erased", registration, actor=actor, now=now)
        seat_waiting(session, event, now=now)


def forget_expired(*, now: datetime) -> int:
    """Anonymise the registrations whose event's retention is over; return how many.

    Safe to run twice, and by several workers: whoever is second finds nothing left.
    """
    Purge(over=guests_over, forget=_forget_guests).run(now)
    people = Purge(
        over=event_people_over,
        forget=_forget_people,
        hold=_hold_event,
        # Event after event, and nobody holds two of them in another order.
        holds_in_turn=True,
    )
    return people.run(now)


def forget_old_answers(*, now: datetime) -> int:
    """Erase what was answered to questions whose own time is over; return how many.

    Such a time is shorter than the registration's: a diet is for one lunch. Safe to
    run twice, and by several workers.
    """
    return Purge(over=event_answers_over, forget=_forget_answers).run(now)


def _hold_event(session: Session, term: Term, _ids: Ids) -> bool:
    if term.event_id is None:
        return False
    return lock_event(session, term.event_id).ends_at == term.since


def _forget_people(session: Session, term: Term, ids: Ids, now: datetime) -> None:
    if term.kind is DataKind.PEOPLE and term.event_id is not None:
        forget_imports_of(session, term.event_id)
    for registration in session.scalars(_these(ids)):
        _end_place(registration, now=now)
        _forget(session, registration, now=now)
        note(session, "registration.expired", registration, actor=SYSTEM, now=now)


def _forget_guests(session: Session, _term: Term, ids: Ids, _now: datetime) -> None:
    forget_guests(session, list(ids))


def _forget_answers(session: Session, term: Term, ids: Ids, _now: datetime) -> None:
    question = session.get_one(Question, term.question_id)
    for registration in session.scalars(_these(ids)):
        forget_answer(session, registration, question)
        forget_consents(session, registration, question_id=question.id)


def _end_place(registration: Registration, *, now: datetime) -> None:
    """An event that is over may be moved: nobody unknown is to wait for it by then."""
    pool, is_over = registration.event.pool, now >= registration.event.ends_at
    if registration.ended_at:
        return
    if not is_over:
        end_registration(pool, registration, now=now)
    elif registration.admission.state.is_pending:
        in_vain = AdmissionState.EXPIRED
        end_registration(pool, registration, state=in_vain, now=now)


def _these(ids: Ids) -> Select[Registration]:
    return (
        select(Registration)
        .where(Registration.id.in_(ids))
        .execution_options(populate_existing=True)
    )


def _forget(session: Session, registration: Registration, *, now: datetime) -> None:
    delete_answer_files(session, registration)
    forget_consents(session, registration)
    registration.notice_id = None
    forget_lines_of(session, registration.event_id, registration.email_key)
    forget_guest_with(session, registration.event_id, registration.email_key)
    for name, erased in REGISTRATION_FIELDS.items():
        setattr(registration, name, erased)
    registration.email_key = f"erased:{registration.id}"
    registration.link_version += 1
    registration.anonymised_at = registration.updated_at = now
    its_notes = RegistrationNote.registration_id == registration.id
    session.execute(delete(RegistrationNote).where(its_notes))
    withdraw(session, registration)
    its_mails = OutboxMail.registration_id == registration.id
    session.execute(update(OutboxMail).where(its_mails).values(facts={}, **MAIL_FIELDS))
