"""Promise the mails that tell people what became of their registration."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concertation.domain.mail_texts import text_for
from concertation.domain.meeting import Meeting
from concertation.domain.messages import (
    Appointment,
    RegistrationAsked,
    RegistrationConfirmed,
    RegistrationMessage,
    RegistrationPromoted,
    RegistrationWaitlisted,
)
from concertation.domain.seating import AdmissionState
from concertation.models import Admission, Event, Registration, Workshop
from concertation.queries.registrations import registrations_of
from concertation.queries.workshops import chosen_workshops
from concertation.services.outbox import promise


def tell(
    session: Session,
    kind: type[RegistrationMessage],
    registration: Registration,
    *,
    now: datetime,
    **facts: Any,
) -> None:
    """Promise a message of this kind, with a snapshot of the event as it is now."""
    message = message_about(registration, kind, now=now, **facts)
    promise(session, message, now=now)


def message_about(
    registration: Registration,
    kind: type[RegistrationMessage],
    *,
    now: datetime,
    **facts: Any,
) -> RegistrationMessage:
    event = registration.event
    has_seat = registration.admission.state.holds_seats
    workshops = chosen_workshops(registration)
    text = text_for(event.mail_texts, kind.template, registration.locale)
    return kind(
        recipient=registration.email,
        locale=registration.locale,
        recipient_name=f"{registration.given_name} {registration.family_name}",
        registration_id=registration.id,
        link_version=registration.link_version,
        reference=registration.reference,
        event_slug=event.slug,
        meeting=meeting_of(event, registration, now=now),
        venue=venue_of(event),
        contact_name=event.contact_name,
        contact_email=event.contact_email,
        contact_phone=event.contact_phone,
        workshops=tuple(each.title for each in workshops),
        workshop_starts=_starts_of(workshops) if event.has_several_days else (),
        companions=len(registration.companions),
        changes_until=event.schedule.last_change if has_seat else None,
        takes_changes=event.schedule.takes_changes(now) or not has_seat,
        **{"added_text": text} | facts,
    )


def _starts_of(workshops: Sequence[Workshop]) -> tuple[str, ...]:
    return tuple(
        each.starts_at.isoformat() if each.starts_at else "" for each in workshops
    )


def tell_standing(
    session: Session, registration: Registration, *, rank: int | None, now: datetime
) -> None:
    """Say where someone stands: at a rank of the waiting list, or on a seat (None)."""
    if registration.admission.state is AdmissionState.ASKED:
        tell(session, RegistrationAsked, registration, now=now)
    elif rank is None:
        tell(session, RegistrationConfirmed, registration, now=now)
    else:
        tell(session, RegistrationWaitlisted, registration, now=now, rank=rank)


def tell_promoted(
    session: Session, seated: Sequence[Admission], *, now: datetime
) -> Sequence[Registration]:
    """Tell everyone who got a seat after having waited."""
    if not seated:
        return []
    promoted = registrations_of(session, [admission.id for admission in seated])
    for registration in promoted:
        tell(session, RegistrationPromoted, registration, now=now)
    return promoted


def meeting_of(event: Event, registration: Registration, *, now: datetime) -> Meeting:
    """The event in the calendar of one person, whose entry has a life of its own."""
    return replace(
        public_meeting_of(event, url=""),
        uid=registration.calendar_uid,
        sequence=event.calendar_sequence + registration.calendar_sequence,
        stamped_at=now,
    )


def public_meeting_of(event: Event, *, url: str) -> Meeting:
    return Meeting(
        uid=event.calendar_uid,
        title=event.title,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        timezone=event.timezone,
        location=", ".join(venue_of(event).splitlines()),
        description=event.summary,
        url=url,
        organiser_name=event.organiser_name,
        organiser_email=event.contact_email,
        sequence=event.calendar_sequence,
        stamped_at=event.updated_at,
        hours=event.hours_by_day,
    )


def appointment_of(event: Event) -> Appointment:
    return Appointment(
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        timezone=event.timezone,
        venue=venue_of(event),
    )


def venue_of(event: Event) -> str:
    town = f"{event.postal_code} {event.city}".strip()
    return "\n".join(
        line
        for line in (event.venue_name, *event.venue_address.splitlines(), town)
        if line
    )
