"""Allot people to groups by the wishes that they ranked: best ranks first.

First everybody's first wish is looked at, in the order of who asked, then the second
wish of those who got nothing, and so on. So nobody gets a seat on a lower wish that
somebody wished for more; among equals, who asked earlier is first. The same people and
the same room always come to the same end.
"""

from collections.abc import Iterable, Mapping, Sequence
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Allotted:
    number: int
    group: int | None
    """None: no wish could be granted."""
    place: int | None
    """Of the wish that was granted; 1 is the best."""
    passed: tuple[tuple[int, Obstacle], ...]
    """The wishes before it, each with what stood in its way."""


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
    return [
        _outcome(wisher, granted.get(wisher.number), passed[wisher.number])
        for wisher in wishers
    ]


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


def _outcome(
    wisher: Wisher, place: int | None, passed: Iterable[tuple[int, Obstacle]]
) -> Allotted:
    return Allotted(
        number=wisher.number,
        group=None if place is None else wisher.wishes[place].group,
        place=None if place is None else place + 1,
        passed=tuple(passed),
    )
