"""Data that are kept without being used, and people who object (GDPR, 18 and 21)."""

from enum import StrEnum

from concertation.domain.data_requests import RequestKind


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
        "registration_merged",
        "enrolment_ended",
        "enrolment_held",
        "enrolment_moved",
        "enrolment_role_changed",
        "member_moved",
    }
)
"""Mails that tell what somebody else did: whose data are limited gets none of them.
All others answer what the person did, or asked for."""


def stops(kind: RestrictionKind, template: str) -> bool:
    is_limited = kind is RestrictionKind.LIMITATION
    return template in (OF_THE_ORGANISER if is_limited else SOLICITING)
