"""Invite the members of a group to one of its meetings: once each, as guests of it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from concertation.database import table_of, transaction
from concertation.domain.guest_messages import GuestInvited
from concertation.domain.guests import MOST_NAME, guest_search_text, guest_sort_key
from concertation.domain.process_errors import GroupGone
from concertation.models import Event, Guest, Participant
from concertation.models.guest import new_link_version
from concertation.queries.meeting_guests import (
    former_members_among,
    members_to_invite,
)
from concertation.services.audit import note
from concertation.services.guest_mails import BATCH, tell_guest
from concertation.services.guests import forget_guests
from concertation.services.places import lock_event


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteMembers:
    event_id: int
    with_deputies: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class MembersInvited:
    invited: int
    """People who were written to now."""
    taken_off: int
    """Guests who have left the group, and had not answered."""


def invite_members(wish: InviteMembers, *, actor: str, now: datetime) -> MembersInvited:
    """Make everybody who has a seat in the group a guest of the meeting, and write.

    Again later, it reaches those only who came into the group since; whoever left and
    has not answered is taken off the list. Who is on it or registered already is left
    in peace. Raises `GroupGone` for an event that is no group's meeting, and what
    inviting guests does: `EventNotPublished`, `RegistrationClosed`, `EventCancelled`,
    `EventOver`.
    """
    taken_off = _take_off(wish, actor=actor, now=now)
    invited = 0
    while some := _invite_batch(wish, actor=actor, now=now):
        invited += some
    return MembersInvited(invited=invited, taken_off=taken_off)


def _take_off(wish: InviteMembers, *, actor: str, now: datetime) -> int:
    with transaction() as session:
        event = _lock(session, wish, now=now)
        former = former_members_among(session, event)
        forget_guests(session, former)
        if former:
            action = "event.members_taken_off"
            told = {"guests": len(former), "rows": former}
            note(session, action, event, actor=actor, now=now, **told)
        return len(former)


def _invite_batch(wish: InviteMembers, *, actor: str, now: datetime) -> int:
    with transaction() as session:
        event = _lock(session, wish, now=now)
        people = members_to_invite(
            session, event, with_deputies=wish.with_deputies, most=BATCH
        )
        if not people:
            return 0
        rows = [_row(event, person, actor=actor, now=now) for person in people]
        session.execute(insert(table_of(Guest)), rows)
        added = select(Guest).where(
            Guest.event_id == event.id,
            Guest.email_key.in_([person.email_key for person in people]),
        )
        for guest in session.scalars(added.order_by(Guest.id)):
            tell_guest(session, GuestInvited, event, guest, now=now)
        action = "event.members_invited"
        note(session, action, event, actor=actor, now=now, guests=len(people))
        return len(people)


def _lock(session: Session, wish: InviteMembers, *, now: datetime) -> Event:
    event = lock_event(session, wish.event_id)
    event.schedule.refuse_unless_inviting(now)
    if event.offer_id is None:
        raise GroupGone
    return event


def _row(
    event: Event, person: Participant, *, actor: str, now: datetime
) -> dict[str, object]:
    name = f"{person.given_name} {person.family_name}"
    organisation = person.organisation.name if person.organisation else ""
    return {
        "event_id": event.id,
        "participant_id": person.id,
        "name": name[:MOST_NAME],
        "organisation": organisation,
        "email": person.email,
        "email_key": person.email_key,
        "sort_key": guest_sort_key(name, person.email),
        "search_text": guest_search_text(name, organisation, person.email),
        "locale": person.locale,
        "added_by": actor,
        "added_at": now,
        "word": "",
        "link_version": new_link_version(),
    }
