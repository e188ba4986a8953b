"""Members of a group as guests of its meetings: whom to invite, and who is gone."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from concertation.domain.enrolment import Standing
from concertation.models import Enrolment, Event, Guest, Participant, Registration
from concertation.queries.member_rows import stands
from concertation.queries.restrictions import may_be_solicited


def members_to_invite(
    session: Session, event: Event, *, with_deputies: bool, most: int
) -> Sequence[Participant]:
    """Those with a seat who are neither guests of the meeting nor registered for it."""
    members = (
        select(Enrolment.participant_id)
        .outerjoin(Enrolment.admission)
        .where(_inside(event.offer_id, with_deputies=with_deputies))
    )
    guests = select(Guest.email_key).where(Guest.event_id == event.id)
    registered = select(Registration.email_key).where(
        Registration.event_id == event.id, Registration.ended_at.is_(None)
    )
    return session.scalars(
        select(Participant)
        .where(
            Participant.id.in_(members),
            Participant.anonymised_at.is_(None),
            Participant.email_key.not_in(guests),
            Participant.email_key.not_in(registered),
            may_be_solicited(Participant.email_key),
        )
        .order_by(Participant.id)
        .limit(most)
    ).all()


def former_members_among(session: Session, event: Event) -> list[int]:
    """Guests who were invited as members, are none now, and have not answered.

    A deputy is a member: one who was invited once stays a guest.
    """
    inside = _inside(event.offer_id, with_deputies=True)
    kept = select(Enrolment.participant_id).outerjoin(Enrolment.admission).where(inside)
    has_registered = (
        select(Registration.id)
        .where(
            Registration.event_id == Guest.event_id,
            Registration.email_key == Guest.email_key,
        )
        .exists()
    )
    found = select(Guest.id).where(
        Guest.event_id == event.id,
        Guest.participant_id.is_not(None),
        Guest.participant_id.not_in(kept),
        Guest.declined_at.is_(None),
        ~has_registered,
    )
    return list(session.scalars(found))


def _inside(offer_id: int | None, *, with_deputies: bool) -> ColumnElement[bool]:
    """With a seat in the group, also one that is kept for them to confirm."""
    inside = [stands(Standing.SEAT), stands(Standing.HELD)]
    if with_deputies:
        inside.append(stands(Standing.DEPUTY))
    return (Enrolment.offer_id == offer_id) & or_(*inside)
