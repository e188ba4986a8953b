"""The audit trail: the history of one thing, and the journal of the whole site."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, func, or_, select

from concertation.database import db
from concertation.domain.actor import account_actor
from concertation.models import Account, AuditEntry, Event, Process, Registration
from concertation.models.audit import Subject

MOST_SHOWN = 100
ENTRIES_ON_A_PAGE = 50
ROWS_READ_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    field: str
    values: tuple[Any, Any] | None
    """What was and what is; None: they are somebody's, and were not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    at: datetime
    action: str
    actor: str
    """As the trail has it: ``participant``, ``system``, ``account:<id>``."""
    account_name: str | None
    changes: Sequence[Change]
    other: str = ""
    """The reference of another registration that it is about, too."""
    label: str = ""
    """What the thing was called when it was done, where the trail says it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalEntry(HistoryEntry):
    id: int
    subject_kind: str
    subject_id: int
    event_slug: str | None
    event_title: str | None
    reference: str | None
    """Of a registration: it names nobody."""
    subject_name: str | None
    """Of an account, or of a process."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalFilter:
    actor: str = ""
    action: str = ""
    event_id: int | None = None
    since: datetime | None = None
    until: datetime | None = None
    """Not itself: the beginning of the day after."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalPage:
    entries: Sequence[JournalEntry]
    older_than: int | None
    """Where the next page begins; None: this is the last one."""


def first_and_last_noted(
    kind: str, numbers: Collection[int]
) -> dict[int, tuple[datetime, datetime]]:
    """When each of these things, by their ids, was made and was last changed."""
    noted = (
        select(AuditEntry.subject_id, func.min(AuditEntry.at), func.max(AuditEntry.at))
        .where(AuditEntry.subject_kind == kind, AuditEntry.subject_id.in_(numbers))
        .group_by(AuditEntry.subject_id)
    )
    found = db.session.execute(noted)
    return {number: (first, last) for number, first, last in found}


def history_of(subject: Subject) -> Sequence[HistoryEntry]:
    """What was done to it, latest first, no more than `MOST_SHOWN`."""
    is_its = AuditEntry.subject_kind == subject.__tablename__
    return history_where(and_(is_its, AuditEntry.subject_id == subject.id))


def history_where(condition: ColumnElement[bool]) -> Sequence[HistoryEntry]:
    """The same of several things."""
    entries = db.session.scalars(
        select(AuditEntry)
        .where(condition)
        .order_by(AuditEntry.id.desc())
        .limit(MOST_SHOWN)
    ).all()
    names = account_names()
    return [
        HistoryEntry(
            at=entry.at,
            action=entry.action,
            actor=entry.actor,
            account_name=names.get(entry.actor),
            changes=_changes(entry.details),
            other=entry.details.get("other", ""),
            label=entry.details.get("label", ""),
        )
        for entry in entries
    ]


def trail_of(event_id: int) -> Iterator[tuple[Any, ...]]:
    """Everything that was done to the event and to its registrations, oldest first.

    Instant, actor, the account's name, action, the registration's reference, details.
    """
    names = account_names()
    registrations = select(Registration.id).where(Registration.event_id == event_id)
    entries = (
        select(
            AuditEntry.at,
            AuditEntry.actor,
            AuditEntry.action,
            Registration.reference,
            AuditEntry.details,
        )
        .outerjoin(
            Registration,
            (AuditEntry.subject_kind == Registration.__tablename__)
            & (AuditEntry.subject_id == Registration.id),
        )
        .where(
            or_(
                (AuditEntry.subject_kind == Event.__tablename__)
                & (AuditEntry.subject_id == event_id),
                (AuditEntry.subject_kind == Registration.__tablename__)
                & AuditEntry.subject_id.in_(registrations),
            )
        )
        .order_by(AuditEntry.id)
        .execution_options(yield_per=ROWS_READ_AT_ONCE)
    )
    for at, actor, *others in db.session.execute(entries):
        yield (at, actor, names.get(actor), *others)


def journal_page(wanted: JournalFilter, *, before: int | None = None) -> JournalPage:
    """From the latest entry on, or from the one before this number."""
    rows = _journal(wanted).limit(ENTRIES_ON_A_PAGE + 1)
    if before is not None:
        rows = rows.where(AuditEntry.id < before)
    names = account_names()
    found = [_entry(row, names) for row in db.session.execute(rows)]
    entries = found[:ENTRIES_ON_A_PAGE]
    has_more = len(found) > len(entries)
    return JournalPage(entries=entries, older_than=entries[-1].id if has_more else None)


def journal_rows(wanted: JournalFilter) -> Iterator[JournalEntry]:
    """Every entry, latest first, read from the database as it is consumed."""
    names = account_names()
    rows = _journal(wanted).execution_options(yield_per=ROWS_READ_AT_ONCE)
    for row in db.session.execute(rows):
        yield _entry(row, names)


def account_names() -> dict[str, str]:
    """A desk has a few dozen accounts: all of them cost less than asking for some."""
    accounts = db.session.execute(select(Account.id, Account.display_name))
    return {account_actor(number): name for number, name in accounts if name}


def _journal(wanted: JournalFilter) -> Select[Any]:
    is_its_registration = and_(
        AuditEntry.subject_kind == Registration.__tablename__,
        Registration.id == AuditEntry.subject_id,
    )
    is_its_process = and_(
        AuditEntry.subject_kind == Process.__tablename__,
        Process.id == AuditEntry.subject_id,
    )
    # Columns, not rows of models: a registration's personal fields are not even read.
    return (
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.action,
            AuditEntry.actor,
            AuditEntry.subject_kind,
            AuditEntry.subject_id,
            AuditEntry.details,
            Event.slug,
            Event.title,
            Registration.reference,
            Process.title.label("process_title"),
        )
        .outerjoin(Event, Event.id == AuditEntry.event_id)
        .outerjoin(Registration, is_its_registration)
        .outerjoin(Process, is_its_process)
        .where(*_conditions(wanted))
        .order_by(AuditEntry.id.desc())
    )


def _conditions(wanted: JournalFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.actor:
        conditions.append(AuditEntry.actor == wanted.actor)
    if wanted.action:
        conditions.append(AuditEntry.action == wanted.action)
    if wanted.event_id is not None:
        conditions.append(AuditEntry.event_id == wanted.event_id)
    if wanted.since:
        conditions.append(AuditEntry.at >= wanted.since)
    if wanted.until:
        conditions.append(AuditEntry.at < wanted.until)
    return conditions


def _entry(row: Row[Any], names: dict[str, str]) -> JournalEntry:
    is_account = row.subject_kind == Account.__tablename__
    return JournalEntry(
        id=row.id,
        at=row.at,
        action=row.action,
        actor=row.actor,
        account_name=names.get(row.actor),
        changes=_changes(row.details),
        subject_kind=row.subject_kind,
        subject_id=row.subject_id,
        event_slug=row.slug,
        event_title=row.title,
        reference=row.reference,
        subject_name=names.get(account_actor(row.subject_id))
        if is_account
        else row.process_title,
        label=row.details.get("label", ""),
    )


def _changes(details: dict[str, Any]) -> Sequence[Change]:
    """By the names of the fields; some entries have no more than the names."""
    told = details.get("changes") or dict.fromkeys(details.get("fields", []))
    return [
        Change(field=name, values=(values[0], values[1]) if values else None)
        for name, values in sorted(told.items())
    ]
