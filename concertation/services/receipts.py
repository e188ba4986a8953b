"""What somebody who registers is answered."""

from dataclasses import dataclass

from concertation.domain.errors import EventFull
from concertation.domain.seating import AdmissionState, free_seats
from concertation.models import Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    registration_id: int
    reference: str
    state: AdmissionState
    rank: int | None
    """The place in the waiting line; None for who has a seat."""
    is_new: bool
    """False when the address was registered before. Never told to the public."""


def receipt_of(
    registration: Registration, rank: int | None, *, is_new: bool
) -> Receipt:
    return Receipt(
        registration_id=registration.id,
        reference=registration.reference,
        state=registration.admission.state,
        rank=rank,
        is_new=is_new,
    )


def receipt_for_a_newcomer(known: Registration) -> Receipt:
    """What is answered to a stranger who types an address that is registered.

    It is what they would be answered if it were not, so that it tells them nothing.
    Raises `EventFull`.
    """
    pool = known.event.pool
    if not pool.takes_one_more:
        raise EventFull
    free = free_seats(pool.capacity, pool.seats_taken)
    is_seated = free is None or free > 0
    return Receipt(
        registration_id=known.id,
        reference=known.reference,
        state=AdmissionState.CONFIRMED if is_seated else AdmissionState.WAITLISTED,
        rank=None if is_seated else pool.parties_waiting + 1,
        is_new=False,
    )
