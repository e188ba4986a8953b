"""An address that an event's organiser invites."""

import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concertation.database import Base
from concertation.models.event import Event

FIRST_VERSION, PAST_LAST_VERSION = 2, 2**31


def new_link_version() -> int:
    """Chance alone tells a guest from an earlier one who had the same id.

    SQLite gives the highest id anew once its row is deleted, and a link outlives the
    row that it named. Version 1 is that of guests from before this was drawn.
    """
    return FIRST_VERSION + secrets.randbelow(PAST_LAST_VERSION - FIRST_VERSION)


class Guest(Base):
    """Whether it is registered is read from the registrations: see `queries.guests`."""

    __tablename__ = "guest"
    __table_args__ = (
        UniqueConstraint("event_id", "email_key", name="uq_guest_event_email_key"),
        Index("ix_guest_event_sort_key", "event_id", "sort_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    name: Mapped[str] = mapped_column(String(200), default="")
    organisation: Mapped[str] = mapped_column(String(200), default="")
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    """Case-folded, as that of a registration."""
    sort_key: Mapped[str] = mapped_column(String(300))
    """The name, or else the address, without case or accents."""
    search_text: Mapped[str] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(String(5))
    added_by: Mapped[str] = mapped_column(String(60))
    """``account:<id>``, as in the audit trail."""
    added_at: Mapped[datetime]
    invited_at: Mapped[datetime | None]
    """When the first invitation was promised; None: not written to yet."""
    last_mail_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    """When the site reminded them by itself, which it does once."""
    participant_id: Mapped[int | None] = mapped_column(
        ForeignKey("participant.id"), index=True
    )
    """Who is invited as a member of a group; None for who is not."""
    declined_at: Mapped[datetime | None]
    word: Mapped[str] = mapped_column(Text, default="")
    """What somebody who declined wrote to the organiser."""
    link_version: Mapped[int] = mapped_column(default=new_link_version)

    event: Mapped[Event] = relationship(lazy="joined", innerjoin=True)
