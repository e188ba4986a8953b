"""What the purge will remove and when, and what it has removed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, func, literal, select, union_all

from concertation.database import db
from concertation.domain.retention import HORIZONS, DataKind
from concertation.models import Account, Event, Process, PurgeLine
from concertation.queries.retention import EVERYTHING, Term, retention_terms

LINES_ON_A_PAGE = 50
COUNTED_AT_ONCE = 100
"""How many counts one statement asks for."""
READ_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose people they are: of an event, of a process, or of the whole site."""

    event_slug: str | None = None
    process_slug: str | None = None
    title: str | None = None


WHOLE_SITE = Owner()


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    kind: DataKind
    owner: Owner
    days: int
    counts: tuple[int, ...]
    """How many will have gone, at each of `HORIZONS`, if nothing changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    at: datetime
    kind: DataKind
    purged: int
    days: int | None
    since: datetime | None
    owner: Owner


@dataclass(frozen=True, slots=True, kw_only=True)
class PurgePage:
    lines: Sequence[Purged]
    page: int
    pages: int


_Key = tuple[DataKind, int | None, int | None, int]


def what_goes_when(now: datetime) -> Sequence[Forecast]:
    """By the very selection that the purge asks for, at each instant to come."""
    counted: dict[_Key, list[int]] = {}
    for place, days in enumerate(HORIZONS):
        then = now + timedelta(days=days)
        terms = [term for over in EVERYTHING for term in over(db.session(), then)]
        for term, count in zip(terms, _counts(terms), strict=True):
            counts = counted.setdefault(_key(term), [0] * len(HORIZONS))
            counts[place] += count
    owners = _owners(
        {event for _k, event, _p, _d in counted if event},
        {process for _k, _e, process, _d in counted if process},
    )
    forecasts = [
        Forecast(
            kind=kind,
            owner=owners.get((event, process), WHOLE_SITE),
            days=days,
            counts=tuple(counts),
        )
        for (kind, event, process, days), counts in counted.items()
        if any(counts)
    ]
    order = list(DataKind)
    return sorted(
        forecasts, key=lambda each: (order.index(each.kind), each.owner.title or "")
    )


def accounts_asleep(now: datetime) -> set[int]:
    """The ids of accounts whose people have not signed in for too long."""
    days = retention_terms(db.session()).account_retention_days
    before = now - timedelta(days=days)
    latest = func.coalesce(Account.last_signed_in_at, Account.created_at)
    asleep = select(Account.id).where(
        Account.is_active, Account.password_hash != "", latest <= before
    )
    return set(db.session.scalars(asleep))


def purge_page(page: int) -> PurgePage:
    """One line for each run, kind and rule, latest first."""
    lines = _lines()
    total = db.session.scalar(select(func.count()).select_from(lines.subquery())) or 0
    pages = max(1, -(-total // LINES_ON_A_PAGE))
    page = min(max(1, page), pages)
    shown = lines.limit(LINES_ON_A_PAGE).offset((page - 1) * LINES_ON_A_PAGE)
    rows = db.session.execute(shown).all()
    owners = _owners(
        {row.event_id for row in rows if row.event_id},
        {row.process_id for row in rows if row.process_id},
    )
    found = [_purged(row, owners) for row in rows]
    return PurgePage(lines=found, page=page, pages=pages)


def all_purged() -> Iterator[Purged]:
    """Every line, latest first, read from the database as it is consumed."""
    events = set(db.session.scalars(select(PurgeLine.event_id).distinct()))
    processes = set(db.session.scalars(select(PurgeLine.process_id).distinct()))
    owners = _owners(events - {None}, processes - {None})
    rows = _lines().execution_options(yield_per=READ_AT_ONCE)
    for row in db.session.execute(rows):
        yield _purged(row, owners)


_Line = Select[
    datetime, DataKind, int | None, datetime | None, int | None, int | None, int
]


def _lines() -> _Line:
    """The batches of one run are told as one."""
    told = (
        PurgeLine.at,
        PurgeLine.kind,
        PurgeLine.days,
        PurgeLine.since,
        PurgeLine.event_id,
        PurgeLine.process_id,
    )
    return (
        select(*told, func.sum(PurgeLine.purged).label("purged"))
        .group_by(*told)
        .order_by(PurgeLine.at.desc(), func.min(PurgeLine.id))
    )


def _purged(row: Any, owners: Mapping[Any, Owner]) -> Purged:
    return Purged(
        at=row.at,
        kind=row.kind,
        purged=row.purged,
        days=row.days,
        since=row.since,
        owner=owners.get(_owner_key(row.event_id, row.process_id), WHOLE_SITE),
    )


def _counts(terms: Sequence[Term]) -> list[int]:
    counts: dict[int, int] = {}
    for first in range(0, len(terms), COUNTED_AT_ONCE):
        some = enumerate(terms[first : first + COUNTED_AT_ONCE], first)
        asked = union_all(
            *(
                select(
                    literal(number),
                    select(func.count())
                    .select_from(term.rows.order_by(None).subquery())
                    .scalar_subquery(),
                )
                for number, term in some
            )
        )
        counts |= {number: count for number, count in db.session.execute(asked)}
    return [counts[number] for number in range(len(terms))]


def _key(term: Term) -> _Key:
    return (term.kind, *_owner_key(term.event_id, term.process_id), term.days)


def _owner_key(
    event_id: int | None, process_id: int | None
) -> tuple[int | None, int | None]:
    """A meeting is told by itself, whatever process it belongs to."""
    return (event_id, None) if event_id else (None, process_id)


def _owners(
    events: set[Any], processes: set[Any]
) -> dict[tuple[int | None, int | None], Owner]:
    named: dict[tuple[int | None, int | None], Owner] = {}
    found = select(Event.id, Event.slug, Event.title).where(Event.id.in_(events))
    for number, slug, title in db.session.execute(found):
        named[number, None] = Owner(event_slug=slug, title=title)
    consulted = select(Process.id, Process.slug, Process.title).where(
        Process.id.in_(processes)
    )
    for number, slug, title in db.session.execute(consulted):
        named[None, number] = Owner(process_slug=slug, title=title)
    return named
