"""Who sits for an organisation that has one seat in a group: see ADR 27."""

from datetime import datetime

from sqlalchemy.orm import Session

from concertation.domain.enrolment import SeatRole, Standing
from concertation.domain.enrolment_messages import (
    EnrolmentHeld,
    EnrolmentRoleChanged,
)
from concertation.domain.seating import AdmissionState
from concertation.models import Admission, Enrolment, GroupOffer
from concertation.queries.enrolments import titular_of
from concertation.services.enrolment_news import tell_member, tell_places
from concertation.services.seating import leave


def is_spoken_for(
    session: Session,
    offer: GroupOffer,
    organisation_id: int | None,
    *,
    but: Enrolment | None = None,
) -> bool:
    """Whether an organisation that may have one seat here has somebody else for it."""
    if not offer.process.one_seat_an_organisation:
        return False
    titular = titular_of(session, offer, organisation_id)
    return titular is not None and titular is not but


def take_over_seat(
    session: Session, deputy: Enrolment, titular: Enrolment, *, now: datetime
) -> None:
    """Let a deputy sit in the titular member's place, who becomes their deputy."""
    admission = titular.admission
    if admission is None:
        raise ValueError("a deputy has no seat to hand over")
    titular.admission, titular.seat_role = None, SeatRole.DEPUTY
    titular.updated_at = now
    session.flush()
    become_titular(session, deputy, admission, now=now)
    tell_role(session, titular, now=now)


def become_titular(
    session: Session, deputy: Enrolment, admission: Admission, *, now: datetime
) -> None:
    """Take over what the admission is: a seat, one that is held, a place in a line."""
    deputy.admission, deputy.seat_role = admission, SeatRole.TITULAR
    deputy.updated_at = now
    session.flush()
    if deputy.standing is Standing.SEAT:
        tell_role(session, deputy, now=now)
    elif deputy.standing is Standing.HELD and admission.held_until:
        until = admission.held_until
        tell_member(session, EnrolmentHeld, deputy, now=now, held_until=until)
    else:
        tell_places(session, deputy.participant, [deputy], now=now)


def become_deputy(session: Session, enrolment: Enrolment, *, now: datetime) -> None:
    """Give back what they have in the pool: a colleague speaks for the organisation."""
    admission = enrolment.admission
    if admission and not admission.state.is_over:
        leave(enrolment.offer.pool, admission, AdmissionState.CANCELLED, now=now)
    enrolment.admission, enrolment.seat_role = None, SeatRole.DEPUTY
    enrolment.updated_at = now
    session.flush()


def tell_role(session: Session, enrolment: Enrolment, *, now: datetime) -> None:
    organisation = enrolment.participant.organisation
    tell_member(
        session,
        EnrolmentRoleChanged,
        enrolment,
        now=now,
        is_deputy=enrolment.seat_role is SeatRole.DEPUTY,
        organisation=organisation.name if organisation else "",
    )
