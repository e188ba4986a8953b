"""What somebody who registers is answered."""

from dataclasses import dataclass

from concertation.domain.errors import EventFull
from concertation.domain.seating import AdmissionState, free_seats
from concertation.models import Registration
from concertation.services.seat_shares import Share, why_not_seated


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


def receipt_for_a_newcomer(known: Registration, share: Share) -> Receipt:
    """What is answered to a stranger who types an address that is registered.

    It is what they would be answered if it were not, so that it tells them nothing.
    Raises what `register_person` would for somebody who gets no seat.
    """
    pool = known.event.pool
    if not pool.takes_one_more:
        raise EventFull
    if known.event.needs_approval:
        return _answered(known, AdmissionState.ASKED, rank=None)
    free = free_seats(pool.capacity, pool.seats_taken)
    has_room = all(quota.has_room_for(share.seats) for quota in share.quotas)
    if has_room and (free is None or free >= share.seats):
        return _answered(known, AdmissionState.CONFIRMED, rank=None)
    if not pool.keeps_waiting_list:
        raise why_not_seated(pool, share)
    rank = pool.parties_waiting + 1
    return _answered(known, AdmissionState.WAITLISTED, rank=rank)


def _answered(
    known: Registration, state: AdmissionState, *, rank: int | None
) -> Receipt:
    return Receipt(
        registration_id=known.id,
        reference=known.reference,
        state=state,
        rank=rank,
        is_new=False,
    )
