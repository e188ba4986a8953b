"""A part of an event with a limit of its own."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concertation.database import Base
from concertation.domain.workshops import Slot
from concertation.models.seating import Quota


class Workshop(Base):
    """Who takes part is counted by its quota, also where it has no limit."""

    __tablename__ = "workshop"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_workshop_order", "event_id", "position", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    description: Mapped[str] = mapped_column(Text, default="")
    room: Mapped[str] = mapped_column(String(200), default="")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    quota_id: Mapped[int] = mapped_column(ForeignKey("quota.id"), unique=True)
    retired_at: Mapped[datetime | None]
    """Offered no more; who chose it still has it."""

    quota: Mapped[Quota] = relationship(lazy="joined", innerjoin=True)

    @property
    def slot(self) -> Slot:
        return Slot(workshop_id=self.id, starts_at=self.starts_at, ends_at=self.ends_at)
