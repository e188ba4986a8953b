"""What the desk writes down about a person at an event."""

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from concertation.database import Base, word
from concertation.domain.notes import NotePurpose


class RegistrationNote(Base):
    __tablename__ = "registration_note"

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id"), index=True
    )
    purpose: Mapped[NotePurpose] = mapped_column(word(NotePurpose, "purpose_known"))
    text: Mapped[str] = mapped_column(Text)
    author: Mapped[str] = mapped_column(String(60))
    """``account:<id>``, as in the audit trail."""
    written_at: Mapped[datetime]
