"""Say yes or no to those who asked, where an event wants approval."""

from datetime import datetime

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.errors import NothingToDecide
from concertation.domain.messages import RegistrationDeclined
from concertation.domain.seating import AdmissionState
from concertation.models import Registration
from concertation.queries.seating import rank_in_line
from concertation.services.announcements import tell, tell_promoted, tell_standing
from concertation.services.audit import note
from concertation.services.places import end_registration, lock_registration
from concertation.services.seating import enter_line, seat_who_fits


def approve_registration(registration_id: int, *, actor: str, now: datetime) -> None:
    """Let somebody in, on a seat or into the line, at the rank of when they asked.

    Raises `NothingToDecide` for who is not asking any more, `EventCancelled` or
    `EventOver`.
    """
    with transaction() as session:
        registration = _lock_asking(session, registration_id, now=now)
        admission, pool = registration.admission, registration.event.pool
        enter_line(pool, admission)
        seated = seat_who_fits(session, pool, now=now)
        session.flush()
        rank = rank_in_line(session, admission)
        tell_standing(session, registration, rank=rank, now=now)
        others = [other for other in seated if other is not admission]
        tell_promoted(session, others, now=now)
        registration.updated_at = now
        note(
            session,
            "registration.approved",
            registration,
            actor=actor,
            now=now,
            state=admission.state,
        )


def decline_registration(
    registration_id: int, reason: str, *, actor: str, now: datetime
) -> None:
    """End what somebody asked, and tell them why. Raises as approving does."""
    with transaction() as session:
        registration = _lock_asking(session, registration_id, now=now)
        end_registration(
            registration.event.pool,
            registration,
            now=now,
            state=AdmissionState.DECLINED,
        )
        tell(session, RegistrationDeclined, registration, now=now, reason=reason)
        note(session, "registration.declined", registration, actor=actor, now=now)


def _lock_asking(
    session: Session, registration_id: int, *, now: datetime
) -> Registration:
    registration = lock_registration(session, registration_id)
    registration.event.schedule.refuse_unless_staff_may_seat(now)
    if registration.admission.state is not AdmissionState.ASKED:
        raise NothingToDecide
    return registration
