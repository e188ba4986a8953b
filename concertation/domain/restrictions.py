"""Data that are kept without being used, and people who object (GDPR, 18 and 21)."""

from enum import StrEnum

from concertation.domain.data_requests import RequestKind
from concertation.domain.enrolment import EndReason
from concertation.domain.enrolment_messages import EnrolmentEnded
from concertation.domain.messages import RegistrationCancelled
from concertation.domain.snapshots import Message


class RestrictionKind(StrEnum):
    LIMITATION = "limitation"
    """Kept, and used for nothing but to answer what the person does themselves."""
    OBJECTION = "objection"
    """No invitation, letter or reminder."""


RESTRICTS = {
    RequestKind.LIMITATION: RestrictionKind.LIMITATION,
    RequestKind.OBJECTION: RestrictionKind.OBJECTION,
}

SOLICITING = frozenset({"event_reminder", "member_letter"})
"""Mails, by their templates, that nobody who objects gets. Invitations are not even
promised: see `queries.restrictions`."""

OF_THE_ORGANISER = SOLICITING | frozenset(
    {
        "event_called_off",
        "event_changed",
        "guest_called_off",
        "guest_moved",
        "registration_cancelled",
        "registration_merged",
        "enrolment_ended",
        "enrolment_held",
        "enrolment_moved",
        "enrolment_role_changed",
        "member_moved",
    }
)
"""Mails that tell what somebody else did: whose data are limited gets none of them.
All others answer what the person did, or asked for; so do these where `stops` says
that they tell of the person's own act."""


INVITING = frozenset({"guest_invited", "guest_reminded"})
OF_EITHER = frozenset({"registration_cancelled", "enrolment_ended"})
"""Mails that tell now of the person's own act, now of somebody else's."""
BY_THEMSELVES = frozenset({EndReason.LEFT, EndReason.NOT_RENEWED})


def stops(kind: RestrictionKind, message: Message) -> bool:
    if kind is RestrictionKind.OBJECTION:
        return message.template in SOLICITING
    return message.template in OF_THE_ORGANISER and not _tells_own_act(message)


def withdrawn_by(kind: RestrictionKind) -> frozenset[str]:
    """Mails, by their templates, that were promised before and do not leave now."""
    is_limited = kind is RestrictionKind.LIMITATION
    return INVITING | (OF_THE_ORGANISER - OF_EITHER if is_limited else SOLICITING)


def _tells_own_act(message: Message) -> bool:
    """Who leaves reads that they did, by the message that tells who is removed."""
    match message:
        case RegistrationCancelled():
            return not message.by_organiser
        case EnrolmentEnded():
            return message.end_reason in BY_THEMSELVES
    return False
