"""Whose questions are written: an event's, asked of who registers, or a process's."""

from datetime import datetime

from sqlalchemy.orm import Session

from concertation.models import Event, Process, Questionnaire
from concertation.services.places import lock_event, seat_waiting
from concertation.services.process_lock import lock_process

Owner = Event | Process
KindOfOwner = type[Event] | type[Process]


def lock_owner(session: Session, kind: KindOfOwner, number: int) -> Owner:
    """Hold what decides about its questions until the transaction ends."""
    if kind is Event:
        return lock_event(session, number)
    return lock_process(session, number)


def lock_owner_of(session: Session, asked: Questionnaire) -> Owner:
    """The same for whoever asks this."""
    if asked.event_id is not None:
        return lock_owner(session, Event, asked.event_id)
    if asked.process_id is None:
        raise ValueError("a questionnaire has one owner: the database holds it")
    return lock_owner(session, Process, asked.process_id)


def questionnaire_of(owner: Owner, *, now: datetime) -> Questionnaire:
    """The one that there is, or a new one for the first question."""
    if owner.questionnaire is None:
        owner.questionnaire = Questionnaire(changed_at=now)
    return owner.questionnaire


def let_in(session: Session, owner: Owner, *, now: datetime) -> None:
    """Whoever waited because of a choice that has more seats now.

    Only choices of an event have seats of their own.
    """
    if isinstance(owner, Event):
        seat_waiting(session, owner, now=now)
