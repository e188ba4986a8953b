"""How many people what is done to a whole process concerns."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.event import EventState
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    Enrolment,
    Event,
    GroupOffer,
    Participant,
    Phase,
    Process,
)

IN_LINE = (AdmissionState.WAITLISTED, AdmissionState.ASKED)


@dataclass(frozen=True, slots=True, kw_only=True)
class TakingPart:
    """In phases that are not over: persons, each counted once."""

    people: int
    """Who have a place somewhere, or want one."""
    in_line: int
    """Those of them who wait somewhere, or for a decision."""
    unconfirmed: int
    """Those of them for whom a seat is kept until they confirm it."""
    meetings: int
    """To come, published, and not called off."""


def taking_part_in(process: Process, now: datetime) -> TakingPart:
    return TakingPart(
        people=_people(process, now),
        in_line=_people(process, now, IN_LINE),
        unconfirmed=_people(process, now, (AdmissionState.OFFERED,)),
        meetings=_meetings(process, now),
    )


def _people(
    process: Process, now: datetime, states: Sequence[AdmissionState] = ()
) -> int:
    """Those with a place in one of these states; without any, those with some place."""
    counted = (
        select(func.count(Enrolment.participant_id.distinct()))
        .join(GroupOffer, GroupOffer.id == Enrolment.offer_id)
        .join(Phase, Phase.id == GroupOffer.phase_id)
        .join(Participant, Participant.id == Enrolment.participant_id)
        .outerjoin(Admission, Admission.id == Enrolment.admission_id)
        .where(
            Phase.process_id == process.id,
            Phase.ends_at > now,
            Enrolment.ended_at.is_(None),
            Participant.anonymised_at.is_(None),
        )
    )
    if states:
        counted = counted.where(Admission.state.in_(states))
    return db.session.scalars(counted).one()


def _meetings(process: Process, now: datetime) -> int:
    return db.session.scalars(
        select(func.count(Event.id)).where(
            Event.process_id == process.id,
            Event.state == EventState.PUBLISHED,
            Event.ends_at > now,
        )
    ).one()
