"""Everything that belongs to one address, whatever event or process it is about."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, exists, select, union_all
from sqlalchemy.orm import Session, contains_eager, joinedload

from concertation.database import db
from concertation.domain.event import EventState
from concertation.domain.personal_space import space_hash
from concertation.models import (
    Event,
    Guest,
    Participant,
    Process,
    Registration,
    SpaceLink,
    SpaceSession,
)
from concertation.queries.own_places import OwnPlace, places_of_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Participation:
    """What somebody has to do with one process."""

    participant: Participant
    places: Sequence[OwnPlace]
    """The latest phase first, also what ended."""

    @property
    def current(self) -> list[OwnPlace]:
        return [place for place in self.places if place.is_current]


@dataclass(frozen=True, slots=True, kw_only=True)
class Space:
    email_key: str
    coming: Sequence[Registration]
    """At events that are not over, the next one first."""
    past: Sequence[Registration]
    """Ended, or at events that are over, the latest first."""
    invitations: Sequence[Guest]
    """That still can be answered, and were not accepted."""
    participations: Sequence[Participation]

    @property
    def is_empty(self) -> bool:
        known = (self.coming, self.past, self.invitations, self.participations)
        return not any(known)

    @property
    def places_to_confirm(self) -> list[tuple[Participation, OwnPlace]]:
        return [
            (each, place)
            for each in self.participations
            for place in each.places
            if place.awaits_answer
        ]


def space_of(email_key: str, *, now: datetime) -> Space:
    registrations = db.session.scalars(_registrations(email_key)).all()
    coming = [each for each in registrations if _is_coming(each, now)]
    past = [each for each in registrations if not _is_coming(each, now)]
    return Space(
        email_key=email_key,
        coming=coming,
        past=past[::-1],
        invitations=db.session.scalars(_invitations(email_key, now)).all(),
        participations=_participations(email_key, now),
    )


def known_address(session: Session, email_key: str) -> str | None:
    """How it is written where its owner has heard of it; None: we know nothing of it.

    Who asks may write it with other capitals, which some mail servers tell apart.
    """
    written = union_all(
        select(Registration.email).where(Registration.email_key == email_key),
        select(Guest.email).where(
            Guest.email_key == email_key, Guest.invited_at.is_not(None)
        ),
        select(Participant.email).where(Participant.email_key == email_key),
    )
    return session.scalar(written.limit(1))


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


def participations_of(email_key: str) -> Sequence[Participant]:
    """The process that was published last comes first."""
    return db.session.scalars(
        select(Participant)
        .join(Participant.process)
        .options(contains_eager(Participant.process))
        .where(Participant.email_key == email_key)
        .order_by(Process.published_at.desc(), Participant.id)
    ).all()


def _participations(email_key: str, now: datetime) -> list[Participation]:
    participants = participations_of(email_key)
    places = places_of_all([each.id for each in participants], now=now)
    return [
        Participation(participant=each, places=places.get(each.id, []))
        for each in participants
    ]


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
