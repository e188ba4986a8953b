"""Find groups in phases: by their address at the desk, or all that somebody runs."""

from collections.abc import Iterable, Sequence

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import contains_eager

from concertation.database import db
from concertation.domain.roles import Reach
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    Enrolment,
    GroupOffer,
    Phase,
    Process,
    WorkingGroup,
)


def find_offer_at(process: str, group: str, phase_id: int) -> GroupOffer | None:
    """The group of this process in this phase, if it is offered there."""
    return db.session.scalar(
        select(GroupOffer)
        .join(GroupOffer.group)
        .join(WorkingGroup.process)
        .options(contains_eager(GroupOffer.group).contains_eager(WorkingGroup.process))
        .where(
            Process.slug == process,
            WorkingGroup.slug == group,
            GroupOffer.phase_id == phase_id,
        )
    )


def offers_in_reach(reach: Reach) -> Sequence[GroupOffer]:
    """Every group in every phase that is in reach, the latest phase first."""
    named = [
        and_(Process.slug == process, WorkingGroup.slug == group)
        for process, group in reach.groups
    ]
    offers = (
        select(GroupOffer)
        .join(GroupOffer.group)
        .join(WorkingGroup.process)
        .join(GroupOffer.phase)
        .options(
            contains_eager(GroupOffer.group).contains_eager(WorkingGroup.process),
            contains_eager(GroupOffer.phase),
        )
        .order_by(Phase.starts_at.desc(), WorkingGroup.position, GroupOffer.id)
    )
    if not reach.is_everywhere:
        offers = offers.where(or_(Process.slug.in_(reach.processes), *named))
    return db.session.scalars(offers).all()


def count_requests(offer_ids: Iterable[int]) -> dict[int, int]:
    """How many persons wait for a decision in each; nothing where nobody does."""
    rows = db.session.execute(
        select(Enrolment.offer_id, func.count())
        .join(Enrolment.admission)
        .where(
            Enrolment.offer_id.in_(list(offer_ids)),
            Enrolment.ended_at.is_(None),
            Admission.state == AdmissionState.ASKED,
        )
        .group_by(Enrolment.offer_id)
    )
    return {offer_id: persons for offer_id, persons in rows}
