"""Guests of an event, made through the real services."""

from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.event import Visibility
from concertation.domain.guest_messages import GUEST_MESSAGES, GuestMessage
from concertation.domain.guests import GuestState, Writing
from concertation.domain.registration import email_key
from concertation.links import guest_token
from concertation.models import Event, Guest, OutboxMail
from concertation.queries.guests import state_of_guest
from concertation.services.guest_answers import InvitationLink
from concertation.services.guest_mails import write_to_guests
from concertation.services.guests import AddGuests, add_guests
from concertation.services.registration import register_person
from concertation.services.visibility import VisibilityRules, change_visibility
from tests.factories import ACTOR, NOW, make_event, make_wish

ADA, BEN, CLEO = "ada@example.org", "ben@example.org", "cleo@example.org"


def add(event: Event, *lines: str, now=NOW, locale="fr"):
    wish = AddGuests(event_id=event.id, text="\n".join(lines), locale=locale)
    return add_guests(wish, actor=ACTOR, now=now)


def guest_of(event: Event, email: str = ADA) -> Guest:
    found = select(Guest).where(
        Guest.event_id == event.id, Guest.email_key == email_key(email)
    )
    return db.session.scalars(found).one()


def make_guest(event: Event, email: str = ADA) -> Guest:
    """On the list, and not written to."""
    add(event, f"Ada LOVELACE; Machines; {email}")
    return guest_of(event, email)


def invite(event: Event, *emails: str, now=NOW) -> list[Guest]:
    add(event, *emails, now=now)
    write_to_guests(event.id, Writing.INVITATION, actor=ACTOR, now=now)
    return [guest_of(event, email) for email in emails]


def make_private(event: Event, visibility=Visibility.BY_CODE, days=None) -> Event:
    rules = VisibilityRules(visibility=visibility, guest_reminder_days=days)
    change_visibility(event.id, rules, actor=ACTOR, now=NOW)
    db.session.expire_all()
    return event


def make_private_event(visibility=Visibility.BY_CODE, **changes) -> Event:
    return make_private(make_event(**changes), visibility)


def link_of(guest: Guest) -> InvitationLink:
    return InvitationLink(guest_id=guest.id, link_version=guest.link_version)


def page_of(guest: Guest) -> str:
    return f"/invitations/{guest_token(guest.id, guest.link_version)}"


def how_many_guests() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Guest.id)))


def state_of(guest: Guest) -> GuestState:
    db.session.rollback()
    return state_of_guest(db.session(), guest)


def guest_messages(template: str | None = None) -> list[GuestMessage]:
    """What guests were promised to be told, in the order of the promises."""
    db.session.rollback()
    mails = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()
    return [
        GUEST_MESSAGES[mail.template].from_facts(mail.facts)
        for mail in mails
        if mail.template in GUEST_MESSAGES and template in {None, mail.template}
    ]


def accept(guest, now=NOW, **changes):
    wish = make_wish(
        guest.event, email=guest.email, invitation=link_of(guest), **changes
    )
    return register_person(wish, now=now)


def write(event, writing, now=NOW):
    return write_to_guests(event.id, writing, actor=ACTOR, now=now)
