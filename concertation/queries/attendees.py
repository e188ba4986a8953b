"""The desk's list of who registered: searched, filtered, sorted, in pages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVarTuple

from sqlalchemy import Select, SQLColumnExpression, func, select
from sqlalchemy.orm import contains_eager

from concertation.database import db
from concertation.domain.registration import folded
from concertation.domain.seating import AdmissionState
from concertation.domain.stakeholders import StakeholderCategory
from concertation.models import Admission, Quota, Registration

Shape = TypeVarTuple("Shape")

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
    category: StakeholderCategory | None = None
    departement: str = ""
    quota_id: int | None = None
    """Of a workshop: who counts in it, or did before they left."""
    order: AttendeeOrder = AttendeeOrder.NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class AttendeePage:
    registrations: Sequence[Registration]
    total: int
    page: int
    pages: int


def attendee_page(wanted: AttendeeFilter, page: int) -> AttendeePage:
    """One page of the list, from 1; a page that does not exist is the last one."""
    total = db.session.scalar(_filtered(select(func.count()), wanted)) or 0
    pages = max(1, -(-total // ROWS_ON_A_PAGE))
    page = min(max(1, page), pages)
    rows = ordered_attendees(wanted).limit(ROWS_ON_A_PAGE)
    return AttendeePage(
        registrations=db.session.scalars(
            rows.offset((page - 1) * ROWS_ON_A_PAGE)
        ).all(),
        total=total,
        page=page,
        pages=pages,
    )


def attendee_rows(wanted: AttendeeFilter) -> Iterator[tuple[Any, ...]]:
    """Every row of the list, read from the database as it is consumed."""
    rows = select(
        Registration.reference,
        Admission.state,
        Registration.family_name,
        Registration.given_name,
        Registration.email,
        Registration.organisation,
        Registration.role,
        Registration.category,
        Registration.departement,
        Registration.epci,
        Registration.phone,
        Registration.accessibility_needs,
        Registration.created_at,
    )
    listed = _filtered(rows, wanted).order_by(*_order(wanted.order))
    yield from db.session.execute(listed.execution_options(yield_per=ROWS_READ_AT_ONCE))


def people_with_a_seat(event_id: int) -> Sequence[tuple[str, ...]]:
    """Family name, given name, organisation and role, in the order of the names."""
    people = (
        select(
            Registration.family_name,
            Registration.given_name,
            Registration.organisation,
            Registration.role,
        )
        .join(Registration.admission)
        .where(
            Registration.event_id == event_id,
            Registration.anonymised_at.is_(None),
            Admission.state == AdmissionState.CONFIRMED,
        )
        .order_by(Registration.sort_key, Registration.id)
    )
    return [tuple(person) for person in db.session.execute(people)]


def count_by_state(event_id: int) -> dict[AdmissionState, int]:
    counts = db.session.execute(
        select(Admission.state, func.count())
        .join(Registration, Registration.admission_id == Admission.id)
        .where(Registration.event_id == event_id)
        .group_by(Admission.state)
    )
    return {state: count for state, count in counts}


def ordered_attendees(wanted: AttendeeFilter) -> Select[Registration]:
    """The whole list, for a page or an export to read from."""
    listed = select(Registration).options(contains_eager(Registration.admission))
    return _filtered(listed, wanted).order_by(*_order(wanted.order))


def _filtered(rows: Select[*Shape], wanted: AttendeeFilter) -> Select[*Shape]:
    conditions: list[SQLColumnExpression[bool]] = [
        Registration.event_id == wanted.event_id
    ]
    if wanted.state:
        conditions.append(Admission.state == wanted.state)
    elif not wanted.with_ended:
        conditions.append(Registration.ended_at.is_(None))
    if wanted.category:
        conditions.append(Registration.category == wanted.category)
    if wanted.departement:
        conditions.append(Registration.departement == wanted.departement)
    if wanted.quota_id is not None:
        conditions.append(Admission.quotas.any(Quota.id == wanted.quota_id))
    conditions += [
        Registration.search_text.contains(word, autoescape=True)
        for word in folded(wanted.text).split()
    ]
    return (
        rows.select_from(Registration).join(Registration.admission).where(*conditions)
    )


def _order(order: AttendeeOrder) -> tuple[SQLColumnExpression[Any], ...]:
    by_name = (Registration.sort_key, Registration.id)
    match order:
        case AttendeeOrder.NAME:
            return by_name
        case AttendeeOrder.ORGANISATION:
            return (func.lower(Registration.organisation), *by_name)
        case AttendeeOrder.LATEST:
            return (Registration.created_at.desc(), Registration.id.desc())
        case AttendeeOrder.LINE:
            return (Admission.priority, Admission.queued_at, Admission.id)
