"""Write to a person at another address than the one that was typed."""

from datetime import datetime

from sqlalchemy.orm import Session

from concertation.domain.errors import AddressRegistered
from concertation.domain.event import EventState
from concertation.domain.registration import email_key
from concertation.models import Registration
from concertation.queries.registrations import current_registration
from concertation.queries.seating import rank_in_line
from concertation.services.announcements import tell_standing
from concertation.services.audit import note
from concertation.services.outbox import withdraw


def correct_address(
    session: Session,
    registration: Registration,
    email: str | None,
    *,
    actor: str,
    now: datetime,
) -> bool:
    """Take another address; False where it is this one already, or none was given.

    Under the caller's lock, before answers are written: people are searched by both.

    The link that went to the former address dies, and what still waits to be sent
    there stays here. Raises `AddressRegistered` when somebody else has the new one.
    """
    former = registration.email
    if email is None or email == former:
        return False
    key = email_key(email)
    other = current_registration(session, registration.event_id, key)
    if other is not None and other.id != registration.id:
        raise AddressRegistered
    registration.email, registration.email_key = email, key
    registration.link_version += 1
    withdraw(session, registration)
    note(
        session,
        "registration.address_corrected",
        registration,
        actor=actor,
        now=now,
        changes={"email": (former, email)},
    )
    return True


def tell_at_new_address(
    session: Session, registration: Registration, *, now: datetime
) -> None:
    """Say how things stand, with the new link, as long as the event is to come."""
    event = registration.event
    if event.state is EventState.PUBLISHED and now < event.ends_at:
        session.flush()
        rank = rank_in_line(session, registration.admission)
        tell_standing(session, registration, rank=rank, now=now)
