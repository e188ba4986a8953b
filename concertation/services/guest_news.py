"""Tell those who were invited, and have not answered, what becomes of the event."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from concertation.domain.delivery import MailState
from concertation.domain.event import Window
from concertation.domain.guest_messages import GuestCalledOff, GuestMoved
from concertation.models import Event, Guest, OutboxMail
from concertation.queries.guests import awaiting_answer
from concertation.services.guest_mails import tell_guest


def tell_guests_moved(
    session: Session, event: Event, *, now: datetime, **facts: Any
) -> int:
    """Under the event's lock; return how many are told."""
    guests = _awaited(session, event)
    takes = event.schedule.window(now) in {Window.OPEN, Window.NOT_OPEN}
    facts = {"takes_registrations": takes} | facts
    for guest in guests:
        tell_guest(session, GuestMoved, event, guest, now=now, **facts)
    return len(guests)


def tell_guests_called_off(
    session: Session, event: Event, reason: str, *, now: datetime
) -> int:
    """The same; what was promised to guests, and has not left, does not leave."""
    _withdraw_mails(session, event)
    guests = _awaited(session, event)
    for guest in guests:
        tell_guest(session, GuestCalledOff, event, guest, now=now, reason=reason)
    return len(guests)


def _awaited(session: Session, event: Event) -> Sequence[Guest]:
    read_anew = awaiting_answer(event.id).execution_options(populate_existing=True)
    return session.scalars(read_anew).all()


def _withdraw_mails(session: Session, event: Event) -> None:
    guests = select(Guest.id).where(Guest.event_id == event.id)
    session.execute(
        update(OutboxMail)
        .where(OutboxMail.guest_id.in_(guests), OutboxMail.state == MailState.PENDING)
        .values(state=MailState.WITHDRAWN)
        .execution_options(synchronize_session=False)
    )
