"""Find registrations, and read the lists of the desk."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session, joinedload

from concertation.database import db
from concertation.models import Admission, OutboxMail, Registration
from concertation.queries.seating import rank_in_line


def find_registration(registration_id: int) -> Registration | None:
    return db.session.get(Registration, registration_id)


def find_by_reference(event_id: int, reference: str) -> Registration | None:
    return db.session.scalar(
        select(Registration).where(
            Registration.event_id == event_id, Registration.reference == reference
        )
    )


CURRENT = select(Registration.id).where(
    Registration.event_id == bindparam("event"),
    Registration.email_key == bindparam("key"),
    Registration.ended_at.is_(None),
)


def current_registration(
    session: Session, event_id: int, key: str
) -> Registration | None:
    """The registration of this address that has not ended, as it stands now."""
    # Nearly always there is none, which a number tells for half of the time.
    number = session.scalar(CURRENT, {"event": event_id, "key": key})
    if number is None:
        return None
    return session.get(Registration, number, populate_existing=True)


def current_registrations(session: Session, event_id: int) -> Sequence[Registration]:
    return session.scalars(
        select(Registration)
        .where(Registration.event_id == event_id, Registration.ended_at.is_(None))
        .order_by(Registration.id)
        .options(
            joinedload(Registration.admission, innerjoin=True).selectinload(
                Admission.quotas
            )
        )
    ).all()


def registrations_of(
    session: Session, admission_ids: Sequence[int]
) -> Sequence[Registration]:
    return session.scalars(
        select(Registration)
        .where(Registration.admission_id.in_(admission_ids))
        .order_by(Registration.id)
    ).all()


def rank_of(registration: Registration) -> int | None:
    """The place in the waiting line for a page to show; None for who does not wait."""
    return rank_in_line(db.session(), registration.admission)


def last_promise(session: Session, registration_id: int) -> datetime | None:
    """When we last promised a mail about this registration."""
    return session.scalar(
        select(func.max(OutboxMail.created_at)).where(
            OutboxMail.registration_id == registration_id
        )
    )
