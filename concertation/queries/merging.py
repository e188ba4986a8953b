"""Which registrations may be one person's, and what would stand if they were one."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, or_, select

from concertation.database import db
from concertation.domain.registration import folded
from concertation.domain.seating import AdmissionState
from concertation.models import Admission, Registration

MOST_SHOWN = 20


def look_alikes(registration: Registration) -> Sequence[Registration]:
    """Others of the event with the same name first, then of the same organisation."""
    same_name = Registration.sort_key == registration.sort_key
    same_organisation = func.lower(Registration.organisation) == func.lower(
        registration.organisation
    )
    return db.session.scalars(
        select(Registration)
        .where(*_others(registration), or_(same_name, same_organisation))
        .order_by(same_name.desc(), Registration.sort_key, Registration.id)
        .limit(MOST_SHOWN)
    ).all()


def found_among_others(registration: Registration, text: str) -> Sequence[Registration]:
    """Others of the event by name, address, organisation or reference."""
    words = [
        Registration.search_text.contains(word, autoescape=True)
        for word in folded(text).split()
    ]
    return db.session.scalars(
        select(Registration)
        .where(*_others(registration), *words)
        .order_by(Registration.sort_key, Registration.id)
        .limit(MOST_SHOWN)
    ).all()


def takes_place_of(kept: Registration, other: Registration) -> bool:
    """Whether the other's place is the better one: a seat, else who came first."""
    if kept.admission.state.holds_seats:
        return False
    return _place(other.admission) < _place(kept.admission)


def _place(admission: Admission) -> tuple[object, ...]:
    order = 2 if admission.state is AdmissionState.ASKED else 1
    if admission.state.holds_seats:
        order = 0
    return (order, admission.priority, admission.queued_at, admission.id)


def _others(registration: Registration) -> tuple[ColumnElement[bool], ...]:
    return (
        Registration.event_id == registration.event_id,
        Registration.id != registration.id,
        Registration.ended_at.is_(None),
        Registration.anonymised_at.is_(None),
    )
