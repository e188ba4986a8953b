"""What a party wants of a pool, and what tells it that there is no room."""

from collections.abc import Iterable
from dataclasses import dataclass

from concertation.domain.errors import (
    ChoiceFull,
    EventFull,
    PartyDoesNotFit,
    QuotaFull,
    Refusal,
)
from concertation.domain.seating import free_seats
from concertation.models import Quota, SeatPool


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """What a party wants of a pool."""

    seats: int = 1
    quotas: tuple[Quota, ...] = ()
    """In all of which it counts."""
    wishes: tuple[Quota, ...] = ()
    """Of which it wants the first that has room for it, best first."""


ONE_SEAT = Share()


def refuse_full(
    share: Share, *, held: Iterable[int] = (), had: int = 0, chosen_only: bool = False
) -> None:
    """Raise what says which quota has no room; seats that are held count as room.

    With ``chosen_only``, who exceeds a category's quota is not refused: they wait.
    """
    kept = set(held)
    full = [
        quota
        for quota in share.quotas
        if not quota.has_room_for(share.seats - (had if quota.id in kept else 0))
    ]
    chosen = frozenset(quota.id for quota in full if quota.kind.is_chosen)
    if chosen:
        raise ChoiceFull(chosen)
    if full and not chosen_only:
        raise QuotaFull


def why_not_seated(pool: SeatPool, share: Share) -> Refusal:
    """What to tell somebody who gets no seat where nobody waits for one."""
    free = free_seats(pool.capacity, pool.seats_taken)
    if free is None or free >= share.seats:
        return QuotaFull()
    return PartyDoesNotFit() if free > 0 else EventFull()
