"""Allot people to groups by the wishes that they ranked: best ranks first.

First everybody's first wish is looked at, in the order of who asked, then the second
wish of those who got nothing, and so on. So nobody gets a seat on a lower wish that
somebody wished for more; among equals, who asked earlier is first. The same people and
the same room always come to the same end.

Whoever got nothing waits in each group that they wished for, or is there the deputy of
whoever speaks for their organisation. Where a group keeps no line, the wish is over.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from concertation.domain.enrolment import Obstacle


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    group: int
    quotas: frozenset[int] = frozenset()
    """Ids of the group's hard quotas in which the person counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wisher:
    number: int
    """By which the caller knows them."""
    wishes: tuple[Wish, ...]
    """Best first."""
    organisation: int | None = None
    """For whom they speak, where each organisation has one seat in a group."""


@dataclass(slots=True, kw_only=True)
class GroupRoom:
    """What is still free in one group; it shrinks while seats are allotted."""

    free: int | None
    """Seats; None: no limit."""
    free_in_quota: dict[int, int] = field(default_factory=dict)
    kinds: Mapping[int, Obstacle] = field(default_factory=dict)
    """What each of those quotas limits."""
    organisations: set[int] = field(default_factory=set)
    """Those that have their seat already."""
    keeps_line: bool = True
    """Whether somebody can wait there for a seat to become free."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotted:
    number: int
    group: int | None
    """None: no wish could be granted."""
    place: int | None
    """Of the wish that was granted; 1 is the best."""
    passed: tuple[tuple[int, Obstacle], ...]
    """The wishes before it, each with what stood in its way."""
    waits_in: frozenset[int] = frozenset()
    """Groups in whose line they stand from now on; of who got a seat, none."""
    deputy_in: frozenset[int] = frozenset()
    """Groups where a colleague has the seat, or waits for it."""

    @property
    def is_over(self) -> bool:
        """Whether they have nothing, and nothing to wait for."""
        return self.group is None and not (self.waits_in or self.deputy_in)


def allot(wishers: Sequence[Wisher], rooms: Mapping[int, GroupRoom]) -> list[Allotted]:
    """What becomes of everybody, in the order in which they stand.

    ``wishers`` come in the order in which they are served; ``rooms`` are those of all
    groups that are wished for, and are used up.
    """
    granted: dict[int, int] = {}
    passed: dict[int, list[tuple[int, Obstacle]]] = {w.number: [] for w in wishers}
    deepest = max((len(wisher.wishes) for wisher in wishers), default=0)
    for place in range(deepest):
        for wisher in wishers:
            if wisher.number in granted or place >= len(wisher.wishes):
                continue
            wish = wisher.wishes[place]
            obstacle = _obstacle(rooms[wish.group], wish, wisher)
            if obstacle:
                passed[wisher.number].append((wish.group, obstacle))
            else:
                _take(rooms[wish.group], wish, wisher)
                granted[wisher.number] = place
    spoken_for = {group: set(room.organisations) for group, room in rooms.items()}
    outcomes = []
    for wisher in wishers:
        why = tuple(passed[wisher.number])
        if wisher.number in granted:
            outcomes.append(_seated(wisher, granted[wisher.number], why))
        else:
            outcomes.append(_left_over(wisher, why, rooms, spoken_for))
    return outcomes


def _obstacle(room: GroupRoom, wish: Wish, wisher: Wisher) -> Obstacle | None:
    if wisher.organisation is not None and wisher.organisation in room.organisations:
        return Obstacle.ORGANISATION
    if room.free is not None and room.free <= 0:
        return Obstacle.FULL
    for quota in sorted(wish.quotas & room.free_in_quota.keys()):
        if room.free_in_quota[quota] <= 0:
            return room.kinds[quota]
    return None


def _take(room: GroupRoom, wish: Wish, wisher: Wisher) -> None:
    if room.free is not None:
        room.free -= 1
    for quota in wish.quotas & room.free_in_quota.keys():
        room.free_in_quota[quota] -= 1
    if wisher.organisation is not None:
        room.organisations.add(wisher.organisation)


def _seated(
    wisher: Wisher, place: int, passed: tuple[tuple[int, Obstacle], ...]
) -> Allotted:
    return Allotted(
        number=wisher.number,
        group=wisher.wishes[place].group,
        place=place + 1,
        passed=passed,
    )


def _left_over(
    wisher: Wisher,
    passed: tuple[tuple[int, Obstacle], ...],
    rooms: Mapping[int, GroupRoom],
    spoken_for: Mapping[int, set[int]],
) -> Allotted:
    """One of an organisation waits for its seat; the others are deputies of them."""
    waits_in, deputy_in = set(), set()
    for wish in wisher.wishes:
        if wisher.organisation in spoken_for[wish.group]:
            deputy_in.add(wish.group)
        elif rooms[wish.group].keeps_line:
            waits_in.add(wish.group)
            if wisher.organisation is not None:
                spoken_for[wish.group].add(wisher.organisation)
    return Allotted(
        number=wisher.number,
        group=None,
        place=None,
        passed=passed,
        waits_in=frozenset(waits_in),
        deputy_in=frozenset(deputy_in),
    )
