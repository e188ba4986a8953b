"""What we write to those whom an organiser invites."""

from dataclasses import dataclass
from datetime import datetime

from concertation.domain.meeting import Meeting
from concertation.domain.messages import Appointment
from concertation.domain.snapshots import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestMessage(Message):
    """An invitation to answer. Its link is signed when the mail is written."""

    recipient_name: str
    """Empty where only the address is known."""
    guest_id: int
    link_version: int
    meeting: Meeting
    venue: str
    """Several lines."""
    contact_name: str
    contact_email: str
    contact_phone: str
    opens_at: datetime | None
    """When registration opens, where that is still to come."""
    last_call: datetime
    """Until when one can register."""
    kept_until: datetime | None = None
    """When their name and address are erased; None in what was promised before."""
    added_text: str = ""
    """The organiser's own, as Markdown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestInvited(GuestMessage):
    template = "guest_invited"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestReminded(GuestMessage):
    template = "guest_reminded"


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestMoved(GuestMessage):
    """The date or the place is another: what stands here is the new one."""

    template = "guest_moved"
    moved_in_time: bool
    moved_in_space: bool
    former: Appointment
    takes_registrations: bool
    """Whether one can still register, or will be able to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestCalledOff(GuestMessage):
    template = "guest_called_off"
    reason: str


GUEST_MESSAGES: dict[str, type[GuestMessage]] = {
    message.template: message
    for message in (GuestInvited, GuestReminded, GuestMoved, GuestCalledOff)
}
