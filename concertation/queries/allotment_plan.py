"""What would become of ranked wishes, if they were allotted now."""

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256

from sqlalchemy.orm import Session

from concertation.database import db
from concertation.domain.allotment import Allotted, allot
from concertation.queries.wishes_of_groups import WishesOfPhase, wishes_of_phase


@dataclass(frozen=True, slots=True, kw_only=True)
class AllotmentPlan:
    """What would be written. Nothing is yet."""

    outcomes: list[Allotted]
    wishes: WishesOfPhase

    @property
    def fingerprint(self) -> str:
        """Of what is decided about whom: another plan has another one."""
        told = [
            (
                each.number,
                each.group,
                each.place,
                sorted(each.waits_in),
                sorted(each.deputy_in),
            )
            for each in self.outcomes
        ]
        return sha256(repr(told).encode()).hexdigest()[:32]

    @property
    def by_place(self) -> Counter[int]:
        """How many get their first wish, their second …; 0: how many get none."""
        return Counter(each.place or 0 for each in self.outcomes)

    @property
    def waiting(self) -> int:
        """How many get no seat, and wait for one or are deputies."""
        return sum(not each.is_over for each in self.outcomes if each.group is None)

    @property
    def by_group(self) -> Counter[int]:
        """How many would get a seat in each group."""
        return Counter(each.group for each in self.outcomes if each.group)


def plan_allotment(session: Session, phase_id: int) -> AllotmentPlan:
    """What would become of everybody who asked in this phase. It writes nothing."""
    wishes = wishes_of_phase(session, phase_id)
    return AllotmentPlan(outcomes=allot(wishes.wishers, wishes.rooms), wishes=wishes)


def current_plan(phase_id: int) -> AllotmentPlan:
    """The same for a page."""
    return plan_allotment(db.session(), phase_id)
