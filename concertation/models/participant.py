"""A person who takes part in one process, and each of their places in a group."""

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concertation.database import Base, word
from concertation.domain.enrolment import (
    EndReason,
    EnrolmentSource,
    Obstacle,
    SeatRole,
    Standing,
    standing_in,
)
from concertation.models.organisation import Organisation
from concertation.models.process import Process
from concertation.models.seating import Admission
from concertation.models.working_group import GroupOffer

NOT_ENDED = text("ended_at IS NULL")


class Participant(Base):
    """An address is one person in a process, whatever groups they are or were in."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint(
            "process_id", "email_key", name="uq_participant_process_email_key"
        ),
        Index("ix_participant_process_sort_key", "process_id", "sort_key", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(String(16), unique=True)
    """What a person quotes in a call or a mail; it opens nothing."""
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    organisation_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), index=True
    )
    """None: they speak for themselves."""

    given_name: Mapped[str] = mapped_column(String(120))
    family_name: Mapped[str] = mapped_column(String(120))
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    """Case-folded."""
    role: Mapped[str] = mapped_column(String(200))
    category: Mapped[str] = mapped_column(
        String(20), ForeignKey("stakeholder_category.key")
    )
    departement: Mapped[str] = mapped_column(String(3))
    """INSEE code of the département, or ``ELSEWHERE``."""
    epci: Mapped[str] = mapped_column(String(9), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    accessibility_needs: Mapped[str] = mapped_column(Text, default="")
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """To the organiser's own questions, by the id of each, see `domain.questions`."""
    is_named: Mapped[bool] = mapped_column(default=False)
    """Agreed that their name stands on the page of their group."""
    organisation_is_named: Mapped[bool] = mapped_column(default=False)
    """Agreed that their organisation's name stands there."""
    proven_at: Mapped[datetime | None]
    """When whoever reads the address stood by this, or the desk saw it; None: anybody
    may have typed it, and no name of it is public."""
    sort_key: Mapped[str] = mapped_column(String(300))
    search_text: Mapped[str] = mapped_column(Text)
    locale: Mapped[str] = mapped_column(String(5))
    consent_text: Mapped[str] = mapped_column(Text, default="")
    consented_at: Mapped[datetime | None]
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice_text.id"))
    """What they read of their data before they agreed, see `models.consent`."""
    browser_key: Mapped[str] = mapped_column(String(64), default="")
    link_version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    anonymised_at: Mapped[datetime | None]

    @property
    def awaits_proof(self) -> bool:
        """Whether a name would be public, if it were known who they are."""
        agreed = self.is_named or self.organisation_is_named
        return agreed and self.proven_at is None

    process: Mapped[Process] = relationship(lazy="joined", innerjoin=True)
    organisation: Mapped[Organisation | None] = relationship(lazy="joined")
    enrolments: Mapped[list["Enrolment"]] = relationship(
        back_populates="participant", order_by="(Enrolment.created_at, Enrolment.id)"
    )
    """Also those that ended: nothing is deleted."""


class Enrolment(Base):
    """One place in a group for a phase, or the wish for one. It ends, with a reason."""

    __tablename__ = "enrolment"
    __table_args__ = (
        Index(
            "uq_enrolment_participant_offer_not_ended",
            "participant_id",
            "offer_id",
            unique=True,
            sqlite_where=NOT_ENDED,
            postgresql_where=NOT_ENDED,
        ),
        Index("ix_enrolment_offer", "offer_id", "ended_at"),
        CheckConstraint("wish_place > 0", name="wish_place_positive"),
        CheckConstraint(
            "(ended_at IS NULL) = (end_reason IS NULL)", name="ends_with_a_reason"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    participant_id: Mapped[int] = mapped_column(ForeignKey("participant.id"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("group_offer.id"))
    admission_id: Mapped[int | None] = mapped_column(
        ForeignKey("admission.id"), unique=True
    )
    """None for a deputy, and for who handed their seat over to one."""
    seat_role: Mapped[SeatRole] = mapped_column(
        word(SeatRole, "seat_role_known"), default=SeatRole.TITULAR
    )
    wish_place: Mapped[int | None]
    """Among the groups that the person ranked for this phase; 1 is the best."""
    obstacle: Mapped[Obstacle | None] = mapped_column(word(Obstacle, "obstacle_known"))
    """Why a wish was not granted, or why somebody behind was seated first."""
    source: Mapped[EnrolmentSource] = mapped_column(
        word(EnrolmentSource, "source_known")
    )
    previous_id: Mapped[int | None] = mapped_column(
        ForeignKey("enrolment.id"), index=True
    )
    """The one that it goes on from: in the phase before, or in the group that the
    person was moved from."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    end_reason: Mapped[EndReason | None] = mapped_column(
        word(EndReason, "end_reason_known")
    )
    end_word: Mapped[str] = mapped_column(Text, default="")
    """What the desk told the person about it."""

    participant: Mapped[Participant] = relationship(
        lazy="joined", innerjoin=True, back_populates="enrolments"
    )
    offer: Mapped[GroupOffer] = relationship(lazy="joined", innerjoin=True)
    admission: Mapped[Admission | None] = relationship(lazy="joined")

    @property
    def process_id(self) -> int:
        return self.participant.process_id

    @property
    def standing(self) -> Standing:
        if self.ended_at:
            return Standing.ENDED
        return standing_in(self.admission.state if self.admission else None)
