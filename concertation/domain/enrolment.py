"""Small rules about a person's place in a group."""

from enum import StrEnum

from concertation.domain.seating import AdmissionState


class EnrolmentSource(StrEnum):
    PUBLIC = "public"
    DESK = "desk"
    RENEWAL = "renewal"
    """Kept from the phase before."""
    EXAMPLE = "example"


class SeatRole(StrEnum):
    """Who holds a seat, where a process gives each organisation one."""

    TITULAR = "titular"
    DEPUTY = "deputy"
    """Holds no seat; takes over that of the titular member when they leave."""


class EndReason(StrEnum):
    """Why somebody is in a group no more, or never got there."""

    LEFT = "left"
    REMOVED = "removed"
    """By the desk, for a reason that it told."""
    DECLINED = "declined"
    """Asked, and the desk said no."""
    MOVED = "moved"
    OTHER_WISH = "other_wish"
    """Another of their wishes was granted."""
    NOT_ALLOTTED = "not_allotted"
    """Wishes were allotted, no seat was left, and the group keeps no line."""
    NOT_RENEWED = "not_renewed"
    """Invited to go on in this phase, and said no."""
    NOT_CONFIRMED = "not_confirmed"
    """Invited to go on in this phase, and did not answer in time."""
    ERASED = "erased"


class Obstacle(StrEnum):
    """Why somebody has no seat, although others who came later may have one."""

    FULL = "full"
    CATEGORY = "category"
    """The seats for this kind of organisation are taken."""
    DEPARTEMENT = "departement"
    """The seats for this territory are taken."""
    ORGANISATION = "organisation"
    """Their organisation has its one seat in this group already."""


class Standing(StrEnum):
    """How somebody stands in a group, in one word."""

    SEAT = "seat"
    HELD = "held"
    """A seat is kept for them until an instant, for them to confirm."""
    WAITING = "waiting"
    ASKED = "asked"
    """The organiser decides, or allots."""
    DEPUTY = "deputy"
    ENDED = "ended"


def standing_in(state: AdmissionState | None) -> Standing:
    """What the state of an admission means to the person; a deputy has none."""
    match state:
        case None:
            return Standing.DEPUTY
        case AdmissionState.CONFIRMED:
            return Standing.SEAT
        case AdmissionState.OFFERED:
            return Standing.HELD
        case AdmissionState.WAITLISTED:
            return Standing.WAITING
        case AdmissionState.ASKED:
            return Standing.ASKED
    return Standing.ENDED
