"""Mail that was promised, and what became of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from concertation.database import Base, word
from concertation.domain.delivery import MailState


class OutboxMail(Base):
    __tablename__ = "outbox_mail"
    __table_args__ = (Index("ix_outbox_mail_due", "state", "due_at", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    template: Mapped[str] = mapped_column(String(60))
    recipient: Mapped[str] = mapped_column(String(254))
    locale: Mapped[str] = mapped_column(String(5))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)
    """The message's snapshot; emptied when its registration is anonymised."""
    message_id: Mapped[str] = mapped_column(String(120), unique=True)
    """The same at every try, so that a repeated mail is known as one."""
    registration_id: Mapped[int | None] = mapped_column(
        ForeignKey("registration.id"), index=True
    )
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    """Whose, when it is about an account of the desk."""
    guest_id: Mapped[int | None] = mapped_column(ForeignKey("guest.id"), index=True)
    """Whose, when it is an invitation, or a reminder of one."""
    participant_id: Mapped[int | None] = mapped_column(
        ForeignKey("participant.id"), index=True
    )
    """Whose, when it is about a place in a group."""
    state: Mapped[MailState] = mapped_column(
        word(MailState, "state_known"), default=MailState.PENDING
    )
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """Not to be tried before. A claim moves it past the worker's lease."""
    attempts: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(Text, default="")
