"""What the desk does to many members of a group at once, and whom it passes over."""

from enum import StrEnum

from concertation.domain.bulk import Passed
from concertation.domain.enrolment import Standing


class MemberAction(StrEnum):
    APPROVE = "approve"
    DECLINE = "decline"
    PROMOTE = "promote"
    MOVE = "move"
    """To another group of the same phase."""
    RESEND = "resend"
    REMOVE = "remove"

    @property
    def needs_reason(self) -> bool:
        return self in {MemberAction.DECLINE, MemberAction.REMOVE}

    @property
    def needs_group(self) -> bool:
        return self is MemberAction.MOVE

    @property
    def is_grave(self) -> bool:
        """Whether somebody loses a place, or the hope of one."""
        return self.needs_reason


def member_passed_over(action: MemberAction, standing: Standing) -> Passed | None:
    """Why the action is not for somebody who stands so; None: it is."""
    if standing is Standing.ENDED:
        return Passed.ENDED
    is_asking = standing is Standing.ASKED
    why = None
    match action:
        case MemberAction.APPROVE | MemberAction.DECLINE if not is_asking:
            why = Passed.DECIDED
        case MemberAction.PROMOTE | MemberAction.MOVE if is_asking:
            why = Passed.UNDECIDED
        case MemberAction.PROMOTE if standing is Standing.DEPUTY:
            why = Passed.DEPUTY
        case MemberAction.PROMOTE if standing is not Standing.WAITING:
            why = Passed.SEATED
    return why
