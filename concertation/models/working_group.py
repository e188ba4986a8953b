"""Groups of a process, and in which phase each has how many seats."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concertation.database import Base
from concertation.domain.versions import version_of
from concertation.models.process import Phase, Process
from concertation.models.seating import SeatPool


class WorkingGroup(Base):
    __tablename__ = "working_group"
    __table_args__ = (
        UniqueConstraint("process_id", "slug", name="uq_working_group_slug"),
        Index("ix_working_group_order", "process_id", "position", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    slug: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(120))
    mandate: Mapped[str] = mapped_column(Text, default="")
    """Markdown: what it is to bring about."""
    animator_name: Mapped[str] = mapped_column(String(200), default="")
    """Who runs it, as the public reads it."""
    contact_email: Mapped[str] = mapped_column(String(254), default="")
    """Empty: that of the process."""
    position: Mapped[int]
    updated_at: Mapped[datetime]

    process: Mapped[Process] = relationship(lazy="joined", innerjoin=True)
    offers: Mapped[list["GroupOffer"]] = relationship(
        back_populates="group", cascade="save-update, merge, expunge"
    )

    @property
    def version(self) -> str:
        return self.updated_at.isoformat()

    @property
    def contact(self) -> str:
        """The address to write to."""
        return self.contact_email or self.process.contact_email


class GroupOffer(Base):
    """A group in one phase: what people enrol in. Its pool holds its seats."""

    __tablename__ = "group_offer"
    __table_args__ = (
        UniqueConstraint("group_id", "phase_id", name="uq_group_offer_group_phase"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    group_id: Mapped[int] = mapped_column(ForeignKey("working_group.id"))
    phase_id: Mapped[int] = mapped_column(ForeignKey("phase.id"), index=True)
    pool_id: Mapped[int] = mapped_column(ForeignKey("seat_pool.id"), unique=True)

    group: Mapped[WorkingGroup] = relationship(
        lazy="joined", innerjoin=True, back_populates="offers"
    )
    phase: Mapped[Phase] = relationship(lazy="joined", innerjoin=True)
    pool: Mapped[SeatPool] = relationship(lazy="joined", innerjoin=True)

    @property
    def version(self) -> str:
        """Of what its form shows: not of who enrolled meanwhile."""
        return version_of(self.pool.capacity, self.pool.keeps_waiting_list)

    @property
    def process(self) -> Process:
        return self.group.process

    @property
    def process_id(self) -> int:
        return self.group.process_id
