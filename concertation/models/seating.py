"""Everything that can be full: pools of seats, their quotas, and who asked."""

from datetime import datetime

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concertation.database import Base, word
from concertation.domain.seating import AdmissionState, QuotaKind, free_seats

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
    has_quotas: Mapped[bool] = mapped_column(default=False)
    """Spares looking for quotas where there never was one."""

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
    kind: Mapped[QuotaKind] = mapped_column(word(QuotaKind, "kind_known"))
    value: Mapped[str] = mapped_column(String(40), default="")
    """Of a category or a territory: its key. The others are named by their owner."""
    seats: Mapped[int | None]
    """None: only counted."""
    seats_taken: Mapped[int] = mapped_column(default=0)
    is_hard: Mapped[bool] = mapped_column(default=True)
    """Hard: holds back who would exceed it. Soft: only shown at the desk."""

    @property
    def left(self) -> int | None:
        """Seats that are still free, never less than none; None: no limit."""
        return None if self.seats is None else max(0, self.seats - self.seats_taken)

    def has_room_for(self, seats: int) -> bool:
        return not self.is_hard or self.left is None or self.left >= seats


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
    held_until: Mapped[datetime | None]
    """Of one that is offered: when the seat is given on, unless it was taken."""
    is_beyond: Mapped[bool] = mapped_column(default=False)
    """Seated on purpose though it did not fit."""

    quotas: Mapped[list[Quota]] = relationship(secondary=admission_quota)
    """What it counts in while it holds seats."""
    wishes: Mapped[list["AdmissionWish"]] = relationship(
        order_by="AdmissionWish.place", cascade="all, delete-orphan"
    )
    """Quotas of which it wants the first that has room for it, best first."""


class AdmissionWish(Base):
    __tablename__ = "admission_wish"

    admission_id: Mapped[int] = mapped_column(
        ForeignKey("admission.id"), primary_key=True
    )
    quota_id: Mapped[int] = mapped_column(
        ForeignKey("quota.id"), primary_key=True, index=True
    )
    place: Mapped[int]
    """1 is the best."""
