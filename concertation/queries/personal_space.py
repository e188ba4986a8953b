"""Everything that belongs to one address, whatever event or process it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session, joinedload

from concertation.database import db
from concertation.domain.event import EventState
from concertation.domain.personal_space import space_hash
from concertation.models import Event, Guest, Registration, SpaceLink, SpaceSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    email_key: str
    coming: Sequence[Registration]
    """At events that are not over, the next one first."""
    past: Sequence[Registration]
    """Ended, or at events that are over, the latest first."""
    invitations: Sequence[Guest]
    """That still can be answered, and were not accepted."""

    @property
    def is_empty(self) -> bool:
        return not (self.coming or self.past or self.invitations)


def space_of(email_key: str, *, now: datetime) -> Space:
    registrations = db.session.scalars(_registrations(email_key)).all()
    coming = [each for each in registrations if _is_coming(each, now)]
    past = [each for each in registrations if not _is_coming(each, now)]
    return Space(
        email_key=email_key,
        coming=coming,
        past=past[::-1],
        invitations=db.session.scalars(_invitations(email_key, now)).all(),
    )


def is_known_address(session: Session, email_key: str) -> bool:
    """Whether anything is held about it that its owner has heard of."""
    registered = exists().where(Registration.email_key == email_key)
    invited = exists().where(
        Guest.email_key == email_key, Guest.invited_at.is_not(None)
    )
    return bool(session.scalar(select(or_(registered, invited))))


def find_space_link(secret: str, *, now: datetime) -> SpaceLink | None:
    """The link that still opens, for a page to show; using it up asks once more."""
    return db.session.scalar(
        select(SpaceLink).where(
            SpaceLink.token_hash == space_hash(secret), SpaceLink.expires_at > now
        )
    )


def find_space_session(token: str, *, now: datetime) -> SpaceSession | None:
    return db.session.scalar(
        select(SpaceSession).where(
            SpaceSession.token_hash == space_hash(token), SpaceSession.expires_at > now
        )
    )


def all_registrations(email_key: str) -> Sequence[Registration]:
    return db.session.scalars(_registrations(email_key)).all()


def all_invitations(email_key: str) -> Sequence[Guest]:
    """Of which the owner has heard, answered or not."""
    return db.session.scalars(
        select(Guest)
        .where(Guest.email_key == email_key, Guest.invited_at.is_not(None))
        .order_by(Guest.id)
    ).all()


def _is_coming(registration: Registration, now: datetime) -> bool:
    event = registration.event
    is_held = event.state is not EventState.CANCELLED and now < event.ends_at
    return is_held and registration.ended_at is None


def _registrations(email_key: str) -> Select[Registration]:
    return (
        select(Registration)
        .join(Registration.event)
        .where(Registration.email_key == email_key)
        .order_by(Event.starts_at, Registration.id)
        .options(joinedload(Registration.admission, innerjoin=True))
    )


def _invitations(email_key: str, now: datetime) -> Select[Guest]:
    registered = exists().where(
        Registration.event_id == Guest.event_id,
        Registration.email_key == Guest.email_key,
        Registration.ended_at.is_(None),
    )
    return (
        select(Guest)
        .join(Guest.event)
        .where(
            Guest.email_key == email_key,
            Guest.invited_at.is_not(None),
            Event.state == EventState.PUBLISHED,
            Event.ends_at > now,
            ~registered,
        )
        .order_by(Event.starts_at, Guest.id)
    )
