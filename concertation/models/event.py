"""A meeting that people register for."""

from datetime import datetime
from itertools import groupby

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concertation.database import Base, word
from concertation.domain.event import EventState, LegalBasis, Schedule, Visibility
from concertation.domain.half_days import (
    HalfDay,
    half_days,
    half_days_of_parts,
    hours_by_day,
)
from concertation.domain.local_time import local_time_of
from concertation.domain.moving import Stretch
from concertation.domain.workshops import WorkshopRule
from concertation.models.process import Phase, Process
from concertation.models.programme import ProgrammeItem
from concertation.models.questions import Question, Questionnaire
from concertation.models.seating import SeatPool
from concertation.models.working_group import GroupOffer, WorkingGroup
from concertation.models.workshop import Workshop


class Event(Base):
    __tablename__ = "event"
    __table_args__ = (
        CheckConstraint("ends_at > starts_at", name="ends_after_start"),
        CheckConstraint("retention_days > 0", name="retention_positive"),
        CheckConstraint(
            "visibility = 'public' OR access_code <> ''", name="private_has_code"
        ),
        CheckConstraint("guest_reminder_days > 0", name="guest_reminder_positive"),
        Index("ix_event_calendar", "state", "starts_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(80), unique=True)
    title: Mapped[str] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text, default="")
    programme: Mapped[str] = mapped_column(Text, default="")
    """Markdown, sanitised when it is shown."""

    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime]
    timezone: Mapped[str] = mapped_column(String(40), default="Europe/Paris")

    venue_name: Mapped[str] = mapped_column(String(200))
    venue_address: Mapped[str] = mapped_column(Text, default="")
    """The lines between the venue's name and the postal code."""
    postal_code: Mapped[str] = mapped_column(String(12), default="")
    city: Mapped[str] = mapped_column(String(120))
    access_notes: Mapped[str] = mapped_column(Text, default="")

    organiser_name: Mapped[str] = mapped_column(String(200))
    contact_name: Mapped[str] = mapped_column(String(200))
    contact_email: Mapped[str] = mapped_column(String(254))
    contact_phone: Mapped[str] = mapped_column(String(40), default="")

    registration_opens_at: Mapped[datetime | None]
    """None: as soon as the event is published."""
    registration_closes_at: Mapped[datetime | None]
    """None: when the event starts."""
    changes_close_at: Mapped[datetime | None]
    """Until when people change or cancel by themselves; None: until it starts."""
    legal_basis: Mapped[LegalBasis] = mapped_column(
        word(LegalBasis, "legal_basis_known"), default=LegalBasis.PUBLIC_TASK
    )
    retention_days: Mapped[int] = mapped_column(default=365)
    """How long registrations are kept after the end, before they are anonymised."""
    unseated_retention_days: Mapped[int | None]
    """The same of who had no place in the end; None: as the site says."""

    needs_approval: Mapped[bool] = mapped_column(default=False)
    """Whether somebody says yes before a registration joins the line."""
    companions_most: Mapped[int] = mapped_column(default=0)
    """How many people one may bring along; all of them get a seat, or nobody."""
    companions_named: Mapped[bool] = mapped_column(default=False)
    workshop_rule: Mapped[WorkshopRule] = mapped_column(
        word(WorkshopRule, "workshop_rule_known"), default=WorkshopRule.ONE
    )
    workshops_most: Mapped[int | None]
    """How many one may choose, or rank; None: as many as there are."""
    workshops_mandatory: Mapped[bool] = mapped_column(default=False)

    visibility: Mapped[Visibility] = mapped_column(
        word(Visibility, "visibility_known"), default=Visibility.PUBLIC
    )
    access_code: Mapped[str] = mapped_column(String(64), default="")
    """In the link of a private event. Kept while it is public, so that a change of
    mind kills no link; empty where it never was private."""
    guest_reminder_days: Mapped[int | None]
    """How long before registration closes those who have not answered their invitation
    are reminded of it; None: never by itself."""
    mail_texts: Mapped[dict[str, dict[str, str]]] = mapped_column(JSON, default=dict)
    """Markdown that stands in its mails, by their template, then by language."""
    notice: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    """What people are told of their data where it differs: see `domain.notices`."""

    state: Mapped[EventState] = mapped_column(
        word(EventState, "state_known"), default=EventState.DRAFT
    )
    published_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    cancellation_reason: Mapped[str] = mapped_column(Text, default="")

    calendar_uid: Mapped[str] = mapped_column(String(80), unique=True)
    calendar_sequence: Mapped[int] = mapped_column(default=0)
    """Grows when date, place or the hours of a day change; added to each registration's
    own sequence."""

    pool_id: Mapped[int] = mapped_column(ForeignKey("seat_pool.id"), unique=True)
    process_id: Mapped[int | None] = mapped_column(ForeignKey("process.id"), index=True)
    """The process that it is a meeting of; None: it stands alone."""
    offer_id: Mapped[int | None] = mapped_column(
        ForeignKey("group_offer.id"), index=True
    )
    """The group, in one of its phases, that it is a meeting of; its process is in
    `process_id` as well."""
    series_key: Mapped[str] = mapped_column(String(36), default="", index=True)
    """The same for all the dates of a series, which have nothing else in common: each
    is changed alone. Empty for an event that stands alone."""
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    process: Mapped[Process | None] = relationship()
    offer: Mapped[GroupOffer | None] = relationship()
    pool: Mapped[SeatPool] = relationship(lazy="joined", innerjoin=True)
    questionnaire: Mapped[Questionnaire | None] = relationship(
        cascade="save-update, merge, expunge"
    )
    """None until the organiser asks a question of their own."""
    workshops: Mapped[list[Workshop]] = relationship(
        order_by=(Workshop.position, Workshop.id), cascade="save-update, merge, expunge"
    )
    """Also those that are offered no more."""
    programme_items: Mapped[list[ProgrammeItem]] = relationship(
        order_by=(ProgrammeItem.starts_at, ProgrammeItem.id),
        cascade="save-update, merge, expunge",
    )
    """What happens when, in the order of time; `programme` presents it in words."""

    @property
    def version(self) -> str:
        """By which a page that was opened before the last change is told apart."""
        return self.updated_at.isoformat()

    @property
    def group(self) -> WorkingGroup | None:
        """That it is a meeting of."""
        return self.offer.group if self.offer else None

    @property
    def phase(self) -> Phase | None:
        """Of its group's work, that it is a part of."""
        return self.offer.phase if self.offer else None

    @property
    def is_private(self) -> bool:
        return self.visibility is not Visibility.PUBLIC

    @property
    def offered_workshops(self) -> list[Workshop]:
        return [each for each in self.workshops if each.retired_at is None]

    @property
    def takes_one_workshop(self) -> bool:
        several = self.workshop_rule is WorkshopRule.SEVERAL
        return self.workshop_rule is WorkshopRule.ONE or (
            several and self.workshops_most == 1
        )

    @property
    def questions(self) -> list[Question]:
        """What is asked now, of participants and at the desk, in order."""
        asked = self.questionnaire.questions if self.questionnaire else []
        return [question for question in asked if question.retired_at is None]

    @property
    def has_programme(self) -> bool:
        return bool(self.programme or self.programme_items)

    @property
    def stretch(self) -> Stretch:
        return Stretch(
            starts_at=self.starts_at, ends_at=self.ends_at, timezone=self.timezone
        )

    @property
    def half_days(self) -> list[HalfDay]:
        """What people sign for: where there is a programme, only when it happens."""
        return half_days_of_parts(self._parts, self.timezone)

    @property
    def has_several_days(self) -> bool:
        """Whether it touches more than one day on the clock of its place."""
        halves = half_days(self.starts_at, self.ends_at, self.timezone)
        return halves[0].day != halves[-1].day

    @property
    def hours_by_day(self) -> tuple[str, ...]:
        """Of an event of several days whose programme tells when it happens."""
        if not self.has_several_days:  # Whoever registers spares the look for parts.
            return ()
        hours = hours_by_day(self._parts, self.timezone)
        return hours if self.programme_items and len(hours) > 1 else ()

    @property
    def programme_days(self) -> list[list[ProgrammeItem]]:
        """What happens on each day, on the clock of the place."""
        zone = self.timezone
        days = groupby(
            self.programme_items,
            lambda item: local_time_of(item.starts_at, zone).date(),
        )
        return [list(items) for _day, items in days]

    @property
    def _parts(self) -> list[tuple[datetime, datetime | None]]:
        timed = [(item.starts_at, item.ends_at) for item in self.programme_items]
        return timed or [(self.starts_at, self.ends_at)]

    @property
    def schedule(self) -> Schedule:
        return Schedule(
            state=self.state,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            opens_at=self.registration_opens_at,
            closes_at=self.registration_closes_at,
            changes_close_at=self.changes_close_at,
            capacity=self.pool.capacity,
        )
