"""What the lists of members are made of: their filters, and the order of their rows."""

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

from concertation.domain.enrolment import Standing
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
from concertation.queries.restrictions import is_limited

Shape = TypeVarTuple("Shape")

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
    without_limited: bool = False
    """Whether people whose data are limited are left out, as of files they are."""

    @property
    def narrows(self) -> bool:
        """Whether more is asked than who is, or was, in the group."""
        return bool(
            self.text or self.category or self.departement or self.organisation_id
        )


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
    if wanted.without_limited:
        conditions.append(~is_limited(Participant.email_key))
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
