"""The desk's list of who is in a group: searched, filtered, sorted, in pages."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from concertation.database import db
from concertation.domain.enrolment import SeatRole, Standing
from concertation.models import Enrolment, Organisation, Participant
from concertation.queries.enrolments import rank_of_enrolment
from concertation.queries.member_rows import (
    MemberFilter,
    MemberOrder,
    narrowed,
    order_of,
    ranks_in,
    stands,
)

ROWS_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedMember:
    enrolment: Enrolment
    rank: int | None
    """In the waiting line; None for who does not wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberPage:
    members: Sequence[ListedMember]
    total: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class SignedMember:
    """Who signs in, as far as a sheet that goes from hand to hand may tell."""

    family_name: str
    given_name: str
    organisation: str
    role: str
    is_deputy: bool


def member_page(
    wanted: MemberFilter, page: int, *, known_total: int | None = None
) -> MemberPage:
    """One page of the list, from 1; a page that does not exist is the last one.

    ``known_total``: how many rows the list has, where the caller counted them already.
    """
    total = count_members(wanted) if known_total is None else known_total
    pages = max(1, -(-total // ROWS_ON_A_PAGE))
    page = min(max(1, page), pages)
    ranks = ranks_in(wanted)
    rows = narrowed(select(Enrolment, ranks.c.rank), wanted)
    rows = (
        rows.outerjoin(ranks, ranks.c.id == Enrolment.admission_id)
        .options(
            contains_eager(Enrolment.admission),
            contains_eager(Enrolment.participant).options(
                contains_eager(Participant.organisation),
                lazyload(Participant.process),
            ),
            lazyload(Enrolment.offer),
        )
        .order_by(*order_of(wanted.order))
        .limit(ROWS_ON_A_PAGE)
        .offset((page - 1) * ROWS_ON_A_PAGE)
    )
    members = [
        ListedMember(enrolment=enrolment, rank=rank)
        for enrolment, rank in db.session.execute(rows)
    ]
    return MemberPage(members=members, total=total, page=page, pages=pages)


def count_members(wanted: MemberFilter) -> int:
    """How many rows the list has."""
    return db.session.scalar(narrowed(select(func.count()), wanted)) or 0


def find_member(offer_id: int, reference: str) -> Enrolment | None:
    """The place of this person in the group: the one that is, or else the last."""
    return db.session.scalar(
        select(Enrolment)
        .join(Enrolment.participant)
        .options(contains_eager(Enrolment.participant))
        .where(Enrolment.offer_id == offer_id, Participant.reference == reference)
        .order_by(Enrolment.ended_at.is_not(None), Enrolment.id.desc())
        .limit(1)
    )


def rank_of_member(enrolment: Enrolment) -> int | None:
    """In the waiting line of the group, from 1; None for who does not wait."""
    return rank_of_enrolment(db.session(), enrolment)


def colleagues_in(
    offer_id: int, organisation_ids: Sequence[int]
) -> dict[int, list[Enrolment]]:
    """Who is in the group for each of these organisations, titular members first."""
    if not organisation_ids:
        return {}
    found = db.session.scalars(
        select(Enrolment)
        .join(Enrolment.participant)
        .options(
            contains_eager(Enrolment.participant).options(
                lazyload(Participant.process), lazyload(Participant.organisation)
            ),
            joinedload(Enrolment.admission),
            lazyload(Enrolment.offer),
        )
        .where(
            Enrolment.offer_id == offer_id,
            Enrolment.ended_at.is_(None),
            Participant.organisation_id.in_(organisation_ids),
        )
        .order_by(Enrolment.seat_role != SeatRole.TITULAR, Enrolment.id)
    )
    by_organisation: dict[int, list[Enrolment]] = {}
    for enrolment in found:
        number = enrolment.participant.organisation_id or 0
        by_organisation.setdefault(number, []).append(enrolment)
    return by_organisation


def members_who_sign(offer_id: int, *, with_deputies: bool) -> list[SignedMember]:
    """In the order of the names: those with a place, also one that is kept."""
    inside = [stands(Standing.SEAT), stands(Standing.HELD)]
    if with_deputies:
        inside.append(stands(Standing.DEPUTY))
    people = (
        select(
            Participant.family_name,
            Participant.given_name,
            func.coalesce(Organisation.name, ""),
            Participant.role,
            Enrolment.admission_id.is_(None),
        )
        .select_from(Enrolment)
        .join(Enrolment.participant)
        .outerjoin(Participant.organisation)
        .outerjoin(Enrolment.admission)
        .where(
            Enrolment.offer_id == offer_id,
            Participant.anonymised_at.is_(None),
            or_(*inside),
        )
        .order_by(*order_of(MemberOrder.NAME))
    )
    return [SignedMember(*row) for row in db.session.execute(people)]


def ordered_members(wanted: MemberFilter) -> Select[Enrolment]:
    """Everybody on the list."""
    listed = select(Enrolment).options(
        contains_eager(Enrolment.admission), contains_eager(Enrolment.participant)
    )
    return narrowed(listed, wanted).order_by(*order_of(wanted.order))


def people_numbered(numbers: Sequence[int]) -> dict[int, Participant]:
    """By their ids."""
    found = db.session.scalars(
        select(Participant)
        .where(Participant.id.in_(numbers))
        .options(lazyload(Participant.process))
    )
    return {person.id: person for person in found}
