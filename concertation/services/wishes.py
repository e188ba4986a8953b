"""Grant somebody a wish that they ranked above the workshop which they have.

Nothing does it by itself: a workshop that changes the evening before, without anybody
having asked for it, is no gift to everyone. The desk sees who could, and decides.
"""

from collections.abc import Container
from datetime import datetime

from sqlalchemy.orm import Session

from concertation.domain.seating import better_wish
from concertation.models import Admission, Registration, SeatPool
from concertation.queries.seating import quotas_of, rank_in_line
from concertation.services.announcements import tell_standing
from concertation.services.audit import note
from concertation.services.seat_shares import Share
from concertation.services.seating import change_share


def take_better_wish(
    session: Session,
    pool: SeatPool,
    admission: Admission,
    *,
    closed: Container[int] = (),
) -> int:
    """Return the id of the quota that a seated party counts in now; 0: no better one.

    Under the pool's lock, by `change_share`: what the party had becomes free. The
    ``closed`` quotas, offered no more, are passed over.
    """
    quotas = {quota.id: quota for quota in quotas_of(session, pool)}
    wishes = [wish.quota_id for wish in admission.wishes]
    roomy = {
        number
        for number in wishes
        if number not in closed and quotas[number].has_room_for(admission.seats)
    }
    held = {quota.id for quota in admission.quotas}
    better = better_wish(wishes, held=held, roomy=roomy)
    if better is None or not admission.state.holds_seats:
        return 0
    kept = tuple(quotas[number] for number in sorted(held.difference(wishes)))
    wished = tuple(quotas[number] for number in wishes)
    share = Share(seats=admission.seats, quotas=kept, wishes=wished)
    change_share(pool, admission, share, closed=closed)
    return better


def grant_better_wish(
    session: Session, registration: Registration, *, actor: str, now: datetime
) -> bool:
    """Do so, and tell the person; False where none of their better wishes has room.

    The caller seats who waits afterwards.
    """
    event, admission = registration.event, registration.admission
    closed = {each.quota_id for each in event.workshops if each.retired_at}
    if not take_better_wish(session, event.pool, admission, closed=closed):
        return False
    session.flush()
    registration.updated_at = now
    rank = rank_in_line(session, admission)
    tell_standing(session, registration, rank=rank, now=now)
    note(
        session,
        "registration.wish_granted",
        registration,
        actor=actor,
        now=now,
        fields=["workshops"],
    )
    return True
