"""What somebody asks for about their own data, and what became of it."""

from datetime import date, datetime

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from concertation.database import Base, word
from concertation.domain.data_requests import (
    RequestChannel,
    RequestKind,
    RequestOutcome,
    days_until,
    last_day,
)
from concertation.domain.restrictions import RestrictionKind

OPEN = text("settled_at IS NULL")


class DataRequest(Base):
    """Asked from the space of an address, or recorded by who protects data."""

    __tablename__ = "data_request"
    __table_args__ = (
        Index(
            "uq_data_request_open",
            "email_key",
            "kind",
            unique=True,
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_data_request_settled_at", "settled_at", "asked_at"),
        CheckConstraint(
            "(settled_at IS NULL) = (outcome IS NULL)", name="settled_with_an_outcome"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    """Where the answer goes; empty once the request is forgotten."""
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    kind: Mapped[RequestKind] = mapped_column(word(RequestKind, "kind_known"))
    message: Mapped[str] = mapped_column(Text, default="")
    """What the person wrote with it."""
    locale: Mapped[str] = mapped_column(String(5))
    asked_at: Mapped[datetime]
    """When it arrived: from then on its term runs."""
    channel: Mapped[RequestChannel] = mapped_column(
        word(RequestChannel, "channel_known"), server_default="space"
    )
    recorded_by: Mapped[str] = mapped_column(String(60), server_default="")
    """Who wrote it down, as in the audit trail; empty: the person did."""
    extended_at: Mapped[datetime | None]
    """When the person was told that the answer takes two months more."""
    extension_reason: Mapped[str] = mapped_column(Text, server_default="")
    settled_at: Mapped[datetime | None]
    outcome: Mapped[RequestOutcome | None] = mapped_column(
        word(RequestOutcome, "outcome_known")
    )
    answer: Mapped[str] = mapped_column(Text, default="")
    """What the desk told the person."""
    settled_by: Mapped[str] = mapped_column(String(60), default="")
    """As in the audit trail: ``account:<id>``."""

    @property
    def last_day(self) -> date:
        """On which an answer is due."""
        return last_day(self.asked_at, is_extended=self.extended_at is not None)

    def can_be_extended(self, now: datetime) -> bool:
        """Once, and only while the first month lasts."""
        is_open = self.settled_at is None and self.extended_at is None
        return is_open and days_until(self.last_day, now) >= 0


class DataRestriction(Base):
    """Of an address, until it is lifted: then the row goes, and the trail tells of it.

    It outlives the text of its request, and an objection also the data themselves:
    whoever objects is not to be invited again from another list.
    """

    __tablename__ = "data_restriction"
    __table_args__ = (
        UniqueConstraint(
            "email_key", "kind", name="uq_data_restriction_email_key_kind"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    email_key: Mapped[str] = mapped_column(String(254))
    kind: Mapped[RestrictionKind] = mapped_column(word(RestrictionKind, "kind_known"))
    request_id: Mapped[int] = mapped_column(ForeignKey("data_request.id"), index=True)
    since: Mapped[datetime]
