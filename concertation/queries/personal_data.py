"""Everything that is held about one person's registration."""

from datetime import datetime
from typing import Any

from concertation.database import db
from concertation.domain.personal_data import (
    NOT_EXPORTED,
    PARTICIPANT_FIELDS,
    REGISTRATION_FIELDS,
)
from concertation.models import (
    DataRequest,
    Enrolment,
    Guest,
    OutboxMail,
    Participant,
    Registration,
)
from concertation.queries.consents import consents_of
from concertation.queries.data_requests import requests_of
from concertation.queries.guests import guest_with_address
from concertation.queries.notes import notes_on
from concertation.queries.outbox import mails_about, mails_to_participant
from concertation.queries.personal_space import (
    all_invitations,
    all_registrations,
    participations_of,
)
from concertation.queries.questions import answered_by
from concertation.queries.restrictions import restrictions_of
from concertation.queries.workshops import chosen_workshops


def held_about(registration: Registration) -> dict[str, Any]:
    """As plain JSON values, for the person to take away (GDPR, articles 15 and 20)."""
    apart = NOT_EXPORTED | {"answers"}
    fields = [name for name in REGISTRATION_FIELDS if name not in apart]
    return {
        "event": registration.event.title,
        "reference": registration.reference,
        "state": registration.admission.state.value,
        **{name: getattr(registration, name) for name in fields},
        "answers": _answers_of(registration),
        "workshops": [each.title for each in chosen_workshops(registration)],
        "notes": [
            {"written_at": _instant(note.written_at), "text": note.text}
            for note in notes_on(registration)
        ],
        "category": registration.category,
        "departement": registration.departement,
        "language": registration.locale,
        "registered_at": _instant(registration.created_at),
        "changed_at": _instant(registration.updated_at),
        "ended_at": _instant(registration.ended_at),
        "consented_at": _instant(registration.consented_at),
        "agreements": _agreements_of(registration),
        "invitation": _invitation_of(registration),
        "mails": [_mail(mail) for mail in mails_about(registration.id)],
    }


def held_about_participant(participant: Participant) -> dict[str, Any]:
    """The same of who takes part in a process, with every place they had."""
    apart = NOT_EXPORTED | {"answers"}
    fields = [name for name in PARTICIPANT_FIELDS if name not in apart]
    organisation = participant.organisation
    return {
        "process": participant.process.title,
        "reference": participant.reference,
        **{name: getattr(participant, name) for name in fields},
        "organisation": organisation.name if organisation else None,
        "organisation_siret": organisation.siret if organisation else None,
        "answers": _answers_of(participant),
        "category": participant.category,
        "departement": participant.departement,
        "is_named": participant.is_named,
        "organisation_is_named": participant.organisation_is_named,
        "proven_at": _instant(participant.proven_at),
        "language": participant.locale,
        "enrolled_at": _instant(participant.created_at),
        "changed_at": _instant(participant.updated_at),
        "consented_at": _instant(participant.consented_at),
        "agreements": _agreements_of(participant),
        "groups": [_place(each) for each in participant.enrolments],
        "mails": [_mail(each) for each in mails_to_participant(participant.id)],
    }


def _place(enrolment: Enrolment) -> dict[str, Any]:
    return {
        "group": enrolment.offer.group.title,
        "phase": enrolment.offer.phase.title,
        "standing": enrolment.standing.value,
        "role": enrolment.seat_role.value,
        "wish": enrolment.wish_place,
        "asked_at": _instant(enrolment.created_at),
        "ended_at": _instant(enrolment.ended_at),
        "end_reason": enrolment.end_reason.value if enrolment.end_reason else None,
        "end_word": enrolment.end_word,
    }


def _mail(mail: OutboxMail) -> dict[str, Any]:
    return {
        "about": mail.template,
        "to": mail.recipient,
        "promised_at": _instant(mail.created_at),
        "sent_at": _instant(mail.sent_at),
    }


def held_about_address(email_key: str) -> dict[str, Any]:
    """Everything, whatever event or process it is about."""
    return {
        "registrations": [held_about(each) for each in all_registrations(email_key)],
        "invitations": [held_about_guest(each) for each in all_invitations(email_key)],
        "participations": [
            held_about_participant(each) for each in participations_of(email_key)
        ],
        "requests": [_request(each) for each in requests_of(email_key)],
        "restrictions": [
            {"kind": each.kind.value, "since": _instant(each.since)}
            for each in restrictions_of(email_key)
        ],
    }


def _request(asked: DataRequest) -> dict[str, Any]:
    return {
        "kind": asked.kind.value,
        "reference": asked.reference,
        "email": asked.email,
        "message": asked.message,
        "asked_at": _instant(asked.asked_at),
        "channel": asked.channel.value,
        "extended_at": _instant(asked.extended_at),
        "extension_reason": asked.extension_reason,
        "settled_at": _instant(asked.settled_at),
        "outcome": asked.outcome.value if asked.outcome else None,
        "answer": asked.answer,
    }


def _answers_of(answerer: Registration | Participant) -> list[dict[str, Any]]:
    return [
        {
            "question": answered.question.label,
            "answer": answered.file.filename
            if answered.file
            else list(answered.choices) or answered.value,
        }
        for answered in answered_by(answerer)
    ]


def _agreements_of(answerer: Registration | Participant) -> list[dict[str, Any]]:
    return [
        {
            "consent_text": each.consent_text,
            "consented_at": _instant(each.consented_at),
            "withdrawn_at": _instant(each.withdrawn_at),
            "notice": each.notice.text if each.notice else "",
        }
        for each in consents_of(answerer)
    ]


def held_about_guest(guest: Guest) -> dict[str, Any]:
    """What is held about an invitation, as plain JSON values."""
    return {
        "event": guest.event.title,
        "name": guest.name,
        "organisation": guest.organisation,
        "email": guest.email,
        "language": guest.locale,
        "added_at": _instant(guest.added_at),
        "invited_at": _instant(guest.invited_at),
        "last_mail_at": _instant(guest.last_mail_at),
        "reminded_at": _instant(guest.reminded_at),
        "declined_at": _instant(guest.declined_at),
        "word": guest.word,
    }


def _invitation_of(registration: Registration) -> dict[str, Any] | None:
    """Of the same address to the same event, if there was one."""
    event_id, email = registration.event_id, registration.email
    guest = guest_with_address(db.session(), event_id, email)
    return held_about_guest(guest) if guest else None


def _instant(when: datetime | None) -> str | None:
    return when.isoformat() if when else None
