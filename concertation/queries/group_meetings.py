"""The meetings of a group in one phase, and what its people answered to each."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import lazyload

from concertation.database import db
from concertation.domain.enrolment import Standing
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    Enrolment,
    Event,
    Guest,
    Participant,
    Registration,
)
from concertation.queries.member_rows import stands


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingFigures:
    event: Event
    registered: int
    """Registrations with a place, which may be of people from elsewhere."""
    invited: int
    """Guests who were written to."""
    declined: int
    """Of those."""
    silent: int
    """Of those: neither registered nor declined."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uninvited:
    """Members who are neither guests of a meeting nor registered for it."""

    seated: int = 0
    deputies: int = 0


def meetings_of(offer_id: int) -> list[MeetingFigures]:
    """In the order of time."""
    guests = select(func.count()).where(
        Guest.event_id == Event.id, Guest.invited_at.is_not(None)
    )
    has_declined = Guest.declined_at.is_not(None)
    rows = db.session.execute(
        select(
            Event,
            _registered().scalar_subquery(),
            guests.scalar_subquery(),
            guests.where(has_declined).scalar_subquery(),
            guests.where(~has_declined, ~_ever_registered()).scalar_subquery(),
        )
        .where(Event.offer_id == offer_id)
        .options(lazyload("*"))
        .order_by(Event.starts_at, Event.id)
    )
    return [
        MeetingFigures(
            event=event,
            registered=registered,
            invited=invited,
            declined=declined,
            silent=silent,
        )
        for event, registered, invited, declined, silent in rows
    ]


def uninvited_members(offer_id: int) -> dict[int, Uninvited]:
    """By the id of each meeting of the group, for whom an invitation is still due."""
    is_deputy = case((Enrolment.admission_id.is_(None), 1), else_=0)
    inside = or_(*map(stands, (Standing.SEAT, Standing.HELD, Standing.DEPUTY)))
    is_guest = select(Guest.id).where(
        Guest.event_id == Event.id, Guest.email_key == Participant.email_key
    )
    is_registered = select(Registration.id).where(
        Registration.event_id == Event.id,
        Registration.email_key == Participant.email_key,
        Registration.ended_at.is_(None),
    )
    rows = db.session.execute(
        select(Event.id, func.count(), func.sum(is_deputy))
        .join(Enrolment, Enrolment.offer_id == Event.offer_id)
        .join(Enrolment.participant)
        .outerjoin(Enrolment.admission)
        .where(
            and_(Event.offer_id == offer_id, inside),
            Participant.anonymised_at.is_(None),
            ~is_guest.exists(),
            ~is_registered.exists(),
        )
        .group_by(Event.id)
    )
    return {
        number: Uninvited(seated=count - int(deputies), deputies=int(deputies))
        for number, count, deputies in rows
    }


def _registered() -> Select[int]:
    """How many registrations of the event have a place."""
    return (
        select(func.count())
        .select_from(Registration)
        .join(Registration.admission)
        .where(
            Registration.event_id == Event.id,
            Registration.ended_at.is_(None),
            Admission.state == AdmissionState.CONFIRMED,
        )
    )


def _ever_registered() -> ColumnElement[bool]:
    """That the guest is registered, or was."""
    its_own = and_(
        Registration.event_id == Event.id, Registration.email_key == Guest.email_key
    )
    return select(Registration.id).where(its_own).exists()
