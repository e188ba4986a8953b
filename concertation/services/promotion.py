"""Bring forward somebody who waits, or seat them beyond the capacity on purpose."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.errors import NobodyWaits
from concertation.domain.notes import NotePurpose
from concertation.domain.seating import AdmissionState
from concertation.models import Registration, RegistrationNote
from concertation.queries.seating import rank_in_line
from concertation.services.announcements import tell_promoted, tell_standing
from concertation.services.audit import note
from concertation.services.decisions import promote_all
from concertation.services.places import lock_registration
from concertation.services.seating import enter_line, seat_beyond, seat_who_fits


@dataclass(frozen=True, slots=True, kw_only=True)
class Promotion:
    rank: int | None
    """In the line; None for who has a seat now."""
    is_new: bool
    """False for who was in front already."""


def promote_registration(
    registration_id: int, *, actor: str, now: datetime
) -> Promotion:
    """Serve somebody before all others who wait, and tell them.

    Raises `NobodyWaits` for who is not on the waiting list.
    """
    with transaction() as session:
        registration = _lock_waiting(session, registration_id, now=now)
        if registration.admission.state is not AdmissionState.WAITLISTED:
            raise NobodyWaits
        event = registration.event
        promoted = promote_all(session, event, [registration], actor=actor, now=now)
        rank = rank_in_line(session, registration.admission)
        return Promotion(rank=rank, is_new=bool(promoted))


def seat_registration_beyond(
    registration_id: int, reason: str, *, actor: str, now: datetime
) -> bool:
    """Seat somebody who waits, or asks, although there is no room for them.

    Who fits after all gets an ordinary seat: returns whether it is one beyond. Twice
    is once. Raises `NobodyWaits`.
    """
    with transaction() as session:
        registration = _lock_waiting(session, registration_id, now=now)
        admission, pool = registration.admission, registration.event.pool
        asked = admission.state is AdmissionState.ASKED
        if asked:
            enter_line(pool, admission)
        seated = seat_who_fits(session, pool, now=now)
        if admission not in seated:
            seat_beyond(session, pool, admission, now=now)
            session.add(_reason(registration, reason, actor=actor, now=now))
        registration.updated_at = now
        session.flush()
        others = [other for other in seated if other is not admission]
        if asked:
            tell_standing(session, registration, rank=None, now=now)
        else:
            others.append(admission)
        tell_promoted(session, others, now=now)
        is_beyond = admission.is_beyond
        action = "registration.seated_beyond" if is_beyond else "registration.approved"
        note(
            session,
            action,
            registration,
            actor=actor,
            now=now,
            capacity=pool.capacity,
            seats_taken=pool.seats_taken,
        )
        return is_beyond


def _reason(
    registration: Registration, reason: str, *, actor: str, now: datetime
) -> RegistrationNote:
    return RegistrationNote(
        registration_id=registration.id,
        purpose=NotePurpose.BEYOND,
        text=reason,
        author=actor,
        written_at=now,
    )


def _lock_waiting(
    session: Session, registration_id: int, *, now: datetime
) -> Registration:
    registration = lock_registration(session, registration_id)
    registration.event.schedule.refuse_unless_staff_may_seat(now)
    waits = {AdmissionState.WAITLISTED, AdmissionState.ASKED}
    if registration.admission.state not in waits:
        raise NobodyWaits
    return registration
