"""Write to those who are invited: once, and again while they do not answer."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.actor import SYSTEM
from concertation.domain.errors import GuestLeftInPeace, InvitationWithdrawn
from concertation.domain.event import Window
from concertation.domain.guest_messages import (
    GuestInvited,
    GuestMessage,
    GuestReminded,
)
from concertation.domain.guests import GuestState, Writing, reminder_time
from concertation.domain.mail_texts import text_for
from concertation.models import Event, Guest
from concertation.queries.guests import (
    events_that_remind,
    state_of_guest,
    to_be_written_to,
)
from concertation.queries.restrictions import restrictions_of
from concertation.services.announcements import public_meeting_of, venue_of
from concertation.services.audit import note
from concertation.services.outbox import promise
from concertation.services.places import lock_event

SECOND_CLICK = timedelta(minutes=1)
"""Who writes to the same guest again within this time has only clicked twice."""
BATCH = 100
"""Guests written to under one lock: the public registers between two of them."""


def write_to_guests(
    event_id: int, writing: Writing, *, actor: str, now: datetime
) -> int:
    """Write to everybody for whom it is due; return to how many.

    Each is chosen under the event's lock: whoever presses at the same time as somebody
    else finds those only who were not written to. Raises `RegistrationClosed`,
    `EventCancelled`, `EventOver` or `EventNotPublished`.
    """
    told = 0
    while written := _write_batch(event_id, writing, actor=actor, now=now):
        told += written
    return told


def write_again(guest_id: int, *, actor: str, now: datetime) -> bool:
    """Write to one guest who has not answered; False within the quiet time.

    Raises `InvitationWithdrawn`, `GuestLeftInPeace` and what `write_to_guests` does.
    """
    with transaction() as session:
        guest = lock_guest(session, guest_id)
        guest.event.schedule.refuse_unless_inviting(now)
        state = state_of_guest(session, guest)
        awaits = state in {GuestState.LISTED, GuestState.INVITED}
        if not awaits or _is_quiet(guest, now):
            return False
        if restrictions_of(guest.email_key, session):
            raise GuestLeftInPeace
        is_first = state is GuestState.LISTED
        writing = Writing.INVITATION if is_first else Writing.REMINDER
        tell_guest(session, KINDS[writing], guest.event, guest, now=now)
        _note_written(session, guest.event, writing, 1, actor=actor, now=now)
        return True


def remind_by_itself(*, now: datetime) -> int:
    """Remind once, by the setting of each event, who has not answered; return how many.

    Safe to run twice, and by several workers: the lock lets one after the other choose,
    and who was reminded is noted under it.
    """
    told = 0
    for event in events_that_remind(now=now):
        while _reminds_now(event, now):
            written = _remind_batch(event.id, now=now)
            told += written
            if not written:
                break
    return told


def lock_guest(session: Session, guest_id: int) -> Guest:
    """Lock the event, and read the guest under that lock.

    Raises `InvitationWithdrawn` for who is on the list no more.
    """
    guest = session.get(Guest, guest_id)
    if guest is None:
        raise InvitationWithdrawn
    lock_event(session, guest.event_id)
    guest = session.get(Guest, guest_id, populate_existing=True)
    if guest is None:
        raise InvitationWithdrawn
    return guest


def tell_guest(
    session: Session,
    kind: type[GuestMessage],
    event: Event,
    guest: Guest,
    *,
    now: datetime,
    **facts: Any,
) -> None:
    """Promise the mail, and note that it was."""
    promise(session, message_to(guest, kind, event, now=now, **facts), now=now)
    guest.invited_at = guest.invited_at or now
    guest.last_mail_at = now


def message_to(
    guest: Guest, kind: type[GuestMessage], event: Event, *, now: datetime, **facts: Any
) -> GuestMessage:
    opens_at = event.registration_opens_at
    text = text_for(event.mail_texts, kind.template, guest.locale)
    return kind(
        recipient=guest.email,
        locale=guest.locale,
        recipient_name=guest.name,
        guest_id=guest.id,
        link_version=guest.link_version,
        meeting=public_meeting_of(event, url=""),
        venue=venue_of(event),
        contact_name=event.contact_name,
        contact_email=event.contact_email,
        contact_phone=event.contact_phone,
        opens_at=opens_at if opens_at and opens_at > now else None,
        last_call=event.schedule.last_call,
        kept_until=event.ends_at + timedelta(days=event.retention_days),
        **{"added_text": text} | facts,
    )


KINDS = {Writing.INVITATION: GuestInvited, Writing.REMINDER: GuestReminded}


def _write_batch(event_id: int, writing: Writing, *, actor: str, now: datetime) -> int:
    with transaction() as session:
        event = lock_event(session, event_id)
        event.schedule.refuse_unless_inviting(now)
        guests = _some_of(session, to_be_written_to(event_id, writing, now=now))
        for guest in guests:
            tell_guest(session, KINDS[writing], event, guest, now=now)
        _note_written(session, event, writing, len(guests), actor=actor, now=now)
        return len(guests)


def _remind_batch(event_id: int, *, now: datetime) -> int:
    with transaction() as session:
        event = lock_event(session, event_id)
        if not _reminds_now(event, now):
            return 0
        due = to_be_written_to(event_id, Writing.REMINDER, now=now)
        guests = _some_of(session, due.where(Guest.reminded_at.is_(None)))
        for guest in guests:
            tell_guest(session, GuestReminded, event, guest, now=now)
            guest.reminded_at = now
        _note_written(
            session, event, Writing.REMINDER, len(guests), actor=SYSTEM, now=now
        )
        return len(guests)


def _note_written(
    session: Session, event: Event, writing: Writing, guests: int, **by: Any
) -> None:
    is_first = writing is Writing.INVITATION
    action = "event.guests_invited" if is_first else "event.guests_reminded"
    if guests:
        note(session, action, event, guests=guests, **by)


def _some_of(session: Session, due: Select[Guest]) -> list[Guest]:
    read_anew = due.limit(BATCH).execution_options(populate_existing=True)
    return list(session.scalars(read_anew))


def _is_quiet(guest: Guest, now: datetime) -> bool:
    return bool(guest.last_mail_at and guest.last_mail_at > now - SECOND_CLICK)


def _reminds_now(event: Event, now: datetime) -> bool:
    due = reminder_time(event.schedule, event.guest_reminder_days, event.timezone)
    is_open = event.schedule.window(now) is Window.OPEN
    return due is not None and due <= now and is_open
