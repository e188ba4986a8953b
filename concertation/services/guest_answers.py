"""What a guest answers: they register as everybody does, or decline."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.actor import PARTICIPANT
from concertation.domain.errors import (
    ByInvitation,
    EventOver,
    GuestRegistered,
    InvitationWithdrawn,
)
from concertation.domain.event import EventState, Visibility
from concertation.domain.guest_messages import GuestInvited
from concertation.domain.limits import Limit
from concertation.domain.registration import email_key
from concertation.models import Event, Guest
from concertation.queries.guests import guest_with_address
from concertation.queries.registrations import current_registration
from concertation.queries.seating import rank_in_line
from concertation.services.announcements import tell_standing
from concertation.services.audit import note
from concertation.services.guest_mails import lock_guest, tell_guest
from concertation.services.limits import use_up
from concertation.services.places import lock_event

PAUSE_BETWEEN_LINKS: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class InvitationLink:
    """The link of a mail that was used, which proves the address."""

    guest_id: int
    link_version: int


def decline_invitation(
    link: InvitationLink, word: str, *, now: datetime, limits: tuple[Limit, ...] = ()
) -> None:
    """Note that somebody does not come; they may still register later.

    Declining again replaces the word. Raises `InvitationWithdrawn`, `GuestRegistered`,
    `EventCancelled`, `EventOver` or `LimitReached`.
    """
    with transaction() as session:
        use_up(session, limits, now=now)
        guest = lock_guest(session, link.guest_id)
        event = guest.event
        _refuse_revoked(guest, link)
        event.schedule.refuse_if_cancelled()
        if now >= event.ends_at:
            raise EventOver
        if current_registration(session, event.id, guest.email_key):
            raise GuestRegistered
        is_new = guest.declined_at is None
        guest.declined_at, guest.word = guest.declined_at or now, word
        if is_new:
            action = "event.guest_declined"
            note(session, action, event, actor=PARTICIPANT, now=now)


def take_up_invitation(
    session: Session, event: Event, email: str, link: InvitationLink | None
) -> None:
    """Under the lock of who registers: whoever declined before has changed their mind.

    Raises `InvitationWithdrawn`, and `ByInvitation` where a link is needed.
    """
    if link is None:
        if event.visibility is Visibility.INVITED:
            raise ByInvitation
        return
    guest = session.get(Guest, link.guest_id, populate_existing=True)
    if guest is None or guest.event_id != event.id:
        raise InvitationWithdrawn
    _refuse_revoked(guest, link)
    if guest.email_key != email_key(email):
        raise InvitationWithdrawn
    guest.declined_at, guest.word = None, ""


def send_link_again(
    event_id: int, email: str, *, now: datetime, limits: tuple[Limit, ...] = ()
) -> None:
    """Write to this address how it stands, if it is on the list of guests.

    Whoever asks is told nothing, for an address is no proof of who is asking; nothing
    is sent to an address that nobody invited. Raises `LimitReached`.
    """
    with transaction() as session:
        use_up(session, limits, now=now)
        event = lock_event(session, event_id)
        guest = guest_with_address(session, event_id, email)
        if guest is None or not _is_time(guest, now):
            return
        if event.state is not EventState.PUBLISHED or now >= event.ends_at:
            return
        registration = current_registration(session, event_id, guest.email_key)
        if registration is None:
            tell_guest(session, GuestInvited, event, guest, now=now)
            return
        rank = rank_in_line(session, registration.admission)
        tell_standing(session, registration, rank=rank, now=now)
        guest.last_mail_at = now


def _is_time(guest: Guest, now: datetime) -> bool:
    last = guest.last_mail_at
    return last is None or now - last >= PAUSE_BETWEEN_LINKS


def _refuse_revoked(guest: Guest, link: InvitationLink) -> None:
    if guest.link_version != link.link_version:
        raise InvitationWithdrawn
