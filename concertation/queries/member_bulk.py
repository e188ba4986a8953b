"""Which members of a group an action on many is for, as it stands now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import case, select
from sqlalchemy.orm import Session, contains_eager, lazyload, selectinload

from concertation.database import db
from concertation.domain.bulk import MOST_AT_ONCE, Passed
from concertation.domain.enrolment import Standing
from concertation.domain.member_bulk import MemberAction, member_passed_over
from concertation.models import Admission, Enrolment, GroupOffer, Participant
from concertation.queries.member_rows import MemberFilter
from concertation.queries.members import ordered_members
from concertation.queries.seating import HOLDS_SEATS, line_of

WITHOUT_QUOTAS = (
    contains_eager(Enrolment.participant).options(
        selectinload(Participant.organisation), lazyload(Participant.process)
    ),
    lazyload(Enrolment.offer),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPlan:
    """What an action would do."""

    members: Sequence[Enrolment]
    """To whom."""
    passed: dict[Passed, list[Enrolment]]


def named_members(offer_id: int, numbers: Iterable[int]) -> list[Enrolment]:
    """Those of the group who have these numbers, at most one more than may be."""
    wanted = list(dict.fromkeys(numbers))[: MOST_AT_ONCE + 1]
    found = (
        select(Enrolment)
        .join(Enrolment.participant)
        .where(Enrolment.offer_id == offer_id, Enrolment.id.in_(wanted))
        .options(*WITHOUT_QUOTAS)
    )
    return list(db.session.scalars(found))


def listed_members(wanted: MemberFilter) -> list[Enrolment]:
    """Everybody on the list, at most one more than may be acted on at once."""
    rows = ordered_members(wanted).limit(MOST_AT_ONCE + 1).options(*WITHOUT_QUOTAS)
    return list(db.session.scalars(rows))


def members_in_order(
    session: Session, offer_id: int, numbers: Iterable[int]
) -> Sequence[int]:
    """Who has no seat before who has one, and who came first before the others.

    A seat that is freed is then given to nobody who is about to leave as well, nor
    handed on to a deputy who is.
    """
    has_seat = case((Admission.state.in_(HOLDS_SEATS), 1), else_=0)
    return session.scalars(
        select(Enrolment.id)
        .outerjoin(Enrolment.admission)
        .where(Enrolment.offer_id == offer_id, Enrolment.id.in_(list(numbers)))
        .order_by(has_seat, Admission.priority, Admission.queued_at, Enrolment.id)
    ).all()


def read_members_again(session: Session, numbers: Sequence[int]) -> list[Enrolment]:
    """These places as they stand under the lock that the caller holds."""
    found = session.scalars(
        select(Enrolment)
        .where(Enrolment.id.in_(numbers))
        .options(selectinload(Enrolment.admission, Admission.quotas))
        .execution_options(populate_existing=True)
    )
    by_id = {enrolment.id: enrolment for enrolment in found}
    return [by_id[number] for number in numbers]


def who_is_in(session: Session, offer_id: int) -> set[int]:
    """The ids of the people who have to do with this group now."""
    return set(
        session.scalars(
            select(Enrolment.participant_id).where(
                Enrolment.offer_id == offer_id, Enrolment.ended_at.is_(None)
            )
        )
    )


def member_plan(
    offer: GroupOffer,
    action: MemberAction,
    members: Iterable[Enrolment],
    to_offer: GroupOffer | None = None,
) -> MemberPlan:
    """What would become of each, if it were done now."""
    passed: dict[Passed, list[Enrolment]] = {}
    to_do = []
    there = who_is_in(db.session(), to_offer.id) if to_offer else set()
    for enrolment in sorted(members, key=_turn):
        why = member_passed_over(action, standing_now(enrolment))
        if why is None and enrolment.participant_id in there:
            why = Passed.THERE
        if why:
            passed.setdefault(why, []).append(enrolment)
        else:
            to_do.append(enrolment)
    if action is MemberAction.PROMOTE and _are_first(offer, to_do):
        return MemberPlan(members=[], passed=passed | {Passed.FIRST: to_do})
    return MemberPlan(members=to_do, passed=passed)


def standing_now(enrolment: Enrolment) -> Standing:
    """Nothing is left to do for who was erased, in a phase that is over or not."""
    is_erased = enrolment.participant.anonymised_at is not None
    return Standing.ENDED if is_erased else enrolment.standing


def _turn(enrolment: Enrolment) -> tuple[object, ...]:
    admission = enrolment.admission
    if admission is None:
        return (False, 0, enrolment.created_at, enrolment.id)
    return (
        admission.state.holds_seats,
        admission.priority,
        admission.queued_at,
        enrolment.id,
    )


def _are_first(offer: GroupOffer, waiting: Sequence[Enrolment]) -> bool:
    front = line_of(db.session(), offer.pool)[: len(waiting)]
    return bool(waiting) and {each.admission_id for each in waiting} == set(front)
