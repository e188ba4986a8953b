"""What an event is about to be, is, or was: computed from the clock when asked."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Self

from concertation.domain.errors import (
    ChangesClosed,
    EventCancelled,
    EventNotOver,
    EventNotPublished,
    EventOver,
    RegistrationClosed,
    RegistrationNotOpen,
)


class EventState(StrEnum):
    DRAFT = "draft"
    PUBLISHED = "published"
    CANCELLED = "cancelled"


class Visibility(StrEnum):
    """Who finds an event's page, and may register there."""

    PUBLIC = "public"
    BY_CODE = "by_code"
    """Whoever has the link with its code."""
    INVITED = "invited"
    """The same see it; only invited addresses register, each by a link of its own."""


class LegalBasis(StrEnum):
    """Article 6(1) of the GDPR: why the organiser may keep these answers."""

    PUBLIC_TASK = "public_task"
    CONSENT = "consent"


class Window(StrEnum):
    """What the public can do about registering, now."""

    NOT_PUBLISHED = "not_published"
    CANCELLED = "cancelled"
    OVER = "over"
    NOT_OPEN = "not_open"
    OPEN = "open"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """The instants of one event. Intervals are half-open: at its end it is over."""

    state: EventState
    starts_at: datetime
    ends_at: datetime
    opens_at: datetime | None
    closes_at: datetime | None
    changes_close_at: datetime | None = None
    capacity: int | None

    @property
    def last_call(self) -> datetime:
        return self.closes_at or self.starts_at

    @property
    def last_change(self) -> datetime:
        """When people can no longer change or cancel by themselves."""
        return self.changes_close_at or self.starts_at

    def takes_changes(self, now: datetime) -> bool:
        return now < self.last_change

    def refuse_unless_changeable(self, now: datetime) -> None:
        """Only people are bound by it: the desk changes and cancels until the end."""
        if not self.takes_changes(now):
            raise ChangesClosed

    @property
    def as_published(self) -> Self:
        """The same if it were published: what the preview of a draft shows."""
        if self.state is not EventState.DRAFT:
            return self
        return replace(self, state=EventState.PUBLISHED)

    def window(self, now: datetime) -> Window:
        if self.state is EventState.DRAFT:
            return Window.NOT_PUBLISHED
        if self.state is EventState.CANCELLED:
            return Window.CANCELLED
        if now >= self.ends_at:
            return Window.OVER
        if self.opens_at and now < self.opens_at:
            return Window.NOT_OPEN
        if now >= self.last_call or self.capacity == 0:
            return Window.CLOSED
        return Window.OPEN

    def refuse_unless_open(self, now: datetime) -> None:
        """Raise the refusal that says why nobody can register now."""
        match self.window(now):
            case Window.NOT_PUBLISHED | Window.NOT_OPEN:
                raise RegistrationNotOpen
            case Window.CANCELLED:
                raise EventCancelled
            case Window.OVER:
                raise EventOver
            case Window.CLOSED:
                raise RegistrationClosed
            case Window.OPEN:
                return

    def refuse_if_cancelled(self) -> None:
        if self.state is EventState.CANCELLED:
            raise EventCancelled

    def refuse_unless_inviting(self, now: datetime) -> None:
        """Nobody is asked for an answer that they cannot give."""
        self.refuse_unless_staff_may_seat(now)
        if self.window(now) is Window.CLOSED:
            raise RegistrationClosed

    def was_held(self, now: datetime) -> bool:
        return self.state is EventState.PUBLISHED and now >= self.ends_at

    def refuse_unless_held(self, now: datetime) -> None:
        """Nobody attended what did not take place, or not yet."""
        self.refuse_if_cancelled()
        if self.state is EventState.DRAFT:
            raise EventNotPublished
        if not self.was_held(now):
            raise EventNotOver

    def refuse_unless_staff_may_seat(self, now: datetime) -> None:
        """Staff may add people outside of the public's window, until the end."""
        self.refuse_if_cancelled()
        if self.state is EventState.DRAFT:
            raise EventNotPublished
        if now >= self.ends_at:
            raise EventOver
