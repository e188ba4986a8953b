"""The places of a group in one phase: lock them, end one, let in who waits.

An organisation that may have one seat keeps it when its titular member goes: the first
deputy takes over the admission itself, so that nobody can slip in between.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.domain.actor import SYSTEM
from concertation.domain.enrolment import EndReason, Obstacle, SeatRole
from concertation.domain.enrolment_messages import EnrolmentEnded
from concertation.domain.process import GroupRule
from concertation.domain.process_errors import EnrolmentClosed, PlacesChanged
from concertation.domain.seating import AdmissionState, QuotaKind, free_seats
from concertation.models import (
    Admission,
    Enrolment,
    GroupOffer,
    Participant,
    Phase,
    Quota,
)
from concertation.queries.enrolments import (
    enrolments_of_admissions,
    first_deputy,
    live_enrolments,
)
from concertation.queries.seating import quotas_of, waiting_before
from concertation.services.audit import Many, note, note_many
from concertation.services.enrolment_news import tell_member, tell_seated
from concertation.services.kept_places import join_keeping_time, let_go_expired
from concertation.services.seat_roles import become_titular
from concertation.services.seat_shares import ONE_SEAT, Share
from concertation.services.seating import (
    closed_copy,
    hold_pool,
    leave,
    seat_who_fits,
)


@dataclass(frozen=True, slots=True)
class Ending:
    reason: EndReason
    word: str = ""
    """What the person is told about it."""

    @property
    def state(self) -> AdmissionState:
        """What becomes of the admission."""
        is_declined = self.reason is EndReason.DECLINED
        return AdmissionState.DECLINED if is_declined else AdmissionState.CANCELLED


def lock_offers(session: Session, offer_ids: Iterable[int]) -> list[GroupOffer]:
    """Lock several pools, always in the same order; return the offers as they are."""
    numbers = list(offer_ids)
    ordered = (
        select(GroupOffer)
        .where(GroupOffer.id.in_(numbers))
        .order_by(GroupOffer.pool_id)
    )
    pools = ordered.with_only_columns(GroupOffer.pool_id)
    if len(numbers) == 1:
        hold_pool(session, pools.order_by(None).scalar_subquery())
    else:
        for pool_id in session.scalars(pools).all():
            hold_pool(session, pool_id)
    fresh = ordered.execution_options(populate_existing=True)
    return list(session.scalars(fresh).all())


def lock_offer(session: Session, offer_id: int, *others: int) -> GroupOffer:
    """Lock a group's pool in one phase, and those of the other offers that are named.

    See `lock_together` for what is locked besides.
    """
    locked = lock_together(session, {offer_id, *others})
    return next(each for each in locked if each.id == offer_id)


def lock_together(session: Session, offer_ids: Iterable[int]) -> list[GroupOffer]:
    """Lock these pools, and all that seating somebody in them may touch.

    Where wishes are ranked, a seat in one group ends what the person wishes for in the
    others: all groups of the phase are locked.
    """
    named = set(offer_ids)
    wanted = select(GroupOffer).where(GroupOffer.id.in_(named))
    phases = {
        each.phase_id
        for each in session.scalars(wanted)
        if each.process.group_rule is GroupRule.RANKED
    }
    if phases:
        same = select(GroupOffer.id).where(GroupOffer.phase_id.in_(phases))
        named |= set(session.scalars(same).all())
    return lock_offers(session, named)


def lock_enrolment(session: Session, enrolment_id: int, *offers: int) -> Enrolment:
    """Lock the pool of its group, and read it and its admission under that lock."""
    enrolment = session.get_one(Enrolment, enrolment_id)
    lock_offer(session, enrolment.offer_id, *offers)
    session.refresh(enrolment)
    session.refresh(enrolment.participant)
    if enrolment.admission:
        session.refresh(enrolment.admission)
    return enrolment


def lock_places_of(session: Session, person: Participant) -> list[Enrolment]:
    """Lock the groups of somebody's places, and read these and the person afresh.

    Raises `PlacesChanged` where a move or a new phase gave them a place in another
    group meanwhile, which is not locked.
    """
    known = {place.offer_id for place in live_enrolments(session, person.id)}
    lock_together(session, known)
    # The row as well: the purge takes no turns, and who left has no group to lock.
    session.refresh(person, with_for_update={"of": Participant})
    places = list(live_enrolments(session, person.id))
    if not {place.offer_id for place in places} <= known:
        raise PlacesChanged
    return places


def share_in(session: Session, offer: GroupOffer, participant: Participant) -> Share:
    """One seat, and the quotas in which the person counts, read under the lock."""
    return share_at(session, offer, participant.category, participant.departement)


def share_at(
    session: Session, offer: GroupOffer, category: str, departement: str
) -> Share:
    if not offer.pool.has_quotas:
        return ONE_SEAT
    values = {QuotaKind.CATEGORY: category, QuotaKind.DEPARTEMENT: departement}
    quotas = quotas_of(session, offer.pool)
    return Share(quotas=tuple(q for q in quotas if q.value == values.get(q.kind)))


def end_enrolment(
    session: Session, enrolment: Enrolment, ending: Ending, *, now: datetime
) -> None:
    """End it in the caller's transaction; a deputy takes over what it held."""
    admission = enrolment.admission
    deputy = _successor(session, enrolment)
    if admission and deputy and not admission.state.is_over:
        enrolment.admission = closed_copy(admission, now=now)
        session.flush()
        become_titular(session, deputy, admission, now=now)
    elif admission and not admission.state.is_over:
        leave(enrolment.offer.pool, admission, ending.state, now=now)
    enrolment.ended_at = enrolment.updated_at = now
    enrolment.end_reason, enrolment.end_word = ending.reason, ending.word
    session.flush()


