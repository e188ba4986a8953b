"""Who would be invited to a meeting of a group now, and who would not, and why."""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import and_, select
from sqlalchemy.orm import contains_eager, lazyload

from concertation.database import db
from concertation.domain.enrolment import Standing
from concertation.models import Enrolment, Event, Guest, Participant, Registration


class Spared(StrEnum):
    """Why somebody who has to do with the group gets no invitation."""

    REGISTERED = "registered"
    DECLINED = "declined"
    INVITED = "invited"
    """Already, and has not answered."""
    NO_PLACE = "no_place"
    """Waits for a place, or has only asked for one."""


@dataclass(slots=True, kw_only=True)
class InvitationPlan:
    """Names, in the order of names."""

    seated: list[str] = field(default_factory=list)
    deputies: list[str] = field(default_factory=list)
    spared: dict[Spared, list[str]] = field(default_factory=lambda: defaultdict(list))


def invitation_plan(event: Event) -> InvitationPlan:
    is_registered = select(Registration.id).where(
        Registration.event_id == event.id,
        Registration.email_key == Participant.email_key,
        Registration.ended_at.is_(None),
    )
    its_guest = and_(
        Guest.event_id == event.id, Guest.email_key == Participant.email_key
    )
    rows = db.session.execute(
        select(Enrolment, Guest, is_registered.exists())
        .join(Enrolment.participant)
        .outerjoin(Enrolment.admission)
        .outerjoin(Guest, its_guest)
        .options(
            contains_eager(Enrolment.participant).options(lazyload("*")),
            contains_eager(Enrolment.admission).options(lazyload("*")),
            lazyload(Enrolment.offer),
            lazyload(Guest.event),
        )
        .where(
            Enrolment.offer_id == event.offer_id,
            Enrolment.ended_at.is_(None),
            Participant.anonymised_at.is_(None),
        )
        .order_by(Participant.sort_key, Participant.id)
    )
    plan = InvitationPlan()
    for enrolment, guest, registered in rows:
        why = _why_not(enrolment.standing, guest, registered=registered)
        person = enrolment.participant
        name = f"{person.given_name} {person.family_name}"
        if why:
            plan.spared[why].append(name)
        elif enrolment.standing is Standing.DEPUTY:
            plan.deputies.append(name)
        else:
            plan.seated.append(name)
    return plan


def _why_not(
    standing: Standing, guest: Guest | None, *, registered: bool
) -> Spared | None:
    if registered:
        return Spared.REGISTERED
    if guest:
        return Spared.DECLINED if guest.declined_at else Spared.INVITED
    is_outside = standing in {Standing.WAITING, Standing.ASKED}
    return Spared.NO_PLACE if is_outside else None
