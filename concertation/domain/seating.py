"""Who gets a seat. The only place where capacity is decided."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class AdmissionState(StrEnum):
    ASKED = "asked"
    """Waits for somebody's approval."""
    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    OFFERED = "offered"
    """A seat is held until an instant, for the person to take or leave."""
    DECLINED = "declined"
    CANCELLED = "cancelled"
    EXPIRED = "expired"

    @property
    def holds_seats(self) -> bool:
        return self in {AdmissionState.CONFIRMED, AdmissionState.OFFERED}

    @property
    def is_pending(self) -> bool:
        """Whether a seat may still come of it."""
        return not self.is_over and self is not AdmissionState.CONFIRMED

    @property
    def is_over(self) -> bool:
        return self in {
            AdmissionState.DECLINED,
            AdmissionState.CANCELLED,
            AdmissionState.EXPIRED,
        }


class QuotaKind(StrEnum):
    """What a quota is a part of a pool by."""

    WORKSHOP = "workshop"
    CHOICE = "choice"
    """A choice of a question, such as the bus at eight."""
    CATEGORY = "category"
    DEPARTEMENT = "departement"

    @property
    def is_chosen(self) -> bool:
        """Whether people take it themselves, and can take another one when it is full.

        Nobody chooses to be a museum in the Oise: who exceeds such a quota waits.
        """
        return self in {self.WORKSHOP, self.CHOICE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """What is still free, as read under the pool's lock."""

    free: int | None
    """Seats; None: no limit. Negative when more were given than there are now."""
    free_in_quota: Mapping[int, int]
    """Seats by the id of each hard quota. A quota that is not named has no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Party:
    """People who are seated together or not at all."""

    number: int
    """By which the caller knows it."""
    seats: int
    quotas: frozenset[int] = frozenset()
    """The ids of the quotas that it counts in."""
    wishes: tuple[int, ...] = ()
    """The ids of quotas, best first: it counts in the first that has room for it."""


def free_seats(capacity: int | None, taken: int) -> int | None:
    return None if capacity is None else capacity - taken


def fill(room: Room, line: Iterable[Party]) -> Iterator[Party]:
    """Yield the parties of the line that are seated, first come first served.

    A wish that is granted has joined its party's quotas; a party none of whose wishes
    has room is seated without.

    Whoever does not fit is passed over and keeps their place: a party of three, or
    one whose quota is full, never blocks those behind. The line is read no further
    than the last free seat.
    """
    free = room.free
    left = dict(room.free_in_quota)
    if _is_full(free):
        return
    for party in line:
        if not _fits(party, free, left):
            continue
        seated = _with_wish(party, left)
        if free is not None:
            free -= seated.seats
        for quota in seated.quotas & left.keys():
            left[quota] -= seated.seats
        yield seated
        if _is_full(free):
            return


def _with_wish(party: Party, left: Mapping[int, int]) -> Party:
    for wish in party.wishes:
        if party.seats <= left.get(wish, party.seats):
            return replace(party, quotas=party.quotas | {wish})
    return party


def better_wish(
    wishes: Iterable[int], *, held: Container[int], roomy: Container[int]
) -> int | None:
    """The first wish with room that is ranked above the one which the party has."""
    for wish in wishes:
        if wish in held:
            return None
        if wish in roomy:
            return wish
    return None


def _is_full(free: int | None) -> bool:
    return free is not None and free <= 0


def _fits(party: Party, free: int | None, left: Mapping[int, int]) -> bool:
    if free is not None and party.seats > free:
        return False
    return all(party.seats <= left[quota] for quota in party.quotas & left.keys())
