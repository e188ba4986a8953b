"""The history of an event or a registration, as the audit trail tells it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import or_, select

from concertation.database import db
from concertation.domain.actor import account_actor
from concertation.models import Account, AuditEntry, Event, Registration

MOST_SHOWN = 100
READ_AT_ONCE = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    at: datetime
    action: str
    actor: str
    """As the trail has it: ``participant``, ``system``, ``account:<id>``."""
    account_name: str | None
    fields: Sequence[str]
    """Names of what changed, never what it was."""


def history_of(subject: Event | Registration) -> Sequence[HistoryEntry]:
    """What was done to it, latest first, no more than `MOST_SHOWN`."""
    entries = db.session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject_kind == subject.__tablename__,
            AuditEntry.subject_id == subject.id,
        )
        .order_by(AuditEntry.id.desc())
        .limit(MOST_SHOWN)
    ).all()
    names = _account_names()
    return [
        HistoryEntry(
            at=entry.at,
            action=entry.action,
            actor=entry.actor,
            account_name=names.get(entry.actor),
            fields=entry.details.get("fields", []),
        )
        for entry in entries
    ]


def trail_of(event_id: int) -> Iterator[tuple[Any, ...]]:
    """Everything that was done to the event and to its registrations, oldest first.

    Instant, actor, the account's name, action, the registration's reference, details.
    """
    names = _account_names()
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
        .execution_options(yield_per=READ_AT_ONCE)
    )
    for at, actor, *others in db.session.execute(entries):
        yield (at, actor, names.get(actor), *others)


def _account_names() -> dict[str, str]:
    """A desk has a few dozen accounts: all of them cost less than asking for some."""
    accounts = db.session.execute(select(Account.id, Account.display_name))
    return {account_actor(number): name for number, name in accounts}
