"""Forget people: on request, and when the time to keep them is over."""

from datetime import datetime, timedelta

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.actor import SYSTEM
from concertation.domain.personal_data import MAIL_FIELDS, REGISTRATION_FIELDS
from concertation.models import (
    Event,
    OutboxMail,
    Question,
    Questionnaire,
    Registration,
    RegistrationNote,
)
from concertation.services.answer_files import delete_answer_files, forget_answer
from concertation.services.audit import note
from concertation.services.guests import forget_guest_with, forget_guests_of
from concertation.services.import_retention import forget_imports_of, forget_lines_of
from concertation.services.outbox import withdraw
from concertation.services.places import (
    end_registration,
    lock_registration,
    seat_waiting,
)


def erase_registration(registration_id: int, *, actor: str, now: datetime) -> None:
    """Free the seat if one is held, and forget who the person was, mails included."""
    with transaction() as session:
        registration = lock_registration(session, registration_id)
        event = registration.event
        if not registration.ended_at:
            end_registration(event.pool, registration, now=now)
        _forget(session, registration, now=now)
        note(session, "registration.erased", registration, actor=actor, now=now)
        seat_waiting(session, event, now=now)


def forget_expired(*, now: datetime) -> int:
    """Anonymise the registrations whose event's retention is over; return how many.

    Safe to run twice, and by several workers: whoever is second finds nothing left.
    """
    with transaction() as session:
        expired = [
            event
            for event in session.scalars(_ended_events(now))
            if _is_over(event, now)
        ]
        forgotten = 0
        for event in expired:
            forget_imports_of(session, event.id)
            forget_guests_of(session, event.id)
            for registration in session.scalars(_remembered(event)):
                _forget(session, registration, now=now)
                note(
                    session, "registration.expired", registration, actor=SYSTEM, now=now
                )
                forgotten += 1
    return forgotten


def forget_old_answers(*, now: datetime) -> int:
    """Erase what was answered to questions whose own time is over; return how many.

    Such a time is shorter than the registration's: a diet is for one lunch. Safe to
    run twice, and by several workers.
    """
    with transaction() as session:
        forgotten = 0
        for question, event in session.execute(_passing_questions(now)):
            if event.ends_at + timedelta(days=question.retention_days or 0) > now:
                continue
            for registration in session.scalars(_answering(event, question)):
                forget_answer(session, registration, question)
                forgotten += 1
    return forgotten


def _passing_questions(now: datetime) -> Select[Question, Event]:
    return (
        select(Question, Event)
        .join(Questionnaire, Questionnaire.id == Question.questionnaire_id)
        .join(Event, Event.id == Questionnaire.event_id)
        .where(
            Question.retention_days.is_not(None),
            Event.ends_at < now - timedelta(days=1),
        )
    )


def _answering(event: Event, question: Question) -> Select[Registration]:
    answered = Registration.answers[str(question.id)].as_string().is_not(None)
    return _remembered(event).where(answered)


def _forget(session: Session, registration: Registration, *, now: datetime) -> None:
    delete_answer_files(session, registration)
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


def _ended_events(now: datetime) -> Select[Event]:
    return select(Event).where(Event.ends_at < now - timedelta(days=1))


def _is_over(event: Event, now: datetime) -> bool:
    return event.ends_at + timedelta(days=event.retention_days) <= now


def _remembered(event: Event) -> Select[Registration]:
    return (
        select(Registration)
        .where(Registration.event_id == event.id, Registration.anonymised_at.is_(None))
        .with_for_update(of=Registration, skip_locked=True)
    )
