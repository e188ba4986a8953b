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
    RESEND = "resend"

    @property
    def needs_reason(self) -> bool:
        return self is BulkAction.DECLINE

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
    FULL = "full"
    """The workshop."""
    UNFIT = "unfit"
    """The move is refused by another limit."""
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
    match action:
        case BulkAction.APPROVE | BulkAction.DECLINE:
            asks = standing.state is AdmissionState.ASKED
            return None if asks else Passed.DECIDED
        case BulkAction.PROMOTE if standing.state is AdmissionState.ASKED:
            return Passed.UNDECIDED
        case BulkAction.PROMOTE if standing.state.holds_seats:
            return Passed.SEATED
        case BulkAction.MOVE if standing.is_in_workshop:
            return Passed.THERE
        case _:
            return None
