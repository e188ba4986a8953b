"""What somebody asks for about their own data, and what became of it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from concertation.database import Base, word
from concertation.domain.data_requests import RequestKind, RequestOutcome

OPEN = text("settled_at IS NULL")


class DataRequest(Base):
    """Asked from the space of an address, which is proven."""

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
    settled_at: Mapped[datetime | None]
    outcome: Mapped[RequestOutcome | None] = mapped_column(
        word(RequestOutcome, "outcome_known")
    )
    answer: Mapped[str] = mapped_column(Text, default="")
    """What the desk told the person."""
    settled_by: Mapped[str] = mapped_column(String(60), default="")
    """As in the audit trail: ``account:<id>``."""
