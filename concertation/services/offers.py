"""Which group is offered in which phase, with how many seats."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.process_errors import (
    GroupGone,
    OfferInUse,
    PhaseGone,
    ProcessChangedMeanwhile,
)
from concertation.models import GroupOffer, Phase, Quota, SeatPool, WorkingGroup
from concertation.queries.processes import is_offer_used
from concertation.services.audit import note
from concertation.services.group_places import (
    lock_offer,
    lock_together,
    seat_waiting_in,
)
from concertation.services.process_lock import lock_process
from concertation.services.seating import hold_pool
from concertation.services.sheets import differs, write_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSheet:
    capacity: int | None
    """None: unlimited; 0: closed."""
    keeps_waiting_list: bool = True


def offer_group(
    group_id: int, phase_id: int, sheet: OfferSheet, *, actor: str, now: datetime
) -> int:
    """Offer a group in a phase and return the offer's id; twice is once.

    Raises `PhaseGone`, or `ProcessChangedMeanwhile` where somebody else offered it
    there with other seats.
    """
    (offer_id,) = offer_group_in(group_id, (phase_id,), sheet, actor=actor, now=now)
    return offer_id


def offer_group_in(
    group_id: int,
    phase_ids: Iterable[int],
    sheet: OfferSheet,
    *,
    actor: str,
    now: datetime,
) -> list[int]:
    """The same for several phases, with as many seats in each."""
    with transaction() as session:
        group = session.get_one(WorkingGroup, group_id)
        lock_process(session, group.process_id)
        offers, wanted = [], list(phase_ids)
        _lock_those_there(session, group, wanted)
        for phase_id in wanted:
            phase = _phase(session, group, phase_id)
            offer = _offer_of(session, group, phase)
            if offer is None:
                offer = _made(session, group, phase, sheet)
                note(session, "offer.made", offer, actor=actor, now=now, **_told(offer))
            elif differs(offer.pool, sheet):
                raise ProcessChangedMeanwhile
            offers.append(offer.id)
        return offers


def change_offer(
    offer_id: int,
    sheet: OfferSheet,
    *,
    actor: str,
    now: datetime,
    version: str | None = None,
) -> None:
    """Give it other seats. Fewer than are taken remove nobody; who fits is let in.

    Raises `GroupGone`, or `ProcessChangedMeanwhile` unless the seats still are the
    ``version`` that their editor saw.
    """
    with transaction() as session:
        if session.get(GroupOffer, offer_id) is None:
            raise GroupGone
        offer = lock_offer(session, offer_id)
        former_version = offer.version
        changes = write_sheet(offer.pool, sheet)
        if not changes:
            return
        if version not in {None, former_version}:
            raise ProcessChangedMeanwhile
        told = {"changes": changes, **_told(offer)}
        note(session, "offer.changed", offer, actor=actor, now=now, **told)
        seat_waiting_in(session, offer, now=now)


def withdraw_offer(offer_id: int, *, actor: str, now: datetime) -> None:
    """Offer the group in this phase no more; twice is once. Raises `OfferInUse`."""
    with transaction() as session:
        offer = session.get(GroupOffer, offer_id)
        if offer is None:
            return
        lock_process(session, offer.process.id)
        process, told = offer.process, _told(offer)
        if not free_offers(session, [offer]):
            raise OfferInUse
        note(session, "offer.withdrawn", process, actor=actor, now=now, **told)


def free_offers(session: Session, offers: list[GroupOffer]) -> bool:
    """Delete them with their pools and quotas, or none of them where one was used.

    The caller holds their process. Return whether they are deleted.
    """
    # Whoever is enrolling just now holds a pool: wait for them, and count them.
    for offer in sorted(offers, key=lambda each: each.pool_id):
        hold_pool(session, offer.pool_id)
    if any(is_offer_used(session, offer.id) for offer in offers):
        return False
    for offer in offers:
        pool = offer.pool
        session.execute(delete(Quota).where(Quota.pool_id == pool.id))
        session.delete(offer)
        session.flush()
        session.delete(pool)
    return True


def _lock_those_there(
    session: Session, group: WorkingGroup, phase_ids: list[int]
) -> None:
    """All at once: in the order of the form, two who change several could each wait."""
    there = select(GroupOffer.id).where(
        GroupOffer.group_id == group.id, GroupOffer.phase_id.in_(phase_ids)
    )
    lock_together(session, session.scalars(there).all())


def _phase(session: Session, group: WorkingGroup, phase_id: int) -> Phase:
    phase = session.get(Phase, phase_id, populate_existing=True)
    if phase is None or phase.process_id != group.process_id:
        raise PhaseGone
    return phase


def _made(
    session: Session, group: WorkingGroup, phase: Phase, sheet: OfferSheet
) -> GroupOffer:
    pool = SeatPool()
    write_sheet(pool, sheet)
    offer = GroupOffer(group=group, phase=phase, pool=pool)
    session.add(offer)
    return offer


def _offer_of(session: Session, group: WorkingGroup, phase: Phase) -> GroupOffer | None:
    return session.scalar(
        select(GroupOffer).where(
            GroupOffer.group_id == group.id, GroupOffer.phase_id == phase.id
        )
    )


def name_of_offer(offer: GroupOffer) -> str:
    """As the audit trail calls it."""
    return f"{offer.group.title}, {offer.phase.title}"


def _told(offer: GroupOffer) -> dict[str, object]:
    return {"label": name_of_offer(offer)}
