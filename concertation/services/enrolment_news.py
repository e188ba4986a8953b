"""Promise the mails that tell people how they stand in the groups of a process."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concertation.domain.enrolment_messages import (
    EnrolmentMessage,
    EnrolmentPromoted,
    EnrolmentStanding,
    GroupMessage,
    MemberMoved,
)
from concertation.models import (
    Enrolment,
    GroupOffer,
    Participant,
    Phase,
    Process,
    WorkingGroup,
)
from concertation.queries.enrolments import rank_of_enrolment
from concertation.services.outbox import promise


def tell_member(
    session: Session,
    kind: type[GroupMessage],
    enrolment: Enrolment,
    *,
    now: datetime,
    **facts: Any,
) -> None:
    """Promise a message of this kind about one group."""
    offer = enrolment.offer
    message = kind(
        **about(enrolment.participant, offer.phase),
        group_title=offer.group.title,
        **facts,
    )
    promise(session, message, now=now)


def tell_places(
    session: Session,
    participant: Participant,
    places: Sequence[Enrolment],
    *,
    now: datetime,
    keeps_details: bool = False,
) -> None:
    """Tell somebody how they stand in these groups of one phase."""
    if not places:
        return
    ranks = [rank_of_enrolment(session, place) or 0 for place in places]
    message: EnrolmentMessage = EnrolmentStanding(
        **about(participant, places[0].offer.phase),
        groups=tuple(place.offer.group.title for place in places),
        standings=tuple(place.standing.value for place in places),
        ranks=tuple(ranks),
        wishes=tuple(place.wish_place or 0 for place in places),
        keeps_details=keeps_details,
        awaits_proof=participant.awaits_proof,
    )
    promise(session, message, now=now)


def tell_seated(
    session: Session, seated: Iterable[Enrolment], *, now: datetime
) -> None:
    """Tell everyone who got a seat after having waited."""
    for enrolment in seated:
        tell_member(session, EnrolmentPromoted, enrolment, now=now)


def tell_animators(
    session: Session, former: Enrolment, newer: Enrolment, *, now: datetime
) -> None:
    """Tell those who run two groups that somebody went from one to the other."""
    person = newer.participant
    organisation = person.organisation.name if person.organisation else ""
    for offer, has_come in ((former.offer, False), (newer.offer, True)):
        facts = about(person, newer.offer.phase) | _to_the_animator(offer)
        message = MemberMoved(
            **facts,
            group_title=newer.offer.group.title,
            former_group=former.offer.group.title,
            person_name=name_of(person),
            organisation=organisation,
            has_come=has_come,
        )
        promise(session, message, now=now)


def name_of(person: Participant) -> str:
    return f"{person.given_name} {person.family_name}"


def about(participant: Participant, phase: Phase) -> dict[str, Any]:
    """The facts that all messages about places have in common."""
    process: Process = participant.process
    return {
        "recipient": participant.email,
        "locale": participant.locale,
        "recipient_name": name_of(participant),
        "participant_id": participant.id,
        "link_version": participant.link_version,
        "reference": participant.reference,
        "process_slug": process.slug if process.is_published else "",
        "process_title": process.title,
        "organiser_name": process.organiser_name,
        "contact_name": process.contact_name,
        "contact_email": process.contact_email,
        "contact_phone": process.contact_phone,
        "phase_title": phase.title,
        "phase_starts_at": phase.starts_at,
        "phase_ends_at": phase.ends_at,
        "timezone": process.timezone,
    }


def _to_the_animator(offer: GroupOffer) -> dict[str, Any]:
    group: WorkingGroup = offer.group
    return {
        "recipient": group.contact,
        "recipient_name": group.animator_name or group.process.contact_name,
        "locale": "fr",
    }
