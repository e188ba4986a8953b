"""What the parts of somebody's own data are called, on the page that shows all."""

import re
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo

from babel.dates import format_datetime
from flask_babel import LazyString, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concertation.domain.data_requests import RequestKind, RequestOutcome
from concertation.domain.enrolment import EndReason, SeatRole
from concertation.domain.seating import AdmissionState
from concertation.domain.territory import epci_name
from concertation.wording.data_requests import channel_name, outcome_name, request_name
from concertation.wording.enrolment import own_end_reason, standing_name
from concertation.wording.names import (
    category_name,
    language_name,
    state_name,
    territory_name,
)

ZONE = ZoneInfo("Europe/Paris")
INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}")

HELD_NAMES: dict[str, LazyString] = {
    "registrations": _l("Registrations"),
    "invitations": _l("Invitations"),
    "participations": _l("Consultations"),
    "requests": _l("Requests about my data"),
    "restrictions": _l("Limitations and objections"),
    "since": _l("Since"),
    "event": _l("Event"),
    "process": _l("Consultation"),
    "reference": _l("Reference"),
    "state": _l("State"),
    "given_name": _l("Given name"),
    "family_name": _l("Family name"),
    "name": _l("Name"),
    "email": _l("E-mail address"),
    "organisation": _l("Organisation"),
    "organisation_siret": _l("SIRET number"),
    "role": _l("Role"),
    "epci": _l("Grouping of communes"),
    "phone": _l("Phone"),
    "accessibility_needs": _l("What you need to take part with ease"),
    "consent_text": _l("What was agreed to"),
    "consented_at": _l("Agreed"),
    "agreements": _l("Agreements"),
    "withdrawn_at": _l("Taken back"),
    "notice": _l("Information notice that was read"),
    "companions": _l("Comes with"),
    "answers": _l("Answers"),
    "question": _l("Question"),
    "answer": _l("Answer"),
    "workshops": _l("Workshops"),
    "notes": _l("Notes of the organiser"),
    "written_at": _l("Written"),
    "text": _l("Text"),
    "category": _l("Kind of organisation"),
    "departement": _l("Département"),
    "language": _l("Language"),
    "registered_at": _l("Registered"),
    "enrolled_at": _l("Enrolled"),
    "changed_at": _l("Changed"),
    "ended_at": _l("Ended"),
    "invitation": _l("Invitation"),
    "mails": _l("Messages"),
    "about": _l("About"),
    "to": _l("To"),
    "promised_at": _l("Written"),
    "sent_at": _l("Sent"),
    "is_named": _l("Name on the public page"),
    "organisation_is_named": _l("Organisation on the public page"),
    "proven_at": _l("Confirmed that this is you"),
    "groups": _l("Groups"),
    "group": _l("Working group"),
    "phase": _l("Phase"),
    "standing": _l("Place"),
    "wish": _l("Wish"),
    "asked_at": _l("Asked on"),
    "end_reason": _l("Why it ended"),
    "end_word": _l("Word with it"),
    "added_at": _l("Entered on the list"),
    "invited_at": _l("Invited"),
    "last_mail_at": _l("Last message"),
    "reminded_at": _l("Reminded"),
    "declined_at": _l("Declined"),
    "word": _l("Word to the organiser"),
    "kind": _l("What was asked"),
    "message": _l("What you wrote"),
    "outcome": _l("What became of it"),
    "settled_at": _l("Answered"),
    "channel": _l("How it arrived"),
    "extended_at": _l("Term extended"),
    "extension_reason": _l("Why the answer takes longer"),
}

SEAT_ROLES: dict[SeatRole, LazyString] = {
    SeatRole.TITULAR: _l("Titular member"),
    SeatRole.DEPUTY: _l("Deputy member"),
}
WORDS: dict[str, Callable[[str], str]] = {
    "category": category_name,
    "departement": territory_name,
    "epci": lambda siren: epci_name(siren) or siren,
    "state": lambda state: state_name(AdmissionState(state)),
    "standing": standing_name,
    "end_reason": lambda reason: own_end_reason(EndReason(reason)),
    "outcome": lambda outcome: outcome_name(RequestOutcome(outcome)),
    "language": language_name,
    "channel": channel_name,
}


def held_name(key: str) -> str:
    return str(HELD_NAMES[key])


def held_value(key: str, value: object) -> str:
    """As people read it; the file has it as programs do."""
    match value:
        case bool():
            return str(_("Yes") if value else _("No"))
        case str() if INSTANT.match(value):
            local = datetime.fromisoformat(value).astimezone(ZONE)
            return format_datetime(local, "short", locale=get_locale())
    return _word(key, str(value))


def _word(key: str, value: str) -> str:
    match key:
        case "role" if value in SEAT_ROLES:
            return str(SEAT_ROLES[SeatRole(value)])
        case "kind" if value in set(RequestKind):
            return request_name(value)
    words = WORDS.get(key)
    return words(value) if words else value