def seat_waiting_in(
    session: Session,
    offer: GroupOffer,
    *,
    now: datetime,
    newcomer: Admission | None = None,
    untold: Iterable[Admission] = (),
) -> list[Admission]:
    """Give free seats to the line, seats included that were held until now.

    Tells those who got one, but for the newcomer and the ``untold``, whom the caller
    tells. In a phase that is over nobody is let in; in a process that was ended
    everybody stays where they are.
    """
    if offer.process.has_ended(now):
        return []
    _end_unconfirmed(session, offer, now=now)
    if not offer.process.is_published or now >= offer.phase.ends_at:
        return []
    seated = seat_who_fits(session, offer.pool, now=now, newcomer=newcomer)
    if not seated:
        return seated
    session.flush()
    _note_passed_over(session, offer, seated, now=now)
    enrolments = enrolments_of_admissions(session, [each.id for each in seated])
    if offer.process.group_rule is GroupRule.RANKED:
        for enrolment in enrolments:
            end_other_wishes(session, enrolment, now=now)
    quiet = {each.id for each in (newcomer, *untold) if each}
    told = [each for each in enrolments if each.admission_id not in quiet]
    tell_seated(session, told, now=now)
    got = Many(Enrolment, {each.id: {} for each in told}, process_id=offer.process_id)
    note_many(session, "enrolment.seated", got, actor=SYSTEM, now=now)
    return seated


def seat_newcomer_in(
    session: Session, offer: GroupOffer, newcomer: Admission, *, now: datetime
) -> bool:
    """Let in who has just joined the line; return whether they got a seat.

    Where nobody stands before them, and there is room, nothing else is looked at: what
    is still held too long is freed by whoever needs it.
    """
    roomy = obstacle_to(offer, newcomer.quotas) is None
    if roomy and offer.pool.parties_waiting == 1:
        return newcomer in seat_who_fits(
            session, offer.pool, now=now, newcomer=newcomer
        )
    return newcomer in seat_waiting_in(session, offer, now=now, newcomer=newcomer)


def end_other_wishes(session: Session, granted: Enrolment, *, now: datetime) -> None:
    """Whoever has a seat wishes for no other group of the phase any more."""
    phase_id = granted.offer.phase_id
    for other in live_enrolments(session, granted.participant_id, phase_id):
        if other.id != granted.id:
            end_enrolment(session, other, Ending(EndReason.OTHER_WISH), now=now)


def obstacle_to(
    offer: GroupOffer, quotas: Iterable[Quota], *, seats: int = 1
) -> Obstacle | None:
    """What keeps somebody who counts in these quotas from a seat; None: nothing."""
    for quota in quotas:
        if not quota.has_room_for(seats):
            return Obstacle(quota.kind.value)
    free = free_seats(offer.pool.capacity, offer.pool.seats_taken)
    return None if free is None or free >= seats else Obstacle.FULL


def refuse_if_over(phase: Phase, *, now: datetime) -> None:
    """A phase that is over stays as it was."""
    if now >= phase.over_at:
        raise EnrolmentClosed(phase.title, phase.over_at)


def _successor(session: Session, enrolment: Enrolment) -> Enrolment | None:
    is_titular = enrolment.seat_role is SeatRole.TITULAR
    if not (is_titular and enrolment.offer.process.one_seat_an_organisation):
        return None
    organisation_id = enrolment.participant.organisation_id
    return first_deputy(session, enrolment.offer_id, organisation_id)


def _end_unconfirmed(session: Session, offer: GroupOffer, *, now: datetime) -> None:
    expired = let_go_expired(session, offer.pool, now=now)
    ended = enrolments_of_admissions(session, [each.id for each in expired])
    for enrolment in ended:
        reason = EndReason.NOT_CONFIRMED
        end_enrolment(session, enrolment, Ending(reason), now=now)
        deputy = _successor(session, enrolment)
        if deputy:
            _join_in_their_stead(session, deputy, now=now)
        tell_member(
            session, EnrolmentEnded, enrolment, now=now, end_reason=reason.value
        )
        note(session, "enrolment.not_confirmed", enrolment, actor=SYSTEM, now=now)


def _join_in_their_stead(session: Session, deputy: Enrolment, *, now: datetime) -> None:
    """The seat of the organisation is given on; its deputy may still wait for one."""
    offer = deputy.offer
    share = share_in(session, offer, deputy.participant)
    admission = join_keeping_time(
        session, offer.pool, share, queued_at=deputy.created_at
    )
    session.flush()
    become_titular(session, deputy, admission, now=now)


def _note_passed_over(
    session: Session, offer: GroupOffer, seated: Sequence[Admission], *, now: datetime
) -> None:
    """Say of each who waits before somebody that was seated why they were not."""
    if not offer.pool.has_quotas:
        return
    last = max(seated, key=lambda each: (each.priority, each.queued_at, each.id))
    passed = waiting_before(session, last)
    for enrolment in enrolments_of_admissions(session, [each.id for each in passed]):
        quotas = enrolment.admission.quotas if enrolment.admission else []
        obstacle = obstacle_to(offer, quotas)
        if obstacle and obstacle is not enrolment.obstacle:
            enrolment.obstacle = obstacle
            note(
                session,
                "enrolment.passed_over",
                enrolment,
                actor=SYSTEM,
                now=now,
                obstacle=obstacle,
            )
