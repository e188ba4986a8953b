"""The desk's list of who registered: searched, filtered, sorted, in pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVarTuple

from sqlalchemy import Select, SQLColumnExpression, Subquery, func, select
from sqlalchemy.orm import contains_eager, lazyload

from concertation.database import db
from concertation.domain.registration import folded
from concertation.domain.seating import AdmissionState
from concertation.models import Admission, Event, Registration, admission_quota
from concertation.queries.restrictions import is_limited
from concertation.queries.wishes import admissions_that_could_do_better

Shape = TypeVarTuple("Shape")

FIELDS: Mapping[str, SQLColumnExpression[Any]] = {
    "reference": Registration.reference,
    "state": Admission.state,
    "seats": Admission.seats,
    "family_name": Registration.family_name,
    "given_name": Registration.given_name,
    "email": Registration.email,
    "organisation": Registration.organisation,
    "role": Registration.role,
    "category": Registration.category,
    "departement": Registration.departement,
    "epci": Registration.epci,
    "phone": Registration.phone,
    "accessibility_needs": Registration.accessibility_needs,
    "registered_at": Registration.created_at,
    "ended_at": Registration.ended_at,
    "locale": Registration.locale,
    "source": Registration.source,
}
"""What a list can hold, by the keys of its columns; and "rank", which is counted."""

ROWS_ON_A_PAGE = 50
ROWS_READ_AT_ONCE = 2000


class AttendeeOrder(StrEnum):
    NAME = "name"
    ORGANISATION = "organisation"
    LATEST = "latest"
    LINE = "line"
    """The order of the waiting line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendeeFilter:
    event_id: int
    text: str = ""
    state: AdmissionState | None = None
    with_ended: bool = False
    """Whether those who left are listed as well, where no state is asked for."""
    category: str = ""
    reference: str = ""
    """Of one registration alone; empty for all."""
    departement: str = ""
    quota_id: int | None = None
    """Of a workshop: who counts in it, or did before they left."""
    could_do_better: bool = False
    """Whether only those are listed who ranked a workshop with room above theirs."""
    order: AttendeeOrder = AttendeeOrder.NAME
    without_limited: bool = False
    """Whether people whose data are limited are left out, as of files they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendeePage:
    registrations: Sequence[Registration]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class Seated:
    """Who signs in, as far as a sheet that goes from hand to hand may tell."""

    family_name: str
    given_name: str
    organisation: str
    role: str
    companions: tuple[str, ...]
    """A name each, or nothing where they are only counted."""


def attendee_page(wanted: AttendeeFilter, page: int) -> AttendeePage:
    """One page of the list, from 1; a page that does not exist is the last one."""
    total = count_attendees(wanted)
    pages = max(1, -(-total // ROWS_ON_A_PAGE))
    page = min(max(1, page), pages)
    # Which people stand on the page is found out first: a whole list of ten thousand
    # is sorted many times faster by what it is sorted by than with all that it tells.
    is_in_line = wanted.order is AttendeeOrder.LINE
    shown = _narrowed(select(Registration.id), wanted, with_admission=is_in_line)
    shown = shown.order_by(*_order(wanted.order)).limit(ROWS_ON_A_PAGE)
    shown = shown.offset((page - 1) * ROWS_ON_A_PAGE)
    numbers = db.session.scalars(shown).all()
    found = db.session.scalars(
        select(Registration)
        .join(Registration.admission)
        .where(Registration.id.in_(numbers))
        .options(contains_eager(Registration.admission), lazyload(Registration.event))
    )
    by_number = {registration.id: registration for registration in found}
    return AttendeePage(
        registrations=[by_number[number] for number in numbers if number in by_number],
        total=total,
        page=page,
        pages=pages,
    )


def ordered_attendees(wanted: AttendeeFilter) -> Select[Registration]:
    """Everybody on the list, with what became of their requests."""
    listed = select(Registration).options(contains_eager(Registration.admission))
    return _narrowed(listed, wanted, with_admission=True).order_by(
        *_order(wanted.order)
    )


def attendee_batches(
    wanted: AttendeeFilter, keys: Sequence[str]
) -> Iterator[Sequence[tuple[Any, ...]]]:
    """Every row of the list, some at a time, read from the database as they are used.

    Each row has the registration's number, then what the keys of `FIELDS` name.
    """
    ranks = _ranks(wanted.event_id)
    fields = {**FIELDS, "rank": ranks.c.rank}
    rows: Select[Any] = select(Registration.id, *[fields[key] for key in keys])
    listed = _narrowed(rows, wanted, with_admission=True)
    if "rank" in keys:
        listed = listed.outerjoin(ranks, ranks.c.id == Admission.id)
    listed = listed.order_by(*_order(wanted.order))
    found = db.session.execute(listed.execution_options(yield_per=ROWS_READ_AT_ONCE))
    for batch in found.partitions():
        yield [tuple(row) for row in batch]


def count_attendees(wanted: AttendeeFilter) -> int:
    """How many rows the list has."""
    by_state_alone = AttendeeFilter(
        event_id=wanted.event_id, state=wanted.state, order=wanted.order
    )
    if wanted.state and wanted == by_state_alone:
        # Of these the pool's index knows the number: no row is opened.
        return count_by_state(wanted.event_id).get(wanted.state, 0)
    return db.session.scalar(_narrowed(select(func.count()), wanted)) or 0


def could_do_better(event_id: int) -> int:
    """How many people ranked a workshop with room above the one that they have."""
    return count_attendees(AttendeeFilter(event_id=event_id, could_do_better=True))


def people_with_a_seat(
    event_id: int, quota_id: int | None = None, *, without_limited: bool = False
) -> list[Seated]:
    """In the order of the names; of a workshop: those who count in its quota."""
    wanted = AttendeeFilter(
        event_id=event_id,
        state=AdmissionState.CONFIRMED,
        quota_id=quota_id,
        without_limited=without_limited,
    )
    people = select(
        Registration.family_name,
        Registration.given_name,
        Registration.organisation,
        Registration.role,
        Registration.companions,
    )
    people = _narrowed(people, wanted).where(Registration.anonymised_at.is_(None))
    found = db.session.execute(people.order_by(*_order(AttendeeOrder.NAME)))
    return [
        Seated(family_name, given_name, organisation, role, tuple(companions or ()))
        for family_name, given_name, organisation, role, companions in found
    ]


def count_by_state(event_id: int) -> dict[AdmissionState, int]:
    """Read from the event's pool, whose index holds the states: no row is opened."""
    pool = select(Event.pool_id).where(Event.id == event_id).scalar_subquery()
    counts = db.session.execute(
        select(Admission.state, func.count())
        .where(Admission.pool_id == pool)
        .group_by(Admission.state)
    )
    return {state: count for state, count in counts}


