"""Who did what to what, and when. Rows are only ever added: a trigger holds it.

Only what tells of signing in goes, by the purge, once it is old (`domain.retention`).
"""

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import JSON, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from concertation.database import Base


class Subject(Protocol):
    """Any row of ours. What it belongs to it says with ``event_id``, ``process_id``."""

    __tablename__: str

    @property
    def id(self) -> int: ...


class AuditEntry(Base):
    __tablename__ = "audit_entry"
    __table_args__ = (
        Index("ix_audit_entry_subject", "subject_kind", "subject_id", "id"),
        Index("ix_audit_entry_event", "event_id", "id"),
        Index("ix_audit_entry_process", "process_id", "id"),
        Index("ix_audit_entry_actor", "actor", "id"),
        Index("ix_audit_entry_action", "action", "id"),
        Index("ix_audit_entry_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(60))
    """``participant``, ``system``, or ``account:<id>``."""
    action: Mapped[str] = mapped_column(String(60))
    subject_kind: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[int]
    event_id: Mapped[int | None]
    """The event that the subject is, or belongs to. No foreign key: an entry outlives
    what it tells of."""
    process_id: Mapped[int | None]
    """The process that the subject is, or belongs to."""
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    """``changes``: what was and what is, by the names of the fields, masked where it is
    somebody's personal data. Other details are nobody's, either."""
