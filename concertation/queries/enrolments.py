"""Find people's places in groups."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session, contains_eager, selectinload

from concertation.database import db
from concertation.domain.enrolment import SeatRole
from concertation.domain.process import GroupRule
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    Enrolment,
    GroupOffer,
    OutboxMail,
    Participant,
    Phase,
    Process,
)
from concertation.queries.seating import rank_in_line


def find_participant(participant_id: int) -> Participant | None:
    return db.session.get(Participant, participant_id)


def find_enrolment(enrolment_id: int) -> Enrolment | None:
    return db.session.get(Enrolment, enrolment_id)


def participant_of(session: Session, process_id: int, key: str) -> Participant | None:
    """The person of this address in this process, as they are now."""
    # Nearly always there is none, which a number tells for half of the time.
    number = session.scalar(
        select(Participant.id).where(
            Participant.process_id == process_id, Participant.email_key == key
        )
    )
    if number is None:
        return None
    return session.get(Participant, number, populate_existing=True)


def live_enrolments(
    session: Session, participant_id: int, phase_id: int | None = None
) -> Sequence[Enrolment]:
    """Those that have not ended, best wish first; of one phase, or of all."""
    found = (
        select(Enrolment)
        .join(Enrolment.offer)
        .where(Enrolment.participant_id == participant_id, IS_LIVE)
        .order_by(Enrolment.wish_place, Enrolment.id)
        .execution_options(populate_existing=True)
    )
    if phase_id is not None:
        found = found.where(GroupOffer.phase_id == phase_id)
    return session.scalars(found).all()


def enrolments_of_admissions(
    session: Session, admission_ids: Sequence[int]
) -> Sequence[Enrolment]:
    if not admission_ids:
        return []
    return session.scalars(
        select(Enrolment)
        .where(Enrolment.admission_id.in_(admission_ids))
        .order_by(Enrolment.id)
    ).all()


def enrolments_in(session: Session, offer_id: int) -> Sequence[Enrolment]:
    """Of one group in one phase, those that have not ended, in the order of time."""
    return session.scalars(
        select(Enrolment)
        .outerjoin(Enrolment.admission)
        .options(
            contains_eager(Enrolment.admission).selectinload(Admission.quotas),
        )
        .where(Enrolment.offer_id == offer_id, IS_LIVE)
        .order_by(
            func.coalesce(Admission.queued_at, Enrolment.created_at), Enrolment.id
        )
    ).all()


def ever_in(session: Session, offer_id: int) -> frozenset[int]:
    """The ids of the people who are, were or wanted to be in this group."""
    people = select(Enrolment.participant_id).where(Enrolment.offer_id == offer_id)
    return frozenset(session.scalars(people))


def titular_of(
    session: Session, offer: GroupOffer, organisation_id: int | None
) -> Enrolment | None:
    """Who has, or waits or asks for, the seat of this organisation in this group.

    Where wishes are ranked, asking is no claim: the allotment decides.
    """
    found = _of_organisation(offer.id, organisation_id, SeatRole.TITULAR)
    if offer.process.group_rule is GroupRule.RANKED:
        found = found.join(Enrolment.admission).where(
            Admission.state != AdmissionState.ASKED
        )
    return session.scalar(found)


def first_deputy(
    session: Session, offer_id: int, organisation_id: int | None
) -> Enrolment | None:
    return session.scalar(_of_organisation(offer_id, organisation_id, SeatRole.DEPUTY))


def rank_of_enrolment(session: Session, enrolment: Enrolment) -> int | None:
    """In the waiting line of the group, from 1; None for who does not wait."""
    if enrolment.admission is None or enrolment.ended_at:
        return None
    return rank_in_line(session, enrolment.admission)


def last_enrolment_mail(
    session: Session, participant_id: int, templates: Iterable[str]
) -> datetime | None:
    """When a mail of one of these kinds was last promised to this person."""
    return session.scalar(
        select(func.max(OutboxMail.created_at)).where(
            OutboxMail.participant_id == participant_id,
            OutboxMail.template.in_(list(templates)),
        )
    )


def former_offer(session: Session, offer: GroupOffer) -> GroupOffer | None:
    """The same group in the latest phase before this one in which it was offered."""
    return session.scalar(
        select(GroupOffer)
        .join(GroupOffer.phase)
        .where(
            GroupOffer.group_id == offer.group_id,
            Phase.starts_at < offer.phase.starts_at,
        )
        .order_by(Phase.starts_at.desc())
        .limit(1)
    )


def held_in(session: Session, offer_id: int) -> Sequence[Enrolment]:
    """Those whose seat is held until they confirm that they go on."""
    return session.scalars(
        select(Enrolment)
        .join(Enrolment.admission)
        .where(
            Enrolment.offer_id == offer_id,
            IS_LIVE,
            Admission.state == AdmissionState.OFFERED,
        )
        .order_by(Enrolment.id)
    ).all()


def latest_held(session: Session, phase_id: int, now: datetime) -> datetime | None:
    """The last instant until which a seat is held in some group of this phase."""
    return session.scalar(
        select(func.max(Admission.held_until))
        .join(GroupOffer, GroupOffer.pool_id == Admission.pool_id)
        .where(
            GroupOffer.phase_id == phase_id,
            Admission.state == AdmissionState.OFFERED,
            Admission.held_until > now,
        )
    )


def offers_with_seats_to_free(*, now: datetime) -> Sequence[int]:
    """Groups in which a seat is held longer than it was promised to be.

    In a process that was ended nobody could answer: it waits until that is taken back.
    """
    return db.session.scalars(
        select(GroupOffer.id)
        .join(Admission, Admission.pool_id == GroupOffer.pool_id)
        .join(Phase, Phase.id == GroupOffer.phase_id)
        .join(Process, Process.id == Phase.process_id)
        .where(
            Admission.state == AdmissionState.OFFERED,
            Admission.held_until <= now,
            Process.ended_at.is_(None),
        )
        .distinct()
        .order_by(GroupOffer.id)
    ).all()


def history_of(participant: Participant) -> Sequence[Enrolment]:
    """Every place that the person has or had, the latest phase first."""
    return db.session.scalars(
        select(Enrolment)
        .join(Enrolment.offer)
        .join(GroupOffer.phase)
        .options(contains_eager(Enrolment.offer).contains_eager(GroupOffer.phase))
        .options(selectinload(Enrolment.admission))
        .where(Enrolment.participant_id == participant.id)
        .order_by(Phase.starts_at.desc(), Enrolment.created_at, Enrolment.id)
    ).all()


IS_LIVE: ColumnElement[bool] = Enrolment.ended_at.is_(None)


def _of_organisation(
    offer_id: int, organisation_id: int | None, role: SeatRole
) -> Select[Enrolment]:
    return (
        select(Enrolment)
        .join(Enrolment.participant)
        .where(
            Enrolment.offer_id == offer_id,
            Enrolment.seat_role == role,
            IS_LIVE,
            Participant.organisation_id == organisation_id,
            Participant.organisation_id.is_not(None),
        )
        .order_by(Enrolment.created_at, Enrolment.id)
        .limit(1)
        .execution_options(populate_existing=True)
    )