def _narrowed(
    rows: Select[*Shape], wanted: AttendeeFilter, *, with_admission: bool = False
) -> Select[*Shape]:
    """Whom the filter leaves. What became of a request is looked up if it matters."""
    rows = rows.select_from(Registration)
    if with_admission or wanted.state:
        rows = rows.join(Registration.admission)
    return rows.where(*_conditions(wanted))


def _conditions(wanted: AttendeeFilter) -> list[SQLColumnExpression[bool]]:
    conditions: list[SQLColumnExpression[bool]] = [
        Registration.event_id == wanted.event_id
    ]
    if wanted.state:
        conditions.append(Admission.state == wanted.state)
    elif not wanted.with_ended:
        conditions.append(Registration.ended_at.is_(None))
    if wanted.category:
        conditions.append(Registration.category == wanted.category)
    if wanted.reference:
        conditions.append(Registration.reference == wanted.reference)
    if wanted.departement:
        conditions.append(Registration.departement == wanted.departement)
    if wanted.quota_id is not None:
        counted = select(admission_quota.c.admission_id).where(
            admission_quota.c.quota_id == wanted.quota_id
        )
        conditions.append(Registration.admission_id.in_(counted))
    if wanted.could_do_better:
        better = admissions_that_could_do_better(wanted.event_id)
        conditions.append(Registration.admission_id.in_(better))
    if wanted.without_limited:
        conditions.append(~is_limited(Registration.email_key))
    conditions += [
        Registration.search_text.contains(word, autoescape=True)
        for word in folded(wanted.text).split()
    ]
    return conditions


def _order(order: AttendeeOrder) -> tuple[SQLColumnExpression[Any], ...]:
    by_name = (Registration.sort_key, Registration.id)
    match order:
        case AttendeeOrder.NAME:
            return by_name
        case AttendeeOrder.ORGANISATION:
            return (Registration.organisation_key, *by_name)
        case AttendeeOrder.LATEST:
            return (Registration.created_at.desc(), Registration.id.desc())
        case AttendeeOrder.LINE:
            return (Admission.priority, Admission.queued_at, Admission.id)


def _ranks(event_id: int) -> Subquery:
    """Where each of those who wait stands in the line, whatever else is filtered."""
    line = (Admission.priority, Admission.queued_at, Admission.id)
    pool = select(Event.pool_id).where(Event.id == event_id).scalar_subquery()
    return (
        select(Admission.id, func.row_number().over(order_by=line).label("rank"))
        .where(Admission.pool_id == pool, Admission.state == AdmissionState.WAITLISTED)
        .subquery("ranked")
    )
