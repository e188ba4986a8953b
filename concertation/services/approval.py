"""Say yes or no to those who asked, where an event wants approval."""

from datetime import datetime

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.errors import NoRoomToApprove, NothingToDecide
from concertation.domain.seating import AdmissionState
from concertation.models import Registration
from concertation.services.decisions import approve_all, decline_all
from concertation.services.places import lock_registration


def approve_registration(registration_id: int, *, actor: str, now: datetime) -> None:
    """Let somebody in, on a seat or into the line, at the rank of when they asked.

    Raises `NothingToDecide` for who is not asking any more, `NoRoomToApprove` where
    no place is left and no line is kept, `EventCancelled` or `EventOver`.
    """
    with transaction() as session:
        registration = _lock_asking(session, registration_id, now=now)
        event = registration.event
        if approve_all(session, event, [registration], actor=actor, now=now):
            raise NoRoomToApprove


def decline_registration(
    registration_id: int, reason: str, *, actor: str, now: datetime
) -> None:
    """End what somebody asked, and tell them why. Raises as approving does."""
    with transaction() as session:
        registration = _lock_asking(session, registration_id, now=now)
        decline_all(session, [registration], reason, actor=actor, now=now)


def _lock_asking(
    session: Session, registration_id: int, *, now: datetime
) -> Registration:
    registration = lock_registration(session, registration_id)
    registration.event.schedule.refuse_unless_staff_may_seat(now)
    if registration.admission.state is not AdmissionState.ASKED:
        raise NothingToDecide
    return registration
