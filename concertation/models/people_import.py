"""A file of people that somebody sent, and its lines, for a few days."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concertation.database import Base, word
from concertation.domain.people_import import (
    ImportSource,
    ImportState,
    Outcome,
    Verdict,
)
from concertation.models.event import Event


class PeopleImport(Base):
    __tablename__ = "people_import"
    __table_args__ = (
        Index("ix_people_import_event", "event_id", "id"),
        Index("ix_people_import_state", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id", ondelete="CASCADE"))
    actor: Mapped[str] = mapped_column(String(60))
    """Who sent the file, and who registers its people, as the audit trail says."""
    filename: Mapped[str] = mapped_column(String(200))
    source: Mapped[ImportSource] = mapped_column(word(ImportSource, "source_known"))
    state: Mapped[ImportState] = mapped_column(word(ImportState, "state_known"))
    headings: Mapped[list[str]] = mapped_column(JSON)
    rows: Mapped[bytes | None] = mapped_column(LargeBinary, deferred=True)
    """What stands below the headings, packed; gone once it is no longer needed."""
    columns: Mapped[list[str]] = mapped_column(JSON)
    """A `PersonField` for each heading, or an empty text."""
    defaults: Mapped[dict[str, str]] = mapped_column(JSON)
    sends_mails: Mapped[bool] = mapped_column(default=False)
    consent_text: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    stopped_by: Mapped[str] = mapped_column(String(60), default="")
    """The code of the refusal that stopped it; empty where somebody did."""

    total: Mapped[int] = mapped_column(default=0)
    """Lines to import, as chosen when it was started."""
    reached: Mapped[int] = mapped_column(default=0)
    """The place in the order of the last line that was dealt with."""
    confirmed: Mapped[int] = mapped_column(default=0)
    waitlisted: Mapped[int] = mapped_column(default=0)
    updated: Mapped[int] = mapped_column(default=0)
    known: Mapped[int] = mapped_column(default=0)
    refused: Mapped[int] = mapped_column(default=0)

    event: Mapped[Event] = relationship(lazy="joined", innerjoin=True)

    @property
    def done(self) -> int:
        return sum(getattr(self, outcome.value) for outcome in Outcome)


class ImportLine(Base):
    """One line of the file: what it says, and what became of it."""

    __tablename__ = "import_line"
    __table_args__ = (
        UniqueConstraint("import_id", "place", name="uq_import_line_place"),
        Index("ix_import_line_number", "import_id", "number"),
        Index("ix_import_line_email_key", "email_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    import_id: Mapped[int] = mapped_column(
        ForeignKey("people_import.id", ondelete="CASCADE")
    )
    number: Mapped[int]
    """In the file, as a spreadsheet counts."""
    place: Mapped[int]
    """In the order in which people are seated, from 1."""
    email_key: Mapped[str] = mapped_column(String(254), default="")
    verdict: Mapped[Verdict] = mapped_column(word(Verdict, "verdict_known"))
    is_chosen: Mapped[bool]
    outcome: Mapped[Outcome | None] = mapped_column(word(Outcome, "outcome_known"))
    cells: Mapped[list[str]] = mapped_column(JSON)
    person: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    findings: Mapped[list[dict[str, str]]] = mapped_column(JSON)
    differences: Mapped[dict[str, list[str]]] = mapped_column(JSON)
    """By the name of the field: what we know, and what the file says."""
