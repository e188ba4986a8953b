"""The audit trail: written in the transaction of what it tells, and never again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from concertation.database import Base, table_of
from concertation.domain.audit import Changes, told_changes
from concertation.models import AuditEntry, Event, Process
from concertation.models.audit import Subject


def note(
    session: Session,
    action: str,
    subject: Subject,
    *,
    actor: str,
    now: datetime,
    **details: Any,
) -> None:
    """Add an entry.

    Of the ``details``, ``changes`` tells of each field what was and what is; here the
    values that are somebody's are masked. The others must hold nothing personal.
    """
    if subject.id is None:
        session.flush()
    changes: Changes | None = details.pop("changes", None)
    if changes:
        details["changes"] = told_changes(subject.__tablename__, changes)
    session.execute(
        insert(table_of(AuditEntry)),
        {
            "at": now,
            "actor": actor,
            "action": action,
            "subject_kind": subject.__tablename__,
            "subject_id": subject.id,
            "event_id": _owner_of(subject, Event, "event_id"),
            "process_id": _owner_of(subject, Process, "process_id"),
            "details": details,
        },
    )


@dataclass(frozen=True, slots=True)
class Many:
    """Rows of one table to which the same happened."""

    kind: type[Base]
    details: Mapping[int, Mapping[str, Any]]
    """By the id of each; they must hold nothing personal."""
    process_id: int | None = None


def note_many(
    session: Session, action: str, subjects: Many, *, actor: str, now: datetime
) -> None:
    """Add an entry for each of many rows, at once."""
    entries = [
        {
            "at": now,
            "actor": actor,
            "action": action,
            "subject_kind": subjects.kind.__tablename__,
            "subject_id": number,
            "event_id": None,
            "process_id": subjects.process_id,
            "details": dict(details),
        }
        for number, details in subjects.details.items()
    ]
    if entries:
        session.execute(insert(table_of(AuditEntry)), entries)


def _owner_of(subject: Subject, kind: type[Event | Process], key: str) -> int | None:
    if isinstance(subject, kind):
        return subject.id
    owner: int | None = getattr(subject, key, None)
    return owner
