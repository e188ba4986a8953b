"""Whose better wish could be granted, now that somebody else left it."""

from sqlalchemy import Select, and_, func, or_, select

from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    AdmissionWish,
    Event,
    Quota,
    Workshop,
    admission_quota,
)

_NONE_GRANTED = 1_000_000
"""Below any place among the wishes."""


def admissions_that_could_do_better(event_id: int) -> Select[int]:
    """The ids of who has a place, and ranked above their workshop one with room."""
    pool = select(Event.pool_id).where(Event.id == event_id).scalar_subquery()
    counted = admission_quota.c
    granted = (
        select(AdmissionWish.admission_id, func.min(AdmissionWish.place).label("place"))
        .join(Quota, Quota.id == AdmissionWish.quota_id)
        .join(
            admission_quota,
            and_(
                counted.admission_id == AdmissionWish.admission_id,
                counted.quota_id == AdmissionWish.quota_id,
            ),
        )
        .where(Quota.pool_id == pool)
        .group_by(AdmissionWish.admission_id)
        .subquery("granted")
    )
    has_room = or_(
        Quota.seats.is_(None),
        Quota.is_hard.is_(False),
        Quota.seats - Quota.seats_taken >= Admission.seats,
    )
    return (
        select(Admission.id)
        .join(AdmissionWish, AdmissionWish.admission_id == Admission.id)
        .join(Quota, Quota.id == AdmissionWish.quota_id)
        .join(Workshop, Workshop.quota_id == Quota.id)
        .outerjoin(granted, granted.c.admission_id == Admission.id)
        .where(
            Admission.pool_id == pool,
            Admission.state == AdmissionState.CONFIRMED,
            Workshop.retired_at.is_(None),
            AdmissionWish.place < func.coalesce(granted.c.place, _NONE_GRANTED),
            has_room,
        )
    )
