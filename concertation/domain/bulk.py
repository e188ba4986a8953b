"""What the desk does to many people at once, and whom it passes over."""

from dataclasses import dataclass
from enum import StrEnum

from concertation.domain.seating import AdmissionState

MOST_AT_ONCE = 500
"""People in one request: it ends before anybody stops waiting for it."""


class BulkAction(StrEnum):
    APPROVE = "approve"
    DECLINE = "decline"
    PROMOTE = "promote"
    CANCEL = "cancel"
    MOVE = "move"
    """To another workshop."""
    BETTER_WISH = "better_wish"
    """A workshop that they ranked above the one which they have."""
    RESEND = "resend"

    @property
    def needs_reason(self) -> bool:
        return self is BulkAction.DECLINE

    @property
    def needs_ranking(self) -> bool:
        """Whether it is for events whose people rank workshops."""
        return self is BulkAction.BETTER_WISH

    @property
    def needs_workshop(self) -> bool:
        return self is BulkAction.MOVE


class Passed(StrEnum):
    """Why nothing is done to somebody."""

    ENDED = "ended"
    DECIDED = "decided"
    """Nothing is asked of the desk any more."""
    SEATED = "seated"
    UNDECIDED = "undecided"
    """Who waits for approval stands in no line yet."""
    FIRST = "first"
    """In front of the line already."""
    THERE = "there"
    """In that workshop already."""
    NO_ROOM = "no_room"
    """At the event or in the group, where nobody may wait."""
    FULL = "full"
    """The workshop."""
    NO_BETTER = "no_better"
    """No workshop that they prefer has room."""
    NO_PLACE = "no_place"
    """At the event: a workshop comes with it."""
    UNFIT = "unfit"
    """The move is refused by another limit."""
    DEPUTY = "deputy"
    """Stands in no line: they come after the titular member of their organisation."""
    TOLD = "told"
    """Less than a minute ago."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one person stands, as far as an action asks."""

    state: AdmissionState
    is_over: bool
    """Cancelled, declined, or erased."""
    is_in_workshop: bool = False


def passed_over(action: BulkAction, standing: Standing) -> Passed | None:
    """Why the action is not for somebody who stands so; None: it is."""
    if standing.is_over:
        return Passed.ENDED
    asks, has_place = standing.state is AdmissionState.ASKED, standing.state.holds_seats
    why = None
    match action:
        case BulkAction.APPROVE | BulkAction.DECLINE if not asks:
            why = Passed.DECIDED
        case BulkAction.PROMOTE if asks:
            why = Passed.UNDECIDED
        case BulkAction.PROMOTE if has_place:
            why = Passed.SEATED
        case BulkAction.BETTER_WISH if not has_place:
            why = Passed.NO_PLACE
        case BulkAction.MOVE if standing.is_in_workshop:
            why = Passed.THERE
    return why
