"""A consultation: what it is about, who leads it, its phases, whom it reaches."""

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
from concertation.domain.event import LegalBasis
from concertation.domain.phases import PhaseSpan, PhaseState
from concertation.domain.process import (
    GroupRule,
    PartnerRole,
    ProcessState,
    TargetKind,
)
from concertation.domain.versions import version_of
from concertation.models.questions import Question, Questionnaire
from concertation.models.stored_file import StoredFile


class Process(Base):
    __tablename__ = "process"
    __table_args__ = (
        CheckConstraint("retention_days > 0", name="retention_positive"),
        CheckConstraint("groups_most > 0", name="groups_most_positive"),
        CheckConstraint("organisations_contacted >= 0", name="contacted_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    """A few plain sentences, for lists and mails. The longer texts are Markdown."""
    purpose: Mapped[str] = mapped_column(Text, default="")
    asked: Mapped[str] = mapped_column(Text, default="")
    """What is open to discussion."""
    not_asked: Mapped[str] = mapped_column(Text, default="")
    """What is settled already, and is not."""
    legal_frame: Mapped[str] = mapped_column(Text, default="")
    timezone: Mapped[str] = mapped_column(String(40), default="Europe/Paris")
    term: Mapped[str] = mapped_column(String(120), default="")
    """Until when the whole is to be done, in words: « avant janvier 2018 »."""

    organiser_name: Mapped[str] = mapped_column(String(200))
    contact_name: Mapped[str] = mapped_column(String(200))
    contact_email: Mapped[str] = mapped_column(String(254))
    contact_phone: Mapped[str] = mapped_column(String(40), default="")

    legal_basis: Mapped[LegalBasis] = mapped_column(
        word(LegalBasis, "legal_basis_known"), default=LegalBasis.PUBLIC_TASK
    )
    retention_days: Mapped[int] = mapped_column(default=365)
    """How long people are kept after the end of the last phase, before they are
    anonymised."""
    unseated_retention_days: Mapped[int | None]
    """The same of who had no place in the end; None: as the site says."""
    notice: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """What people are told of their data where it differs: see `domain.notices`."""
    group_rule: Mapped[GroupRule] = mapped_column(
        word(GroupRule, "group_rule_known"), default=GroupRule.ONE
    )
    groups_most: Mapped[int | None]
    """How many one may be in, or rank; None: as many as there are."""
    needs_approval: Mapped[bool] = mapped_column(default=False)
    one_seat_an_organisation: Mapped[bool] = mapped_column(default=False)
    """In each group: one titular member, and deputies."""
    organisations_contacted: Mapped[int | None]
    """How many were written to; None: nobody counted."""

    state: Mapped[ProcessState] = mapped_column(
        word(ProcessState, "state_known"), default=ProcessState.DRAFT
    )
    published_at: Mapped[datetime | None]
    """When it first was; a draft that has it was withdrawn, and keeps its address."""
    ended_at: Mapped[datetime | None]
    """From when on no phase takes anybody any more, whatever its dates say."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    phases: Mapped[list["Phase"]] = relationship(
        order_by="(Phase.starts_at, Phase.id)",
        back_populates="process",
        cascade="save-update, merge, expunge",
    )
    partners: Mapped[list["ProcessPartner"]] = relationship(
        order_by="(ProcessPartner.position, ProcessPartner.id)",
        cascade="save-update, merge, expunge",
    )
    targets: Mapped[list["ProcessTarget"]] = relationship(
        order_by="ProcessTarget.id", cascade="save-update, merge, expunge"
    )
    outreaches: Mapped[list["Outreach"]] = relationship(
        order_by="Outreach.id", cascade="save-update, merge, expunge"
    )
    questionnaire: Mapped[Questionnaire | None] = relationship(
        cascade="save-update, merge, expunge"
    )

    @property
    def version(self) -> str:
        """By which a page that was opened before the last change is told apart."""
        return self.updated_at.isoformat()

    @property
    def is_published(self) -> bool:
        return self.state is ProcessState.PUBLISHED

    @property
    def is_withdrawn(self) -> bool:
        return self.published_at is not None and not self.is_published

    def has_ended(self, now: datetime) -> bool:
        """Whether somebody ended it; phases that all passed are another matter."""
        return self.ended_at is not None and now >= self.ended_at

    @property
    def takes_one_group(self) -> bool:
        several = self.group_rule is GroupRule.SEVERAL
        return self.group_rule is GroupRule.ONE or (several and self.groups_most == 1)

    @property
    def questions(self) -> list[Question]:
        """What is asked of whoever enrols, and at the desk, in order."""
        asked = self.questionnaire.questions if self.questionnaire else []
        return [question for question in asked if question.retired_at is None]

    def open_phase(self, now: datetime) -> "Phase | None":
        """The one in which this instant lies."""
        return next(
            (p for p in self.phases if p.span.state(now) is PhaseState.OPEN), None
        )

    def enrolling_phases(self, now: datetime) -> list["Phase"]:
        """Those for which people can enrol, in the order of time."""
        return [p for p in self.phases if p.span.takes_enrolments(now)]


class Phase(Base):
    """A half-open stretch of time. Phases of one process never overlap."""

    __tablename__ = "phase"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        Index("ix_phase_order", "process_id", "starts_at", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    """Markdown: what happens in it, and what comes out of it."""
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    enrolment_opens_at: Mapped[datetime | None]
    """None: when the phase starts."""
    enrolment_closes_at: Mapped[datetime | None]
    """None: when the phase ends."""
    renewal_closes_at: Mapped[datetime | None]
    """Until when members of the phase before confirm that they go on; None: they were
    not asked."""

    process: Mapped[Process] = relationship(back_populates="phases")

    @property
    def span(self) -> PhaseSpan:
        return PhaseSpan(
            title=self.title,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            enrolment_opens_at=self.enrolment_opens_at,
            enrolment_closes_at=self.enrolment_closes_at,
            process_ended_at=self.process.ended_at,
        )

    @property
    def version(self) -> str:
        """Of what its form shows."""
        return version_of(
            self.title,
            self.summary,
            self.starts_at,
            self.ends_at,
            self.enrolment_opens_at,
            self.enrolment_closes_at,
        )

    @property
    def over_at(self) -> datetime:
        """From when on nothing happens in it any more."""
        return self.span.over_at


class ProcessPartner(Base):
    """Who leads it, leads it with them, or takes part in leading it."""

    __tablename__ = "process_partner"
    __table_args__ = (
        Index("ix_process_partner_order", "process_id", "position", "id"),
        CheckConstraint(
            "file_id IS NULL OR (width > 0 AND height > 0)", name="logo_has_a_size"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    position: Mapped[int]
    role: Mapped[PartnerRole] = mapped_column(word(PartnerRole, "role_known"))
    name: Mapped[str] = mapped_column(String(200))
    link: Mapped[str] = mapped_column(String(500), default="")
    file_id: Mapped[int | None] = mapped_column(
        ForeignKey("stored_file.id"), unique=True
    )
    """Its logo."""
    width: Mapped[int | None]
    height: Mapped[int | None]

    file: Mapped[StoredFile | None] = relationship(lazy="joined")


class ProcessTarget(Base):
    """How many of a kind, or of a territory, a process wants to reach and wrote to."""

    __tablename__ = "process_target"
    __table_args__ = (
        UniqueConstraint("process_id", "kind", "value", name="uq_process_target_part"),
        CheckConstraint("wanted >= 0", name="wanted_not_negative"),
        CheckConstraint("contacted >= 0", name="contacted_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    kind: Mapped[TargetKind] = mapped_column(word(TargetKind, "kind_known"))
    value: Mapped[str] = mapped_column(String(20))
    """The key of a category, or the code of a département."""
    wanted: Mapped[int | None]
    """People in each group who speak for it."""
    contacted: Mapped[int | None]
    """Organisations that were written to."""


class Outreach(Base):
    """An effort to reach people that was counted elsewhere, such as a survey."""

    __tablename__ = "outreach"
    __table_args__ = (
        CheckConstraint("contacted >= 0", name="contacted_not_negative"),
        CheckConstraint("reached >= 0", name="reached_not_negative"),
        Index("ix_outreach_process", "process_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    process_id: Mapped[int] = mapped_column(ForeignKey("process.id"))
    label: Mapped[str] = mapped_column(String(200))
    contacted: Mapped[int]
    """Organisations."""
    reached: Mapped[int]
    """Of which answered."""
