"""Questions of the organiser's own, and the choices that they offer."""

from datetime import datetime

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concertation.database import Base, word
from concertation.domain import questions as rules
from concertation.domain.questions import Audience, QuestionKind
from concertation.models.seating import Quota
from concertation.models.stored_file import StoredFile


class Questionnaire(Base):
    """What is asked of everybody who fills in the same thing."""

    __tablename__ = "questionnaire"
    __table_args__ = (
        CheckConstraint(
            "(event_id IS NULL) <> (process_id IS NULL)", name="has_one_owner"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int | None] = mapped_column(ForeignKey("event.id"), unique=True)
    """Whose registration asks it."""
    process_id: Mapped[int | None] = mapped_column(
        ForeignKey("process.id"), unique=True
    )
    """Whose enrolment asks it."""
    changed_at: Mapped[datetime]

    questions: Mapped[list["Question"]] = relationship(
        order_by="(Question.position, Question.id)",
        cascade="save-update, merge, expunge",
    )
    """Also those that are retired."""


class Question(Base):
    """Answers are kept by its id, beside whoever gave them.

    A question that has answers is never deleted: it is retired, asked no more, and
    still read.
    """

    __tablename__ = "question"
    __table_args__ = (
        CheckConstraint("retention_days > 0", name="retention_positive"),
        Index("ix_question_order", "questionnaire_id", "position", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire.id"))
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(word(QuestionKind, "kind_known"))
    label: Mapped[str] = mapped_column(String(300))
    hint: Mapped[str] = mapped_column(Text, default="")
    is_mandatory: Mapped[bool] = mapped_column(default=False)
    audience: Mapped[Audience] = mapped_column(
        word(Audience, "audience_known"), default=Audience.PARTICIPANTS
    )
    is_sensitive: Mapped[bool] = mapped_column(default=False)
    """Tells of health or the like (GDPR, article 9): out of lists unless asked for."""
    retention_days: Mapped[int | None]
    """How long after the end its answers are kept; None: as long as the person's."""
    shown_if_id: Mapped[int | None] = mapped_column(ForeignKey("question.id"))
    shown_if: Mapped[list[str]] = mapped_column(JSON, default=list)
    """The answers to the question before for which this one is asked."""
    retired_at: Mapped[datetime | None]

    choices: Mapped[list["QuestionChoice"]] = relationship(
        order_by="(QuestionChoice.position, QuestionChoice.id)",
        lazy="selectin",
        cascade="all, delete-orphan",
    )

    @property
    def offered(self) -> list["QuestionChoice"]:
        return [choice for choice in self.choices if choice.retired_at is None]

    @property
    def rule(self) -> rules.Question:
        condition = (
            rules.Condition(self.shown_if_id, frozenset(self.shown_if))
            if self.shown_if_id
            else None
        )
        return rules.Question(
            id=self.id, is_mandatory=self.is_mandatory, condition=condition
        )


class AnswerFile(Base):
    """The file that somebody gave as an answer; the answer itself is its id."""

    __tablename__ = "answer_file"
    __table_args__ = (
        UniqueConstraint(
            "registration_id",
            "question_id",
            name="uq_answer_file_answer",
        ),
        UniqueConstraint(
            "participant_id",
            "question_id",
            name="uq_answer_file_of_participant",
        ),
        CheckConstraint(
            "(registration_id IS NULL) <> (participant_id IS NULL)",
            name="has_one_owner",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    registration_id: Mapped[int | None] = mapped_column(ForeignKey("registration.id"))
    participant_id: Mapped[int | None] = mapped_column(ForeignKey("participant.id"))
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"))
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    filename: Mapped[str] = mapped_column(String(200))
    """As its owner called it."""

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class QuestionChoice(Base):
    __tablename__ = "question_choice"

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("question.id"), index=True)
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(200))
    quota_id: Mapped[int | None] = mapped_column(ForeignKey("quota.id"), unique=True)
    """The limit of seats of whoever chooses it."""
    retired_at: Mapped[datetime | None]

    quota: Mapped[Quota | None] = relationship(lazy="joined")
