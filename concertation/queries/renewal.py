"""Going on from one phase to the next: who would be invited, and what they answered."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import aliased, contains_eager, lazyload

from concertation.database import db
from concertation.domain.enrolment import (
    EndReason,
    EnrolmentSource,
    Standing,
    standing_in,
)
from concertation.domain.process import GroupRule
from concertation.models import Admission, Enrolment, GroupOffer, Participant, Phase
from concertation.queries.processes import offers_of_phase


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What became of those who were invited to go on in this group."""

    confirmed: Sequence[Enrolment] = ()
    silent: Sequence[Enrolment] = ()
    declined: Sequence[Enrolment] = ()
    run_out: Sequence[Enrolment] = ()
    """Did not answer in time: their seat was given on."""
    others: Sequence[Enrolment] = ()
    """Deputies, those who wait, and those who left later."""

    def __bool__(self) -> bool:
        return bool(
            self.confirmed
            or self.silent
            or self.declined
            or self.run_out
            or self.others
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RenewalLine:
    """Of one group of a phase, what is shown of its renewal."""

    offer: GroupOffer
    coming: ComingAlong | None
    """None where the group met in no earlier phase."""
    answers: Answers


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
            answers=Answers(**answers.get(offer.id, {})),
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


def _answers(offer_ids: Sequence[int]) -> dict[int, dict[str, list[Enrolment]]]:
    """By group and by what was answered, in the order of the names."""
    found = db.session.scalars(
        select(Enrolment)
        .join(Enrolment.participant)
        .outerjoin(Participant.organisation)
        .outerjoin(Enrolment.admission)
        .options(
            contains_eager(Enrolment.admission),
            contains_eager(Enrolment.participant).options(
                contains_eager(Participant.organisation),
                lazyload(Participant.process),
            ),
            lazyload(Enrolment.offer),
        )
        .where(
            Enrolment.offer_id.in_(offer_ids),
            Enrolment.source == EnrolmentSource.RENEWAL,
        )
        .order_by(Participant.sort_key, Enrolment.id)
    )
    by_offer: dict[int, dict[str, list[Enrolment]]] = {}
    for enrolment in found:
        answers = by_offer.setdefault(enrolment.offer_id, {})
        answers.setdefault(_answer(enrolment), []).append(enrolment)
    return by_offer


def _answer(enrolment: Enrolment) -> str:
    match enrolment.standing, enrolment.end_reason:
        case Standing.SEAT, _:
            return "confirmed"
        case Standing.HELD, _:
            return "silent"
        case _, EndReason.NOT_RENEWED:
            return "declined"
        case _, EndReason.NOT_CONFIRMED:
            return "run_out"
    return "others"
