"""Act on many members of a group: in batches, so that nobody waits long for its lock.

Each person is decided once, under the lock: whoever presses the button a second time,
or at the same time as somebody else, finds nothing left to do.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.bulk import MOST_AT_ONCE, Passed
from concertation.domain.errors import TooManyAtOnce
from concertation.domain.member_bulk import MemberAction, member_passed_over
from concertation.domain.process_errors import GroupFull, GroupGone
from concertation.models import Enrolment, GroupOffer
from concertation.queries.member_bulk import (
    members_in_order,
    read_members_again,
    standing_now,
    who_is_in,
)
from concertation.services.bulk import BATCH, Outcome
from concertation.services.group_decisions import (
    approve_members,
    decline_members,
    move_member,
    promote_members,
    remove_members,
    resend_to_member,
)
from concertation.services.group_places import lock_offer, refuse_if_over


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOnMembers:
    offer_id: int
    action: MemberAction
    enrolment_ids: Sequence[int]
    reason: str = ""
    """What people read about it."""
    to_offer_id: int | None = None
    """The group that they are moved to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """One batch of it, under the lock."""

    session: Session
    offer: GroupOffer
    to_offer: GroupOffer | None
    wish: ActOnMembers
    by: Mapping[str, Any]
    """Who does it, and when."""


def act_on_members(wish: ActOnMembers, *, actor: str, now: datetime) -> Outcome:
    """Do it to everybody for whom it is meant.

    Raises `TooManyAtOnce`, and has done nothing then; `EnrolmentClosed` in a phase that
    is over, `GroupGone` for a group to move to that is none of the phase.
    """
    if len(wish.enrolment_ids) > MOST_AT_ONCE:
        raise TooManyAtOnce
    with transaction() as session:
        ids = members_in_order(session, wish.offer_id, wish.enrolment_ids)
    # Whoever is brought forward goes before all who are not: that is one decision.
    size = MOST_AT_ONCE if wish.action is MemberAction.PROMOTE else BATCH
    outcome = Outcome()
    for first in range(0, len(ids), size):
        with transaction() as session:
            act = _lock(session, wish, actor=actor, now=now)
            _act_on(act, ids[first : first + size], outcome)
    return outcome


def _lock(session: Session, wish: ActOnMembers, *, actor: str, now: datetime) -> _Act:
    others = [wish.to_offer_id] if wish.to_offer_id else []
    offer = lock_offer(session, wish.offer_id, *others)
    refuse_if_over(offer.phase, now=now)
    to_offer = session.get(GroupOffer, wish.to_offer_id) if wish.to_offer_id else None
    if wish.action.needs_group and (
        to_offer is None or to_offer.phase_id != offer.phase_id or to_offer is offer
    ):
        raise GroupGone
    return _Act(
        session=session,
        offer=offer,
        to_offer=to_offer,
        wish=wish,
        by={"actor": actor, "now": now},
    )


def _act_on(act: _Act, batch: Sequence[int], outcome: Outcome) -> None:
    members = []
    for enrolment in read_members_again(act.session, batch):
        why = member_passed_over(act.wish.action, standing_now(enrolment))
        if why:
            outcome.passed[why].append(enrolment.id)
        else:
            members.append(enrolment)
    if members:
        passed = ACTS[act.wish.action](act, members)
        for number, why in passed.items():
            outcome.passed[why].append(number)
        outcome.done += [each.id for each in members if each.id not in passed]


Passing = dict[int, Passed]


def _approve(act: _Act, members: Sequence[Enrolment]) -> Passing:
    left = approve_members(act.session, act.offer, members, **act.by)
    return {each.id: Passed.NO_ROOM for each in left}


def _decline(act: _Act, members: Sequence[Enrolment]) -> Passing:
    decline_members(act.session, members, act.wish.reason, **act.by)
    return {}


def _remove(act: _Act, members: Sequence[Enrolment]) -> Passing:
    remove_members(act.session, members, act.wish.reason, **act.by)
    return {}


def _promote(act: _Act, members: Sequence[Enrolment]) -> Passing:
    changed = promote_members(act.session, act.offer, members, **act.by)
    brought = {each.id for each in changed}
    return {each.id: Passed.FIRST for each in members if each.id not in brought}


def _resend(act: _Act, members: Sequence[Enrolment]) -> Passing:
    return {
        each.id: Passed.TOLD
        for each in members
        if not resend_to_member(act.session, each, **act.by)
    }


def _move(act: _Act, members: Sequence[Enrolment]) -> Passing:
    if act.to_offer is None:
        raise GroupGone
    there = who_is_in(act.session, act.to_offer.id)
    passed = {}
    for each in members:
        if each.participant_id in there:
            passed[each.id] = Passed.THERE
        elif not act.to_offer.pool.takes_one_more or not _moves(
            act, each, act.to_offer
        ):
            passed[each.id] = Passed.FULL
    return passed


def _moves(act: _Act, member: Enrolment, offer: GroupOffer) -> bool:
    """Whether there was room for such a person: a quota may leave none."""
    try:
        with act.session.begin_nested():
            move_member(act.session, member, offer, act.wish.reason, **act.by)
    except GroupFull:
        return False
    return True


ACTS: dict[MemberAction, Callable[[_Act, Sequence[Enrolment]], Passing]] = {
    MemberAction.APPROVE: _approve,
    MemberAction.DECLINE: _decline,
    MemberAction.PROMOTE: _promote,
    MemberAction.MOVE: _move,
    MemberAction.RESEND: _resend,
    MemberAction.REMOVE: _remove,
}
