"""Everything that can be full: pools of seats, their quotas, and who asked."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concertation.database import Base, word
from concertation.domain.seating import AdmissionState, free_seats

admission_quota = Table(
    "admission_quota",
    Base.metadata,
    Column("admission_id", ForeignKey("admission.id"), primary_key=True),
    Column("quota_id", ForeignKey("quota.id"), primary_key=True, index=True),
)


class SeatPool(Base):
    """What is locked while somebody decides. The counters are facts under that lock."""

    __tablename__ = "seat_pool"
    __table_args__ = (
        CheckConstraint("capacity >= 0", name="capacity_not_negative"),
        CheckConstraint("seats_taken >= 0", name="seats_taken_not_negative"),
        CheckConstraint("parties_waiting >= 0", name="parties_waiting_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    capacity: Mapped[int | None]
    """None: unlimited; 0: closed."""
    keeps_waiting_list: Mapped[bool] = mapped_column(default=True)
    seats_taken: Mapped[int] = mapped_column(default=0)
    parties_waiting: Mapped[int] = mapped_column(default=0)
    last_queued_at: Mapped[datetime | None]
    lock_version: Mapped[int] = mapped_column(default=0)

    @property
    def is_overfull(self) -> bool:
        """Whether more seats were given than there are now: none is given again."""
        return self.capacity is not None and self.seats_taken > self.capacity

    @property
    def takes_one_more(self) -> bool:
        """Whether there is a seat left, or a line to wait in."""
        free = free_seats(self.capacity, self.seats_taken)
        return free is None or free > 0 or self.keeps_waiting_list


class Quota(Base):
    """A limit on a part of a pool: a workshop, a category, a choice."""

    __tablename__ = "quota"
    __table_args__ = (
        CheckConstraint("seats >= 0", name="seats_not_negative"),
        CheckConstraint("seats_taken >= 0", name="seats_taken_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("seat_pool.id"), index=True)
    name: Mapped[str] = mapped_column(String(200))
    seats: Mapped[int]
    seats_taken: Mapped[int] = mapped_column(default=0)
    is_hard: Mapped[bool] = mapped_column(default=True)
    """Hard: holds back who would exceed it. Soft: only shown at the desk."""


class Admission(Base):
    """One request for seats on a pool and some of its quotas, and what became of it."""

    __tablename__ = "admission"
    __table_args__ = (
        CheckConstraint("seats > 0", name="seats_positive"),
        Index("ix_admission_line", "pool_id", "state", "priority", "queued_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("seat_pool.id"))
    seats: Mapped[int] = mapped_column(default=1)
    state: Mapped[AdmissionState] = mapped_column(
        word(AdmissionState, "state_known"), default=AdmissionState.WAITLISTED
    )
    priority: Mapped[int] = mapped_column(default=0)
    """Smaller is served first."""
    queued_at: Mapped[datetime]
    """Never earlier than that of whoever stood in the pool's line before."""
    decided_at: Mapped[datetime | None]

    quotas: Mapped[list[Quota]] = relationship(secondary=admission_quota)
