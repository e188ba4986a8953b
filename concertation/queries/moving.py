"""Where somebody would stand in another group, if they were moved there now."""

from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select

from concertation.database import db
from concertation.domain.enrolment import Standing
from concertation.domain.seating import AdmissionState, QuotaKind, free_seats
from concertation.models import Admission, Enrolment, GroupOffer
from concertation.queries.enrolments import live_enrolments, titular_of
from concertation.queries.seating import place_quotas


@dataclass(frozen=True, slots=True, kw_only=True)
class Landing:
    offer: GroupOffer
    standing: Standing | None
    """None: they cannot be moved there."""
    rank: int | None = None
    """In the waiting line."""
    is_there: bool = False
    """Whether they are in that group already, or wait there."""


def landing_in(enrolment: Enrolment, offer: GroupOffer) -> Landing:
    """A seat, the place of a deputy, or a rank in the line by the time they have."""
    session, person = db.session(), enrolment.participant
    here = live_enrolments(session, person.id, offer.phase_id)
    if any(each.offer_id == offer.id for each in here):
        return Landing(offer=offer, standing=None, is_there=True)
    if not offer.pool.takes_one_more:
        return Landing(offer=offer, standing=None)
    organisation_id = person.organisation_id
    if offer.process.one_seat_an_organisation and titular_of(
        session, offer, organisation_id
    ):
        return Landing(offer=offer, standing=Standing.DEPUTY)
    if _fits(enrolment, offer):
        return Landing(offer=offer, standing=Standing.SEAT)
    if not offer.pool.keeps_waiting_list:
        return Landing(offer=offer, standing=None)
    return Landing(offer=offer, standing=Standing.WAITING, rank=_rank(enrolment, offer))


def _fits(enrolment: Enrolment, offer: GroupOffer) -> bool:
    free = free_seats(offer.pool.capacity, offer.pool.seats_taken)
    if free is not None and free <= 0:
        return False
    person = enrolment.participant
    values = {
        QuotaKind.CATEGORY: person.category,
        QuotaKind.DEPARTEMENT: person.departement,
    }
    return all(
        quota.has_room_for(1)
        for quota in place_quotas(offer.pool_id)
        if values.get(quota.kind) == quota.value
    )


def _rank(enrolment: Enrolment, offer: GroupOffer) -> int:
    admission = enrolment.admission
    asked_at = admission.queued_at if admission else enrolment.created_at
    is_before = or_(
        Admission.priority < 0,
        and_(Admission.priority == 0, Admission.queued_at <= asked_at),
    )
    ahead = select(func.count()).where(
        Admission.pool_id == offer.pool_id,
        Admission.state == AdmissionState.WAITLISTED,
        is_before,
    )
    return 1 + (db.session.scalar(ahead) or 0)
