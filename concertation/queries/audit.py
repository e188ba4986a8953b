"""The history of an event or a registration, as the audit trail tells it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from concertation.database import db
from concertation.domain.actor import account_actor
from concertation.models import Account, AuditEntry, Event, Registration

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryEntry:
    at: datetime
    action: str
    actor: str
    """As the trail has it: ``participant``, ``system``, ``account:<id>``."""
    account_name: str | None
    fields: Sequence[str]
    """Names of what changed, never what it was."""
    other: str
    """The reference of another registration that it is about, too."""


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
    names = account_names()
    return [
        HistoryEntry(
            at=entry.at,
            action=entry.action,
            actor=entry.actor,
            account_name=names.get(entry.actor),
            fields=entry.details.get("fields", []),
            other=entry.details.get("other", ""),
        )
        for entry in entries
    ]


def account_names() -> dict[str, str]:
    """A desk has a few dozen accounts: all of them cost less than asking for some."""
    accounts = db.session.execute(select(Account.id, Account.display_name))
    return {account_actor(number): name for number, name in accounts}
