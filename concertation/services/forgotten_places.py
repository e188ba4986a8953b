"""End what people still wait for who were forgotten: an earlier version left it open.

Since then the purge ends it itself. What is over may be moved to come, and nobody
unknown is to be let in, nor to stand before others in the line.
"""

from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from concertation.database import db, transaction
from concertation.domain.enrolment import EndReason
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    Enrolment,
    GroupOffer,
    Participant,
    Phase,
    Registration,
)
from concertation.services.group_places import (
    Ending,
    end_enrolment,
    lock_together,
    seat_waiting_in,
)
from concertation.services.places import end_registration, lock_event, seat_waiting

Rows = TypeVarTuple("Rows")
PENDING = tuple(state for state in AdmissionState if state.is_pending)


def end_forgotten_places(*, now: datetime) -> None:
    """Let the lines move up. Safe to run twice, and by several workers."""
    events = _open_registrations(select(Registration.event_id).distinct())
    for event_id in db.session.scalars(events).all():
        with transaction() as session:
            _end_at_event(session, event_id, now=now)
    processes = _open_enrolments(select(Participant.process_id).distinct())
    for process_id in db.session.scalars(processes).all():
        with transaction() as session:
            offers = select(GroupOffer.id).join(GroupOffer.phase)
            here = offers.where(Phase.process_id == process_id)
            held = lock_together(session, session.scalars(here).all())
            end_what_waits(session, process_id, now=now)
            for offer in held:
                seat_waiting_in(session, offer, now=now)


def end_what_waits(session: Session, process_id: int | None, *, now: datetime) -> None:
    """Of people of a process who were forgotten, under the lock of its groups."""
    waiting = (
        _open_enrolments(select(Enrolment))
        .where(Participant.process_id == process_id)
        .execution_options(populate_existing=True)
    )
    for enrolment in session.scalars(waiting).all():
        end_enrolment(session, enrolment, Ending(EndReason.ERASED), now=now)


def _end_at_event(session: Session, event_id: int, *, now: datetime) -> None:
    event = lock_event(session, event_id)
    waiting = (
        _open_registrations(select(Registration))
        .where(Registration.event_id == event_id)
        .execution_options(populate_existing=True)
    )
    for registration in session.scalars(waiting).all():
        in_vain = AdmissionState.EXPIRED
        end_registration(event.pool, registration, state=in_vain, now=now)
    seat_waiting(session, event, now=now)


def _open_registrations(rows: Select[*Rows]) -> Select[*Rows]:
    return (
        rows.select_from(Registration)
        .join(Registration.admission)
        .where(
            Registration.anonymised_at.is_not(None),
            Registration.ended_at.is_(None),
            Admission.state.in_(PENDING),
        )
    )


def _open_enrolments(rows: Select[*Rows]) -> Select[*Rows]:
    return (
        rows.select_from(Enrolment)
        .join(Enrolment.participant)
        .join(Enrolment.admission)
        .where(
            Participant.anonymised_at.is_not(None),
            Enrolment.ended_at.is_(None),
            Admission.state.in_(PENDING),
        )
    )
