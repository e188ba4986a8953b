"""The places of one event: lock them, end a registration, let in who waits."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.domain.event import EventState
from concertation.domain.seating import AdmissionState
from concertation.models import Event, Registration, SeatPool
from concertation.services.announcements import tell_promoted
from concertation.services.seating import hold_pool, leave, seat_who_fits


def lock_event(session: Session, event_id: int) -> Event:
    """Lock the event's pool, and read both as they are under that lock."""
    pool_id = select(Event.pool_id).where(Event.id == event_id).scalar_subquery()
    hold_pool(session, pool_id)
    return session.get_one(Event, event_id, populate_existing=True)


def lock_registration(session: Session, registration_id: int) -> Registration:
    """Lock the pool, and read the registration and its admission under that lock."""
    registration = session.get_one(Registration, registration_id)
    lock_event(session, registration.event_id)
    session.refresh(registration)
    session.refresh(registration.admission)
    return registration


def end_registration(
    pool: SeatPool,
    registration: Registration,
    *,
    now: datetime,
    state: AdmissionState = AdmissionState.CANCELLED,
) -> bool:
    """End it in the caller's transaction; return whether a seat became free."""
    had_seat = registration.admission.state.holds_seats
    leave(pool, registration.admission, state, now=now)
    registration.calendar_sequence += 1
    registration.ended_at = registration.updated_at = now
    return had_seat


def seat_waiting(session: Session, event: Event, *, now: datetime) -> None:
    """Give free seats to the waiting line, and tell those who got one."""
    if event.state is not EventState.PUBLISHED or now >= event.ends_at:
        return
    seated = seat_who_fits(session, event.pool, now=now)
    tell_promoted(session, seated, now=now)
