"""What we write to people about their places in groups."""

from dataclasses import dataclass
from datetime import datetime

from concertation.domain.enrolment import Standing
from concertation.domain.snapshots import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentMessage(Message):
    """Everything that mails about somebody's places have in common."""

    recipient_name: str
    participant_id: int
    link_version: int
    reference: str
    process_slug: str
    """Empty where the public does not see it: then no mail leads there."""
    process_title: str
    organiser_name: str
    contact_name: str
    contact_email: str
    contact_phone: str
    phase_title: str
    phase_starts_at: datetime
    phase_ends_at: datetime
    timezone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentStanding(EnrolmentMessage):
    """How things stand in every group of one phase that the person has to do with."""

    template = "enrolment_standing"
    groups: tuple[str, ...]
    standings: tuple[str, ...]
    """Words of `Standing`, one for each group."""
    ranks: tuple[int, ...]
    """In the line of each group; 0 for who does not wait there."""
    wishes: tuple[int, ...]
    """The place of each among what they ranked; 0 where nothing is ranked."""
    keeps_details: bool = False
    """Whether somebody typed other details, which were not taken over."""
    awaits_proof: bool = False
    """Whether a name is to stand on a public page as soon as the person confirms it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupMessage(EnrolmentMessage):
    """About one group."""

    group_title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentPromoted(GroupMessage):
    """A seat became free for someone who waited."""

    template = "enrolment_promoted"


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentDeclined(GroupMessage):
    template = "enrolment_declined"
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentEnded(GroupMessage):
    template = "enrolment_ended"
    end_reason: str
    """A word of `EndReason`."""
    reason: str = ""
    """What the desk says about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentMoved(GroupMessage):
    """From one group to another, with the time that they had."""

    template = "enrolment_moved"
    former_group: str
    standing: str
    rank: int | None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentRoleChanged(GroupMessage):
    """Titular member from now on, or deputy."""

    template = "enrolment_role_changed"
    is_deputy: bool
    organisation: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentHeld(GroupMessage):
    """A new phase begins, and the person is asked whether they go on."""

    template = "enrolment_held"
    held_until: datetime
    is_reminder: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentAllotted(GroupMessage):
    """What became of their ranked wishes."""

    template = "enrolment_allotted"
    place: int
    """Of the wish that was granted, 1 is the best; 0: none was."""
    passed_groups: tuple[str, ...] = ()
    """Wishes before it, which were not granted."""
    obstacles: tuple[str, ...] = ()
    """Why not: a word of `Obstacle` for each."""
    deputy_groups: tuple[str, ...] = ()
    """Among them, where a colleague speaks for the organisation."""
    ended_groups: tuple[str, ...] = ()
    """Among them, which keep no line: nothing is waited for there."""

    @property
    def waits(self) -> bool:
        """Whether they stand in a line somewhere."""
        elsewhere = {*self.deputy_groups, *self.ended_groups}
        return not self.place and not elsewhere.issuperset(self.passed_groups)

    @property
    def standing(self) -> Standing:
        """What there is to do next, in the best case."""
        if self.place:
            return Standing.SEAT
        if self.waits:
            return Standing.WAITING
        return Standing.DEPUTY if self.deputy_groups else Standing.ENDED


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLetter(GroupMessage):
    """What whoever runs the group writes to its people."""

    template = "member_letter"
    subject: str
    text: str
    """Markdown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberMoved(GroupMessage):
    """To who runs a group: somebody came from another, or went there."""

    template = "member_moved"
    person_name: str
    organisation: str
    former_group: str
    has_come: bool
    """Into the recipient's group, or out of it."""


# Named one by one: a class with slots has a twin that `__subclasses__` lists as well.
ENROLMENT_MESSAGES: dict[str, type[EnrolmentMessage]] = {
    message.template: message
    for message in (
        EnrolmentStanding,
        EnrolmentPromoted,
        EnrolmentDeclined,
        EnrolmentEnded,
        EnrolmentMoved,
        EnrolmentRoleChanged,
        EnrolmentHeld,
        EnrolmentAllotted,
        MemberLetter,
        MemberMoved,
    )
}
