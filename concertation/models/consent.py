"""What somebody agreed to, word for word, and until when."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concertation.database import Base
from concertation.models.event import Event
from concertation.models.participant import Participant
from concertation.models.process import Process
from concertation.models.questions import Question
from concertation.models.registration import Registration

HOLDS = text("withdrawn_at IS NULL")


class NoticeText(Base):
    """A notice as people read it before they agreed to something; one row a text."""

    __tablename__ = "notice_text"

    id: Mapped[int] = mapped_column(primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    """Of the text, to find it by."""
    text: Mapped[str] = mapped_column(Text)
    first_read_at: Mapped[datetime]


class Consent(Base):
    """One agreement to one use: the proof of it (GDPR, article 7.1).

    Whether it is given stands among the answers as well, where lists read it. A row
    ends when it is taken back; agreeing again makes another one.
    """

    __tablename__ = "consent"
    __table_args__ = (
        CheckConstraint(
            "(registration_id IS NULL) <> (participant_id IS NULL)",
            name="has_one_owner",
        ),
        Index(
            "uq_consent_registration_holds",
            "registration_id",
            "question_id",
            unique=True,
            sqlite_where=HOLDS,
            postgresql_where=HOLDS,
        ),
        Index(
            "uq_consent_participant_holds",
            "participant_id",
            "question_id",
            unique=True,
            sqlite_where=HOLDS,
            postgresql_where=HOLDS,
        ),
        Index("ix_consent_registration_id", "registration_id"),
        Index("ix_consent_participant_id", "participant_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    consent_text: Mapped[str] = mapped_column(Text)
    """The sentence and what stood under it, as they were read."""
    notice_id: Mapped[int | None] = mapped_column(ForeignKey("notice_text.id"))
    """None: it was told to the desk, which notes it."""
    consented_at: Mapped[datetime]
    given_by: Mapped[str] = mapped_column(String(60))
    """As in the audit trail: who said so, or who noted that they did."""
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[str] = mapped_column(String(60), default="")

    question: Mapped[Question] = relationship(lazy="joined", innerjoin=True)
    notice: Mapped[NoticeText | None] = relationship()
    registration: Mapped[Registration | None] = relationship()
    participant: Mapped[Participant | None] = relationship()

    @property
    def answerer(self) -> Registration | Participant:
        """Who agreed."""
        if self.registration is not None:
            return self.registration
        if self.participant is None:
            raise ValueError("an agreement is somebody's: the database holds it")
        return self.participant

    @property
    def owner(self) -> Event | Process:
        """Who asked."""
        answerer = self.answerer
        if isinstance(answerer, Registration):
            return answerer.event
        return answerer.process
