"""The kinds of mail that take a text: their addresses, names and invented facts."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask_babel import LazyString, force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concertation.domain.guest_messages import (
    GuestCalledOff,
    GuestInvited,
    GuestMessage,
    GuestMoved,
    GuestReminded,
)
from concertation.domain.messages import (
    EventCalledOff,
    EventChanged,
    EventReminder,
    RegistrationAsked,
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationDeclined,
    RegistrationHandedOver,
    RegistrationMerged,
    RegistrationMessage,
    RegistrationPromoted,
    RegistrationWaitlisted,
)
from concertation.models import Event
from concertation.services.announcements import appointment_of

Kind = type[RegistrationMessage] | type[GuestMessage]

KINDS: dict[str, tuple[Kind, LazyString]] = {
    "invitation": (GuestInvited, _l("Invitation of a guest")),
    "relance": (GuestReminded, _l("Reminder to a guest who has not answered")),
    "invites-changement": (GuestMoved, _l("Another date or place, to guests")),
    "invites-annulation": (GuestCalledOff, _l("Event cancelled, to guests")),
    "confirmation": (RegistrationConfirmed, _l("Confirmation of a place")),
    "liste-d-attente": (RegistrationWaitlisted, _l("Waiting list")),
    "place-liberee": (RegistrationPromoted, _l("A place became free")),
    "rappel": (EventReminder, _l("Reminder")),
    "annulation": (RegistrationCancelled, _l("Registration cancelled")),
    "remplacement": (RegistrationHandedOver, _l("Place handed over to somebody else")),
    "regroupement": (RegistrationMerged, _l("Two registrations became one")),
    "demande": (RegistrationAsked, _l("Request noted, approval asked")),
    "refus": (RegistrationDeclined, _l("Request declined")),
    "changement": (EventChanged, _l("Another date or place")),
    "evenement-annule": (EventCalledOff, _l("Event cancelled")),
}
"""By the last part of the address, in the order in which people meet them."""


def invented_facts(kind: Kind, event: Event, locale: str) -> dict[str, Any]:
    """What a mail of this kind tells besides the event and the person."""
    with force_locale(locale):
        reason = _("An example of a reason.")
    week = timedelta(days=7)
    there = appointment_of(event)
    former = replace(
        there, starts_at=there.starts_at - week, ends_at=there.ends_at - week
    )
    facts: dict[Kind, dict[str, Any]] = {
        GuestMoved: {
            "moved_in_time": True,
            "moved_in_space": False,
            "former": former,
            "takes_registrations": True,
        },
        GuestCalledOff: {"reason": reason},
        RegistrationWaitlisted: {"rank": 3},
        RegistrationCancelled: {"had_seat": True, "by_organiser": False},
        RegistrationHandedOver: {"had_seat": True},
        RegistrationMerged: {
            "has_seat": True,
            "rank": None,
            "other_reference": "EXEMPLE-2",
        },
        RegistrationDeclined: {"reason": reason},
        EventCalledOff: {"had_seat": True, "reason": reason},
        EventReminder: {
            "has_seat": True,
            "access_notes": event.access_notes,
            "has_programme": event.has_programme,
        },
        EventChanged: {
            "has_seat": True,
            "moved_in_time": True,
            "moved_in_space": False,
            "former": former,
        },
    }
    return facts.get(kind, {})
