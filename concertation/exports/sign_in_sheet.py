"""The sheet that attendees sign (feuille d’émargement).

It goes from hand to hand: names and structures stand on it, never an address or a
telephone number.
"""

from typing import Any

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _

from concertation.domain.half_days import HalfDay
from concertation.models import Event
from concertation.queries.attendees import people_with_a_seat
from concertation.services.announcements import venue_of


def sign_in_sheet(event: Event, *, when: str, empty_lines: int) -> dict[str, Any]:
    """Everything that stands on the sheet, as plain JSON values.

    `when` is the event's date in words. The empty lines are for who comes unannounced.
    """
    halves = event.half_days
    return {
        "lang": str(get_locale()),
        "title": _("Sign-in sheet: %(title)s", title=event.title),
        "about": [
            when,
            ", ".join(venue_of(event).splitlines()),
            event.organiser_name,
        ],
        "organiser": event.organiser_name,
        "footer": event.title,
        "page": _("Page"),
        "columns": [
            _("Family name"),
            _("Given name"),
            _("Organisation"),
            _("Role in the organisation"),
        ],
        "half_days": [_signature(half, alone=len(halves) == 1) for half in halves],
        "people": [list(person) for person in people_with_a_seat(event.id)],
        "empty_lines": empty_lines,
    }


def _signature(half: HalfDay, *, alone: bool) -> str:
    if alone:
        return str(_("Signature"))
    day = format_date(half.day, "d MMM", locale=str(get_locale()))
    part = _("morning") if half.is_morning else _("afternoon")
    return f"{day}, {part}"
