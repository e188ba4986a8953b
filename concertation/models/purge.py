"""What was purged: how much, of what kind, by which rule. Rows are only ever added."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from concertation.database import Base, word
from concertation.domain.retention import DataKind


class PurgeLine(Base):
    """Written in the transaction of the purge; a trigger keeps it as it is.

    Nothing here names anybody, nor leads to who it was.
    """

    __tablename__ = "purge_line"
    __table_args__ = (
        CheckConstraint("purged >= 0", name="purged_not_negative"),
        Index("ix_purge_line_at", "at", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[datetime]
    """The same for all that one run of the purge did."""
    kind: Mapped[DataKind] = mapped_column(word(DataKind, "kind_known"))
    purged: Mapped[int]
    """0: the purge looked, and found nothing."""
    days: Mapped[int | None]
    """For which it was kept; None: no such rule, see `DataKind`."""
    since: Mapped[datetime | None]
    """From when they were counted: the end of the event, or of the last phase."""
    event_id: Mapped[int | None]
    """No foreign key, as the next one: a line outlives what it tells of."""
    process_id: Mapped[int | None]
