"""Going on from one phase to the next: who would be invited, and what they answered."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVarTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import aliased, contains_eager, lazyload

from concertation.database import db
from concertation.domain.enrolment import (
    EndReason,
    EnrolmentSource,
    Standing,
    standing_in,
)
from concertation.domain.process import GroupRule
from concertation.domain.seating import AdmissionState
from concertation.models import Admission, Enrolment, GroupOffer, Participant, Phase
from concertation.queries.members import ROWS_ON_A_PAGE
from concertation.queries.processes import offers_of_phase

Shape = TypeVarTuple("Shape")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingAlong:
    """Of the same group in the phase before, those who are not in this one yet."""

    former: GroupOffer
    members: int
    """Who had a seat: each is asked to confirm."""
    deputies: int
    waiting: int
    """Who waited there: they come before all who ask anew."""

    @property
    def everybody(self) -> int:
        return self.members + self.deputies + self.waiting


class Answer(StrEnum):
    """What became of somebody who was invited, those to look after first."""

    SILENT = "silent"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    RUN_OUT = "run_out"
    """Did not answer in time: their seat was given on."""
    OTHERS = "others"
    """Deputies, those who wait, and those who left later."""


IS_LIVE = Enrolment.ended_at.is_(None)
ANSWER = case(
    (and_(IS_LIVE, Admission.state == AdmissionState.OFFERED), Answer.SILENT.value),
    (
        and_(IS_LIVE, Admission.state == AdmissionState.CONFIRMED),
        Answer.CONFIRMED.value,
    ),
    (Enrolment.end_reason == EndReason.NOT_RENEWED, Answer.DECLINED.value),
    (Enrolment.end_reason == EndReason.NOT_CONFIRMED, Answer.RUN_OUT.value),
    else_=Answer.OTHERS.value,
)
ANSWERS_FIRST = case(
    {answer.value: place for place, answer in enumerate(Answer)}, value=ANSWER
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerPage:
    """Some of those who were invited, who has not answered first, then by name."""

    people: Sequence[tuple[Enrolment, Answer]]
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalLine:
    """Of one group of a phase, what is shown of its renewal."""

    offer: GroupOffer
    coming: ComingAlong | None
    """None where the group met in no earlier phase."""
    answers: Mapping[Answer, int]
    """How many gave each; those that nobody gave are there as well."""


def renewal_lines(phase: Phase) -> list[RenewalLine]:
    """Of every group of the phase, in as many statements as for one."""
    offers = offers_of_phase(phase.id)
    return _lines(phase, offers)


def renewal_of(offer: GroupOffer) -> RenewalLine:
    return _lines(offer.phase, [offer])[0]


def _lines(phase: Phase, offers: Sequence[GroupOffer]) -> list[RenewalLine]:
    formers = _former_offers(phase, [offer.group_id for offer in offers])
    coming = _coming_along(phase, formers.values())
    answers = _answers([offer.id for offer in offers])
    return [
        RenewalLine(
            offer=offer,
            coming=coming.get(offer.group_id),
            answers={each: answers[offer.id, each] for each in Answer},
        )
        for offer in offers
    ]


def _former_offers(phase: Phase, group_ids: Sequence[int]) -> dict[int, GroupOffer]:
    """By group, the latest phase before this one in which it was offered."""
    found = db.session.scalars(
        select(GroupOffer)
        .join(GroupOffer.phase)
        .where(GroupOffer.group_id.in_(group_ids), Phase.starts_at < phase.starts_at)
        .order_by(Phase.starts_at)
    )
    return {offer.group_id: offer for offer in found}


def _coming_along(
    phase: Phase, formers: Collection[GroupOffer]
) -> dict[int, ComingAlong]:
    """By group."""
    rows = (
        select(GroupOffer.group_id, Admission.state, func.count())
        .select_from(Enrolment)
        .join(Enrolment.offer)
        .join(Enrolment.participant)
        .outerjoin(Enrolment.admission)
        .where(
            Enrolment.offer_id.in_([former.id for former in formers]),
            Enrolment.ended_at.is_(None),
            Participant.anonymised_at.is_(None),
            *_may_come(phase),
        )
        .group_by(GroupOffer.group_id, Admission.state)
    )
    counts: dict[int, Counter[Standing]] = {
        each.group_id: Counter() for each in formers
    }
    for group_id, state, people in db.session.execute(rows):
        counts[group_id][standing_in(state)] += people
    return {
        former.group_id: ComingAlong(
            former=former,
            members=counts[former.group_id][Standing.SEAT]
            + counts[former.group_id][Standing.HELD],
            deputies=counts[former.group_id][Standing.DEPUTY],
            waiting=counts[former.group_id][Standing.WAITING],
        )
        for former in formers
    }


def _may_come(phase: Phase) -> list[ColumnElement[bool]]:
    """Not twice, not after they left, and not where they chose another group."""
    newer, there = aliased(Enrolment), aliased(GroupOffer)
    known = (
        select(newer.id)
        .join(there, there.id == newer.offer_id)
        .where(
            newer.participant_id == Enrolment.participant_id,
            there.phase_id == phase.id,
        )
    )
    may_come = [~known.where(there.group_id == GroupOffer.group_id).exists()]
    if phase.process.group_rule is not GroupRule.SEVERAL:
        may_come.append(~known.where(newer.ended_at.is_(None)).exists())
    return may_come


def _answers(offer_ids: Sequence[int]) -> Counter[tuple[int, Answer]]:
    """How many, by group and by what was answered."""
    rows = (
        _invited(select(Enrolment.offer_id, ANSWER, func.count()), offer_ids)
        .group_by(Enrolment.offer_id, ANSWER)
        .order_by(Enrolment.offer_id)
    )
    counts: Counter[tuple[int, Answer]] = Counter()
    for offer_id, answer, people in db.session.execute(rows):
        counts[offer_id, Answer(answer)] += people
    return counts


def answers_page(offer: GroupOffer, page: int, *, total: int) -> AnswerPage:
    """One page of the list, from 1; a page that does not exist is the last one."""
    pages = max(1, -(-total // ROWS_ON_A_PAGE))
    page = min(max(1, page), pages)
    rows = (
        _invited(select(Enrolment, ANSWER), [offer.id])
        .join(Enrolment.participant)
        .outerjoin(Participant.organisation)
        .options(
            contains_eager(Enrolment.admission),
            contains_eager(Enrolment.participant).options(
                contains_eager(Participant.organisation),
                lazyload(Participant.process),
            ),
            lazyload(Enrolment.offer),
        )
        .order_by(ANSWERS_FIRST, Participant.sort_key, Enrolment.id)
        .limit(ROWS_ON_A_PAGE)
        .offset((page - 1) * ROWS_ON_A_PAGE)
    )
    people = [(each, Answer(answer)) for each, answer in db.session.execute(rows)]
    return AnswerPage(people=people, page=page, pages=pages)


def _invited(rows: Select[*Shape], offer_ids: Sequence[int]) -> Select[*Shape]:
    return rows.outerjoin(Enrolment.admission).where(
        Enrolment.offer_id.in_(offer_ids),
        Enrolment.source == EnrolmentSource.RENEWAL,
    )
