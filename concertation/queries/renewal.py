"""Going on from one phase to the next: who would be invited, and what they answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, lazyload

from concertation.database import db
from concertation.domain.enrolment import EndReason, EnrolmentSource, Standing
from concertation.domain.process import GroupRule
from concertation.models import Enrolment, GroupOffer, Participant
from concertation.queries.enrolments import former_offer


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


def coming_along(offer: GroupOffer) -> ComingAlong | None:
    """None where the group met in no earlier phase."""
    former = former_offer(db.session(), offer)
    if former is None:
        return None
    known = select(Enrolment.participant_id).where(Enrolment.offer_id == offer.id)
    found = (
        select(Enrolment)
        .join(Enrolment.participant)
        .outerjoin(Enrolment.admission)
        .options(contains_eager(Enrolment.admission), lazyload(Enrolment.offer))
        .where(
            Enrolment.offer_id == former.id,
            Enrolment.ended_at.is_(None),
            Participant.anonymised_at.is_(None),
            Participant.id.not_in(known),
        )
    )
    if offer.process.group_rule is not GroupRule.SEVERAL:
        elsewhere = (
            select(Enrolment.participant_id)
            .join(Enrolment.offer)
            .where(GroupOffer.phase_id == offer.phase_id, Enrolment.ended_at.is_(None))
        )
        found = found.where(Participant.id.not_in(elsewhere))
    standings = [each.standing for each in db.session.scalars(found)]
    seated = {Standing.SEAT, Standing.HELD}
    return ComingAlong(
        former=former,
        members=sum(each in seated for each in standings),
        deputies=standings.count(Standing.DEPUTY),
        waiting=standings.count(Standing.WAITING),
    )


def answers_in(offer_id: int) -> Answers:
    """In the order of the names."""
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
            Enrolment.offer_id == offer_id,
            Enrolment.source == EnrolmentSource.RENEWAL,
        )
        .order_by(Participant.sort_key, Enrolment.id)
    )
    by_answer: dict[str, list[Enrolment]] = {}
    for enrolment in found:
        by_answer.setdefault(_answer(enrolment), []).append(enrolment)
    return Answers(**by_answer)


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
