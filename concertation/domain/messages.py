"""What we write to people. Each message is a snapshot of facts, not yet a text."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from concertation.domain.meeting import Meeting
from concertation.domain.snapshots import Message


class Invitation(StrEnum):
    """What the mail does to the recipient's calendar (RFC 5546 methods)."""

    NONE = "none"
    REQUEST = "request"
    CANCEL = "cancel"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationMessage(Message):
    """Everything that mails about one registration have in common."""

    recipient_name: str
    registration_id: int
    link_version: int
    reference: str
    event_slug: str
    meeting: Meeting
    venue: str
    """Several lines."""
    contact_name: str
    contact_email: str
    contact_phone: str
    workshops: tuple[str, ...] = ()
    """Titles of those that the person has."""
    workshop_starts: tuple[str, ...] = ()
    """When each begins, as ISO 8601; told where the event has several days."""
    companions: int = 0
    changes_until: datetime | None = None
    """Until when one can change or cancel by oneself; None where that was not noted."""
    takes_changes: bool = True
    """Whether that was still to come when this was promised."""
    added_text: str = ""
    """The organiser's own, as Markdown."""

    @property
    def invitation(self) -> Invitation:
        return Invitation.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationAsked(RegistrationMessage):
    """It is noted, and the organiser decides."""

    template = "registration_asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationDeclined(RegistrationMessage):
    template = "registration_declined"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationConfirmed(RegistrationMessage):
    template = "registration_confirmed"

    @property
    def invitation(self) -> Invitation:
        return Invitation.REQUEST


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationPromoted(RegistrationMessage):
    """A seat became free for someone who waited."""

    template = "registration_promoted"

    @property
    def invitation(self) -> Invitation:
        return Invitation.REQUEST


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationWaitlisted(RegistrationMessage):
    template = "registration_waitlisted"
    rank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationCancelled(RegistrationMessage):
    template = "registration_cancelled"
    had_seat: bool
    by_organiser: bool

    @property
    def invitation(self) -> Invitation:
        return Invitation.CANCEL if self.had_seat else Invitation.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationHandedOver(RegistrationMessage):
    """Somebody else comes in their stead. Who that is, is not theirs to know here."""

    template = "registration_handed_over"
    had_seat: bool

    @property
    def invitation(self) -> Invitation:
        return Invitation.CANCEL if self.had_seat else Invitation.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationMerged(RegistrationMessage):
    """Two registrations of one person became one: how it stands."""

    template = "registration_merged"
    has_seat: bool
    rank: int | None
    """None for who does not wait in the line."""
    other_reference: str

    @property
    def invitation(self) -> Invitation:
        return Invitation.REQUEST if self.has_seat else Invitation.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointment:
    """When and where people were to meet."""

    starts_at: datetime
    ends_at: datetime
    timezone: str
    venue: str
    """Several lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventChanged(RegistrationMessage):
    """The date or the place is another: what stands here is the new one."""

    template = "event_changed"
    has_seat: bool
    moved_in_time: bool
    moved_in_space: bool
    former: Appointment | None = None
    """What stood before; None in what was promised before this was noted."""

    @property
    def invitation(self) -> Invitation:
        return Invitation.REQUEST if self.has_seat else Invitation.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class EventCalledOff(RegistrationMessage):
    template = "event_called_off"
    had_seat: bool
    reason: str

    @property
    def invitation(self) -> Invitation:
        return Invitation.CANCEL if self.had_seat else Invitation.NONE


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReminder(RegistrationMessage):
    """The event is soon. The calendar has it already: nothing is sent to that."""

    template = "event_reminder"
    has_seat: bool
    access_notes: str
    has_programme: bool


# Named one by one: a class with slots has a twin that `__subclasses__` lists as well.
MESSAGES: dict[str, type[RegistrationMessage]] = {
    message.template: message
    for message in (
        RegistrationAsked,
        RegistrationDeclined,
        RegistrationConfirmed,
        RegistrationPromoted,
        RegistrationWaitlisted,
        RegistrationCancelled,
        RegistrationHandedOver,
        RegistrationMerged,
        EventChanged,
        EventCalledOff,
        EventReminder,
    )
}
