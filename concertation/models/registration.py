"""One person's seat, or place on the waiting list, at one event."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concertation.database import Base, word
from concertation.domain.registration import RegistrationSource
from concertation.models.event import Event
from concertation.models.seating import Admission

NOT_ENDED = text("ended_at IS NULL")


class Registration(Base):
    """A row stays for ever: it ends, and registering again makes a new one."""

    __tablename__ = "registration"
    __table_args__ = (
        Index(
            "uq_registration_event_email_key_not_ended",
            "event_id",
            "email_key",
            unique=True,
            sqlite_where=NOT_ENDED,
            postgresql_where=NOT_ENDED,
        ),
        Index("ix_registration_event_sort_key", "event_id", "sort_key", "id"),
        Index("ix_registration_event_organisation", "event_id", "organisation_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    """What a person quotes in a call or a mail; it opens nothing."""
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    admission_id: Mapped[int] = mapped_column(ForeignKey("admission.id"), unique=True)

    given_name: Mapped[str] = mapped_column(String(120))
    family_name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    """As it was typed."""
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    """Case-folded: one address is one person, whatever its case."""
    organisation: Mapped[str] = mapped_column(String(200))
    role: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(
        String(20), ForeignKey("stakeholder_category.key")
    )
    departement: Mapped[str] = mapped_column(String(3))
    """INSEE code of the département, or ``ELSEWHERE``."""
    epci: Mapped[str] = mapped_column(String(9), default="")
    """SIREN of the grouping of communes."""
    phone: Mapped[str] = mapped_column(String(40), default="")
    accessibility_needs: Mapped[str] = mapped_column(Text, default="")
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """To the organiser's own questions, by the id of each, see `domain.questions`."""
    companions: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The name of each person who comes along; empty where only their number counts."""
    sort_key: Mapped[str] = mapped_column(String(300))
    """Family and given name without case or accents: the order of the lists."""
    organisation_key: Mapped[str] = mapped_column(String(200), server_default="")
    """The organisation without case or accents: to sort by it, and to count it once."""
    search_text: Mapped[str] = mapped_column(Text)
    """What the desk searches, without case or accents."""
    locale: Mapped[str] = mapped_column(String(5))
    consent_text: Mapped[str] = mapped_column(Text, default="")
    consented_at: Mapped[datetime | None]
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice_text.id"))
    """What they read of their data before they agreed, see `models.consent`."""

    source: Mapped[RegistrationSource] = mapped_column(
        word(RegistrationSource, "source_known")
    )
    browser_key: Mapped[str] = mapped_column(String(64), default="")
    """Of the browser that registered, which alone is answered again as the first time;
    empty where there was none."""
    link_version: Mapped[int] = mapped_column(default=1)
    calendar_uid: Mapped[str] = mapped_column(String(80), unique=True)
    calendar_sequence: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    """Set when it is cancelled; a registration that ended never comes back."""
    anonymised_at: Mapped[datetime | None]

    event: Mapped[Event] = relationship(lazy="joined", innerjoin=True)
    admission: Mapped[Admission] = relationship(lazy="joined", innerjoin=True)
