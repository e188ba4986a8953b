"""Whether what a process wants of each group has room there."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from concertation.domain.process import TargetKind
from concertation.models import GroupOffer, Process
from concertation.queries.processes import offers_of_process


def most_wanted(process: Process) -> int:
    """How many persons a group needs at least: a person is of one kind, somewhere."""
    by_kind: Counter[TargetKind] = Counter()
    for target in process.targets:
        by_kind[target.kind] += target.wanted or 0
    return max(by_kind.values(), default=0)


def groups_too_small(process: Process, now: datetime) -> Sequence[GroupOffer]:
    """Those in phases to come or under way in which fewer persons find a place.

    One that takes nobody at the moment has its reasons.
    """
    wanted = most_wanted(process)
    return [
        offer
        for offer in offers_of_process(process.id)
        if offer.phase.over_at > now
        and offer.pool.capacity
        and offer.pool.capacity < wanted
    ]
