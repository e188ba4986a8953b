"""The audit trail: written in the transaction of what it tells."""

from datetime import datetime
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from concertation.database import table_of
from concertation.models import AuditEntry, Event, Registration

Subject = Event | Registration


def note(
    session: Session,
    action: str,
    subject: Subject,
    *,
    actor: str,
    now: datetime,
    **details: Any,
) -> None:
    """Add an entry. ``details`` must hold no value of a personal field."""
    if subject.id is None:
        session.flush()
    session.execute(
        insert(table_of(AuditEntry)),
        {
            "at": now,
            "actor": actor,
            "action": action,
            "subject_kind": subject.__tablename__,
            "subject_id": subject.id,
            "details": details,
        },
    )
