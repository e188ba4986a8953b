"""The desk's list of who is in a group: searched, filtered, sorted, in pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVarTuple

from sqlalchemy import (
    Select,
    SQLColumnExpression,
    Subquery,
    and_,
    func,
    or_,
    select,
)
from sqlalchemy.orm import contains_eager, joinedload, lazyload

from concertation.database import db
from concertation.domain.enrolment import SeatRole, Standing
from concertation.domain.registration import folded
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    Enrolment,
    GroupOffer,
    Organisation,
    Participant,
    WorkingGroup,
)
from concertation.queries.enrolments import rank_of_enrolment

Shape = TypeVarTuple("Shape")
ROWS_ON_A_PAGE = 50

STATE_OF = {
    Standing.SEAT: AdmissionState.CONFIRMED,
    Standing.HELD: AdmissionState.OFFERED,
    Standing.WAITING: AdmissionState.WAITLISTED,
    Standing.ASKED: AdmissionState.ASKED,
}
"""Of whoever has an admission; a deputy has none."""


class MemberOrder(StrEnum):
    NAME = "name"
    ORGANISATION = "organisation"
    LATEST = "latest"
    LINE = "line"
    """The order of the waiting line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFilter:
    """Of one group in one phase; or else of all groups of a phase, or of a process."""

    process_id: int
    phase_id: int | None = None
    offer_id: int | None = None
    text: str = ""
    standing: Standing | None = None
    with_ended: bool = False
    """Whether those who left are listed as well, where no standing is asked for."""
    category: str = ""
    departement: str = ""
    organisation_id: int | None = None
    order: MemberOrder = MemberOrder.NAME

    @property
    def narrows(self) -> bool:
        """Whether more is asked than who is, or was, in the group."""
        return bool(
            self.text or self.category or self.departement or self.organisation_id
        )


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


def narrowed(rows: Select[*Shape], wanted: MemberFilter) -> Select[*Shape]:
    """Whom the filter leaves, with their person, organisation and admission."""
    return (
        rows.select_from(Enrolment)
        .join(Enrolment.participant)
        .outerjoin(Participant.organisation)
        .outerjoin(Enrolment.admission)
        .where(*_conditions(wanted))
    )


def order_of(order: MemberOrder) -> tuple[SQLColumnExpression[Any], ...]:
    by_name = (Participant.sort_key, Enrolment.id)
    match order:
        case MemberOrder.NAME:
            return by_name
        case MemberOrder.ORGANISATION:
            no_name = Organisation.id.is_(None)
            return (no_name, Organisation.name_key, Organisation.id, *by_name)
        case MemberOrder.LATEST:
            return (Enrolment.created_at.desc(), Enrolment.id.desc())
        case MemberOrder.LINE:
            # Where there is no admission the databases disagree on what comes first.
            no_line = Admission.id.is_(None)
            line = (Admission.priority, Admission.queued_at, Admission.id)
            return (no_line, *line, Enrolment.id)


def ranks_in(wanted: MemberFilter) -> Subquery:
    """Where each of those who wait stands in their line, whatever else is filtered."""
    line = (Admission.priority, Admission.queued_at, Admission.id)
    pools = select(GroupOffer.pool_id).where(_is_among(wanted))
    rank = func.row_number().over(partition_by=Admission.pool_id, order_by=line)
    waits = Admission.state == AdmissionState.WAITLISTED
    return (
        select(Admission.id, rank.label("rank"))
        .where(Admission.pool_id.in_(pools), waits)
        .subquery("ranked")
    )


def _is_among(wanted: MemberFilter) -> SQLColumnExpression[bool]:
    """The offers in which the list looks for people."""
    if wanted.offer_id is not None:
        return GroupOffer.id == wanted.offer_id
    if wanted.phase_id is not None:
        return GroupOffer.phase_id == wanted.phase_id
    of_process = select(WorkingGroup.id).where(
        WorkingGroup.process_id == wanted.process_id
    )
    return GroupOffer.group_id.in_(of_process)


def _conditions(wanted: MemberFilter) -> list[SQLColumnExpression[bool]]:
    conditions: list[SQLColumnExpression[bool]] = [
        Enrolment.offer_id == wanted.offer_id
        if wanted.offer_id is not None
        else Enrolment.offer_id.in_(select(GroupOffer.id).where(_is_among(wanted)))
    ]
    if wanted.standing:
        conditions.append(stands(wanted.standing))
    elif not wanted.with_ended:
        conditions.append(Enrolment.ended_at.is_(None))
    if wanted.category:
        conditions.append(Participant.category == wanted.category)
    if wanted.departement:
        conditions.append(Participant.departement == wanted.departement)
    if wanted.organisation_id is not None:
        conditions.append(Participant.organisation_id == wanted.organisation_id)
    conditions += [
        or_(
            Participant.search_text.contains(word, autoescape=True),
            Organisation.name_key.contains(word, autoescape=True),
        )
        for word in folded(wanted.text).split()
    ]
    return conditions


def stands(standing: Standing) -> SQLColumnExpression[bool]:
    """Of an enrolment whose admission is joined: that somebody stands so."""
    if standing is Standing.ENDED:
        return Enrolment.ended_at.is_not(None)
    is_live = Enrolment.ended_at.is_(None)
    if standing is Standing.DEPUTY:
        return and_(is_live, Enrolment.admission_id.is_(None))
    return and_(is_live, Admission.state == STATE_OF[standing])
