"""Decide about one member of a group at the desk."""

from collections.abc import Container
from datetime import datetime

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.enrolment import SeatRole, Standing
from concertation.domain.errors import NobodyWaits, NoRoomToApprove, NothingToDecide
from concertation.domain.process_errors import (
    AlreadyEnrolled,
    EnrolmentEnded,
    GroupFull,
    GroupGone,
    NotADeputy,
)
from concertation.models import Enrolment, GroupOffer
from concertation.queries.enrolments import live_enrolments, titular_of
from concertation.services.audit import note
from concertation.services.group_decisions import (
    approve_members,
    decline_members,
    move_member,
    promote_members,
    remove_members,
    resend_to_member,
)
from concertation.services.group_places import (
    lock_enrolment,
    refuse_if_over,
)
from concertation.services.seat_roles import take_over_seat


def approve_enrolment(enrolment_id: int, *, actor: str, now: datetime) -> None:
    """Let somebody in who asked.

    Raises `NothingToDecide`, `EnrolmentClosed`, or `NoRoomToApprove` where no place is
    left and the group keeps no waiting list.
    """
    with transaction() as session:
        enrolment = _lock(session, enrolment_id, now=now)
        if enrolment.standing is not Standing.ASKED:
            raise NothingToDecide
        offer = enrolment.offer
        if approve_members(session, offer, [enrolment], actor=actor, now=now):
            raise NoRoomToApprove


def decline_enrolment(
    enrolment_id: int, reason: str, *, actor: str, now: datetime
) -> None:
    """Say no to somebody who asked. Raises as approving does."""
    with transaction() as session:
        enrolment = _lock(session, enrolment_id, now=now)
        if enrolment.standing is not Standing.ASKED:
            raise NothingToDecide
        decline_members(session, [enrolment], reason, actor=actor, now=now)


def remove_enrolment(
    enrolment_id: int, reason: str, *, actor: str, now: datetime
) -> None:
    """End somebody's place, and tell them why. Twice is once.

    Raises `EnrolmentClosed` in a phase that is over.
    """
    with transaction() as session:
        enrolment = _lock(session, enrolment_id, now=now)
        if not enrolment.ended_at:
            remove_members(session, [enrolment], reason, actor=actor, now=now)


def promote_enrolment(enrolment_id: int, *, actor: str, now: datetime) -> bool:
    """Serve somebody before all others who wait; whether they were not in front.

    Raises `NobodyWaits` for who is not on the waiting list.
    """
    with transaction() as session:
        enrolment = _lock(session, enrolment_id, now=now)
        if enrolment.standing is not Standing.WAITING:
            raise NobodyWaits
        offer = enrolment.offer
        changed = promote_members(session, offer, [enrolment], actor=actor, now=now)
        return bool(changed)


def move_enrolment(
    enrolment_id: int, offer_id: int, reason: str, *, actor: str, now: datetime
) -> int:
    """Let somebody go to another group of the same phase; return their place there.

    Raises `EnrolmentEnded`, `EnrolmentClosed`, `AlreadyEnrolled` for who is in that
    group, `GroupGone` where it is none of the phase, and `GroupFull` where it has
    neither a seat nor a waiting list. Who asked is approved first: `NothingToDecide`.
    """
    with transaction() as session:
        enrolment = _lock(session, enrolment_id, offer_id, now=now)
        offer = session.get_one(GroupOffer, offer_id)
        if enrolment.ended_at:
            raise EnrolmentEnded
        if offer.phase_id != enrolment.offer.phase_id:
            raise GroupGone
        if offer_id in _offers_of(session, enrolment):
            raise AlreadyEnrolled
        if enrolment.standing is Standing.ASKED:
            raise NothingToDecide
        if not offer.pool.takes_one_more:
            raise GroupFull
        newer = move_member(session, enrolment, offer, reason, actor=actor, now=now)
        return newer.id


def stand_in(enrolment_id: int, *, actor: str, now: datetime) -> None:
    """Let a deputy sit in the titular member's place; that one becomes a deputy.

    Raises `NotADeputy`, `EnrolmentEnded` or `EnrolmentClosed`.
    """
    with transaction() as session:
        deputy = _lock(session, enrolment_id, now=now)
        if deputy.ended_at:
            raise EnrolmentEnded
        organisation_id = deputy.participant.organisation_id
        titular = titular_of(session, deputy.offer, organisation_id)
        if deputy.seat_role is not SeatRole.DEPUTY or titular is None:
            raise NotADeputy
        take_over_seat(session, deputy, titular, now=now)
        note(session, "enrolment.stood_in", deputy, actor=actor, now=now)


def resend_enrolment(enrolment_id: int, *, actor: str, now: datetime) -> bool:
    """Tell somebody once more how they stand; False for a second click."""
    with transaction() as session:
        enrolment = _lock(session, enrolment_id, now=now)
        if enrolment.ended_at or enrolment.participant.anonymised_at:
            raise EnrolmentEnded
        return resend_to_member(session, enrolment, actor=actor, now=now)


def _lock(
    session: Session, enrolment_id: int, *offers: int, now: datetime
) -> Enrolment:
    enrolment = lock_enrolment(session, enrolment_id, *offers)
    refuse_if_over(enrolment.offer.phase, now=now)
    return enrolment


def _offers_of(session: Session, enrolment: Enrolment) -> Container[int]:
    phase_id = enrolment.offer.phase_id
    live = live_enrolments(session, enrolment.participant_id, phase_id)
    return {each.offer_id for each in live}
