"""What the list shows beside each person: their workshops, and notes on them."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select

from concertation.database import db
from concertation.models import (
    Event,
    Registration,
    RegistrationNote,
    Workshop,
    admission_quota,
)
from concertation.queries.restrictions import is_limited


@dataclass(slots=True)
class Marks:
    workshops: list[str] = field(default_factory=list)
    """Titles, in the order of the workshops."""
    notes: int = 0
    is_limited: bool = False
    """Whether the person asked that their data be kept without being used."""


def marks_of(event: Event, people: Sequence[Registration]) -> Mapping[int, Marks]:
    """By the id of each registration, in as many queries for one as for fifty."""
    marks: dict[int, Marks] = defaultdict(Marks)
    ids = [registration.id for registration in people]
    notes = (
        select(func.count())
        .where(RegistrationNote.registration_id == Registration.id)
        .scalar_subquery()
    )
    told = select(Registration.id, notes, is_limited(Registration.email_key))
    for number, count, limited in db.session.execute(
        told.where(Registration.id.in_(ids))
    ):
        marks[number].notes, marks[number].is_limited = count, limited
    if event.workshops:
        taken = (
            select(Registration.id, Workshop.title)
            .join(
                admission_quota,
                admission_quota.c.admission_id == Registration.admission_id,
            )
            .join(Workshop, Workshop.quota_id == admission_quota.c.quota_id)
            .where(Registration.id.in_(ids))
            .order_by(Workshop.position, Workshop.id)
        )
        for number, title in db.session.execute(taken):
            marks[number].workshops.append(title)
    return marks
