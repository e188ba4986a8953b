"""The parts of an event that people choose among."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import combinations


class WorkshopRule(StrEnum):
    ONE = "one"
    SEVERAL = "several"
    RANKED = "ranked"
    """People rank what they wish, and get the first that has room for them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """When a workshop takes place; with no times it collides with nothing."""

    workshop_id: int
    starts_at: datetime | None
    ends_at: datetime | None


def colliding(slots: Iterable[Slot]) -> tuple[int, int] | None:
    """Return two workshops that one person cannot both attend, or None.

    Intervals are half-open: one may begin when the other ends.
    """
    for one, other in combinations(slots, 2):
        if _overlap(one, other):
            return one.workshop_id, other.workshop_id
    return None


def _overlap(one: Slot, other: Slot) -> bool:
    if not (one.starts_at and one.ends_at and other.starts_at and other.ends_at):
        return False
    return one.starts_at < other.ends_at and other.starts_at < one.ends_at


def moved(
    rule: WorkshopRule, has: Iterable[Slot], there: Slot, *, most: int | None
) -> tuple[int, ...]:
    """The workshops of somebody who is moved to another one, by their ids.

    Where one chooses several, it takes the place of those at the same time; where that
    would still be too many, of the last ones.
    """
    if rule is not WorkshopRule.SEVERAL:
        return (there.workshop_id,)
    kept = [
        slot.workshop_id
        for slot in has
        if slot.workshop_id != there.workshop_id and not colliding((slot, there))
    ]
    return (*kept[: None if most is None else most - 1], there.workshop_id)
