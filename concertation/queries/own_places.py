"""The places that people have, had or wait for, as they read of them themselves."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from concertation.database import db
from concertation.domain.enrolment import EndReason, Standing
from concertation.domain.phases import PhaseState
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    Enrolment,
    GroupOffer,
    Participant,
    Phase,
    WorkingGroup,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlace:
    enrolment: Enrolment
    rank: int | None
    """In the waiting line; None for who does not wait."""
    now: datetime

    @property
    def group(self) -> WorkingGroup:
        return self.enrolment.offer.group

    @property
    def phase(self) -> Phase:
        return self.enrolment.offer.phase

    @property
    def held_until(self) -> datetime | None:
        admission = self.enrolment.admission
        return admission.held_until if admission else None

    @property
    def standing(self) -> Standing:
        """From the clock: a seat that nobody took up in time is lost, job or none."""
        standing = self.enrolment.standing
        until = self.held_until
        if standing is Standing.HELD and (until is None or self.now >= until):
            return Standing.ENDED
        return standing

    @property
    def end_reason(self) -> EndReason | None:
        if self.standing is not Standing.ENDED:
            return None
        return self.enrolment.end_reason or EndReason.NOT_CONFIRMED

    @property
    def is_over(self) -> bool:
        return self.phase.span.state(self.now) is PhaseState.OVER

    @property
    def is_current(self) -> bool:
        """Whether there is something left to do about it."""
        return self.standing is not Standing.ENDED and not self.is_over

    @property
    def awaits_answer(self) -> bool:
        return self.is_current and self.standing is Standing.HELD


def places_of(participant: Participant, *, now: datetime) -> Sequence[OwnPlace]:
    """The latest phase first, also what ended."""
    return places_of_all([participant.id], now=now).get(participant.id, [])


def places_of_all(
    participant_ids: Collection[int], *, now: datetime
) -> Mapping[int, Sequence[OwnPlace]]:
    """By the id of each, in as many queries for ten as for one."""
    if not participant_ids:
        return {}
    found = db.session.scalars(
        select(Enrolment)
        .join(Enrolment.offer)
        .join(GroupOffer.phase)
        .options(contains_eager(Enrolment.offer).contains_eager(GroupOffer.phase))
        .options(joinedload(Enrolment.admission))
        .where(Enrolment.participant_id.in_(participant_ids))
        .order_by(Phase.starts_at.desc(), Enrolment.created_at, Enrolment.id)
    ).all()
    ranks = _ranks({each.admission_id for each in found if each.ended_at is None})
    places: dict[int, list[OwnPlace]] = {}
    for each in found:
        place = OwnPlace(enrolment=each, rank=ranks.get(each.admission_id), now=now)
        places.setdefault(each.participant_id, []).append(place)
    return places


def _ranks(admission_ids: set[int | None]) -> dict[int | None, int]:
    """Of those among them who wait, from 1, as `queries.seating` counts it for one."""
    mine, other = aliased(Admission), aliased(Admission)
    same_priority = other.priority == mine.priority
    is_before = or_(
        other.priority < mine.priority,
        and_(same_priority, other.queued_at < mine.queued_at),
        and_(same_priority, other.queued_at == mine.queued_at, other.id <= mine.id),
    )
    rows = (
        select(mine.id, func.count(other.id))
        .join(other, and_(other.pool_id == mine.pool_id, is_before))
        .where(
            mine.id.in_(admission_ids - {None}),
            mine.state == AdmissionState.WAITLISTED,
            other.state == AdmissionState.WAITLISTED,
        )
        .group_by(mine.id)
    )
    return {number: rank for number, rank in db.session.execute(rows)}
