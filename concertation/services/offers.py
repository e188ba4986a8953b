"""Which group is offered in which phase, with how many seats."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.process_errors import GroupGone, OfferInUse, PhaseGone
from concertation.models import GroupOffer, Phase, Quota, SeatPool, WorkingGroup
from concertation.queries.processes import is_offer_used
from concertation.services.audit import note
from concertation.services.process_lock import lock_process
from concertation.services.seating import hold_pool, seat_who_fits
from concertation.services.sheets import write_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSheet:
    capacity: int | None
    """None: unlimited; 0: closed."""
    keeps_waiting_list: bool = True


def offer_group(
    group_id: int, phase_id: int, sheet: OfferSheet, *, actor: str, now: datetime
) -> int:
    """Offer a group in a phase and return the offer's id.

    One that is offered there already gets these seats. Raises `PhaseGone`.
    """
    with transaction() as session:
        group = session.get_one(WorkingGroup, group_id)
        lock_process(session, group.process_id)
        phase = session.get(Phase, phase_id, populate_existing=True)
        if phase is None or phase.process_id != group.process_id:
            raise PhaseGone
        offer = _offer_of(session, group, phase)
        if offer is None:
            pool = SeatPool()
            write_sheet(pool, sheet)
            offer = GroupOffer(group=group, phase=phase, pool=pool)
            session.add(offer)
            note(session, "offer.made", offer, actor=actor, now=now, **_told(offer))
        else:
            _change(session, offer, sheet, actor=actor, now=now)
        return offer.id


def change_offer(
    offer_id: int, sheet: OfferSheet, *, actor: str, now: datetime
) -> None:
    """Give it other seats. Fewer than are taken remove nobody; who fits is let in.

    Raises `GroupGone`.
    """
    with transaction() as session:
        offer = session.get(GroupOffer, offer_id)
        if offer is None:
            raise GroupGone
        _change(session, offer, sheet, actor=actor, now=now)


def withdraw_offer(offer_id: int, *, actor: str, now: datetime) -> None:
    """Offer the group in this phase no more; twice is once. Raises `OfferInUse`."""
    with transaction() as session:
        offer = session.get(GroupOffer, offer_id)
        if offer is None:
            return
        lock_process(session, offer.process.id)
        hold_pool(session, offer.pool_id)
        if is_offer_used(session, offer.id):
            raise OfferInUse
        note(session, "offer.withdrawn", offer, actor=actor, now=now, **_told(offer))
        delete_offer(session, offer)


def delete_offer(session: Session, offer: GroupOffer) -> None:
    """Delete one that nobody used, with its pool and its quotas."""
    pool = offer.pool
    session.execute(delete(Quota).where(Quota.pool_id == pool.id))
    session.delete(offer)
    session.flush()
    session.delete(pool)


def _change(
    session: Session, offer: GroupOffer, sheet: OfferSheet, *, actor: str, now: datetime
) -> None:
    hold_pool(session, offer.pool_id)
    session.refresh(offer.pool)
    changes = write_sheet(offer.pool, sheet)
    if changes:
        told = {"changes": changes, **_told(offer)}
        note(session, "offer.changed", offer, actor=actor, now=now, **told)
        seat_who_fits(session, offer.pool, now=now)


def _offer_of(session: Session, group: WorkingGroup, phase: Phase) -> GroupOffer | None:
    return session.scalar(
        select(GroupOffer).where(
            GroupOffer.group_id == group.id, GroupOffer.phase_id == phase.id
        )
    )


def _told(offer: GroupOffer) -> dict[str, object]:
    return {"group": offer.group.title, "phase": offer.phase.title}
