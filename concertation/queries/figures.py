"""Numbers about an event, counted by the database: who registered, whence, and when."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, TypeVarTuple
from zoneinfo import ZoneInfo

from sqlalchemy import (
    Integer,
    Select,
    SQLColumnExpression,
    case,
    cast,
    extract,
    func,
    or_,
    select,
)

from concertation.database import db
from concertation.domain.registration import ELSEWHERE, NO_ORGANISATION
from concertation.domain.seating import AdmissionState
from concertation.models import Admission, Event, Registration

Shape = TypeVarTuple("Shape")

MOST_NAMED = 20
QUARTER_HOUR = 900
"""Every zone of the world is some quarters of an hour away from UTC."""

IN_LINE = (AdmissionState.WAITLISTED, AdmissionState.EXPIRED)
"""Who waited in vain and was forgotten since then did wait."""
WAITING = (*IN_LINE, AdmissionState.ASKED)
SEATED = tuple(state for state in AdmissionState if state.holds_seats)
STOOD = or_(Registration.ended_at.is_(None), Admission.state == AdmissionState.EXPIRED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """A part of the people: those of a category, of a territory, of an organisation."""

    name: str
    """The code of the category or the territory; the organisation as it was typed."""
    seated: int = 0
    """Persons, with those who come along."""
    waiting: int = 0
    """Persons on the waiting list, or for approval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisations:
    named: Sequence[Share]
    """Those with the most persons, most first."""
    others: Share
    """All others together."""
    count: int
    """How many there are, whatever the case and the accents that they were typed in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Day:
    day: date
    new: int
    """Registrations received on that day, also those that were cancelled since."""
    total: int
    """Received until its end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    received: int
    """Registrations."""
    ended: int
    """Registrations that were cancelled or declined."""
    seated: int
    """Persons."""
    waiting: int
    """Persons on the waiting list, also when its end has come."""
    asking: int
    """Persons who wait for approval."""
    categories: Sequence[Share]
    departements: Sequence[Share]
    groupings: Sequence[Share]
    organisations: Organisations
    days: Sequence[Day] = field(default_factory=list)

    @property
    def known_departements(self) -> int:
        """How many there are, of which « outside of the region » is none."""
        return sum(share.name != ELSEWHERE for share in self.departements)


def figures_of(event: Event) -> Figures:
    """As many queries for ten people as for ten thousand."""
    by_state = _by_state(event.id)
    return Figures(
        received=sum(registrations for registrations, _persons in by_state.values()),
        ended=sum(
            registrations
            for state, (registrations, _persons) in by_state.items()
            if state.is_over and state not in IN_LINE
        ),
        seated=sum(by_state[state][1] for state in SEATED),
        waiting=sum(by_state[state][1] for state in IN_LINE),
        asking=by_state[AdmissionState.ASKED][1],
        categories=_shares(event.id, Registration.category),
        departements=_shares(event.id, Registration.departement),
        groupings=[
            share for share in _shares(event.id, Registration.epci) if share.name
        ],
        organisations=_organisations(event.id),
        days=_days(event),
    )


def _by_state(event_id: int) -> Mapping[AdmissionState, tuple[int, int]]:
    """Registrations and persons."""
    counted = select(Admission.state, func.count(), func.sum(Admission.seats))
    found = db.session.execute(_of(counted, event_id).group_by(Admission.state))
    return defaultdict(
        lambda: (0, 0), {state: (count, persons) for state, count, persons in found}
    )


def _of(rows: Select[*Shape], event_id: int) -> Select[*Shape]:
    return (
        rows.select_from(Registration)
        .join(Registration.admission)
        .where(Registration.event_id == event_id)
    )


def _persons(states: Iterable[AdmissionState]) -> SQLColumnExpression[int]:
    seats = case((Admission.state.in_(tuple(states)), Admission.seats), else_=0)
    return func.coalesce(func.sum(seats), 0)


def _shares(event_id: int, part: SQLColumnExpression[Any]) -> list[Share]:
    seated, waiting = _persons(SEATED), _persons(WAITING)
    counted = _of(select(part, seated, waiting), event_id)
    found = db.session.execute(
        counted.where(STOOD)
        .group_by(part)
        .order_by(seated.desc(), waiting.desc(), part)
    )
    return [
        Share(name=str(name), seated=here, waiting=line) for name, here, line in found
    ]


def _organisations(event_id: int) -> Organisations:
    seated, waiting = _persons(SEATED), _persons(WAITING)
    key = Registration.organisation_key
    counted = _of(
        select(func.min(Registration.organisation), seated, waiting), event_id
    )
    each = counted.where(STOOD, key.not_in(NO_ORGANISATION)).group_by(key)
    largest = db.session.execute(
        each.order_by(seated.desc(), waiting.desc(), key).limit(MOST_NAMED)
    )
    named = [
        Share(name=name, seated=here, waiting=line) for name, here, line in largest
    ]
    whole = each.subquery()
    _name, here, line = whole.c
    count, all_seated, all_waiting = db.session.execute(
        select(func.count(), func.sum(here), func.sum(line)).select_from(whole)
    ).one()
    return Organisations(
        named=named,
        others=Share(
            name="",
            seated=(all_seated or 0) - sum(share.seated for share in named),
            waiting=(all_waiting or 0) - sum(share.waiting for share in named),
        ),
        count=count,
    )


def _days(event: Event) -> list[Day]:
    """From the first registration to the last, days without any among them."""
    quarter = cast(extract("epoch", Registration.created_at), Integer) // QUARTER_HOUR
    found = db.session.execute(
        select(quarter, func.count())
        .where(Registration.event_id == event.id)
        .group_by(quarter)
    )
    zone = ZoneInfo(event.timezone)
    new: Counter[date] = Counter()
    for number, count in found:
        instant = datetime.fromtimestamp(number * QUARTER_HOUR, UTC)
        new[instant.astimezone(zone).date()] += count
    days: list[Day] = []
    for day in _each_day(new):
        total = new[day] + (days[-1].total if days else 0)
        days.append(Day(day=day, new=new[day], total=total))
    return days


def _each_day(days: Iterable[date]) -> Iterable[date]:
    found = sorted(days)
    if not found:
        return []
    length = (found[-1] - found[0]).days + 1
    return [found[0] + timedelta(days=number) for number in range(length)]
