"""Certificates of attendance (attestations de présence), one a page.

What the program knows is who had a confirmed place, not who came. So the text speaks in
the name of the organiser, and says that it counts once somebody has signed it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from babel.dates import format_date
from flask_babel import force_locale, get_locale, ngettext
from flask_babel import gettext as _

from concertation.domain.half_days import HalfDay
from concertation.exports.logos import PrintedLogo
from concertation.models import Event
from concertation.queries.attendees import AttendeeFilter, attendee_batches
from concertation.services.announcements import venue_of
from concertation.wording.site import accent

_KEYS: Final = (
    "reference",
    "given_name",
    "family_name",
    "organisation",
    "role",
    "locale",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """What is the same on every certificate."""

    event: Event
    when: Mapping[str, str]
    """The event's date in words, in each language."""
    made_on: date
    site_name: str
    logos: Sequence[PrintedLogo] = ()


def certificates(occasion: Occasion, wanted: AttendeeFilter) -> dict[str, Any]:
    """Everything that stands on them, each in the language of its person."""
    people = list(_people(wanted))
    return {
        "lang": str(get_locale()),
        "title": _("Certificates of attendance: %(title)s", title=occasion.event.title),
        "organiser": occasion.event.organiser_name,
        "site": occasion.site_name,
        "accent": accent(),
        "logos": [logo.as_json() for logo in occasion.logos],
        "nobody": _("Nobody to certify the attendance of."),
        "words": {lang: _words(occasion, lang) for lang in occasion.when},
        "people": people,
    }


def _people(wanted: AttendeeFilter) -> Iterator[dict[str, str]]:
    for batch in attendee_batches(wanted, _KEYS):
        for _number, *cells in batch:
            person = dict(zip(_KEYS, cells, strict=True))
            name = f"{person['given_name']} {person['family_name']}".strip()
            if name:
                yield {
                    "lang": person["locale"],
                    "name": name,
                    "of": ", ".join(filter(None, _belongs_to(person))),
                    "reference": person["reference"],
                }


def _belongs_to(person: Mapping[str, str]) -> Sequence[str]:
    return person["role"], person["organisation"]


def _words(occasion: Occasion, lang: str) -> dict[str, Any]:
    event = occasion.event
    halves = event.half_days
    with force_locale(lang):
        return {
            "title": _("Certificate of attendance"),
            "certifies": _(
                "%(organiser)s certifies that", organiser=event.organiser_name
            ),
            "took_part": _("took part in"),
            "event": event.title,
            "when": occasion.when[lang],
            "where": ", ".join(venue_of(event).splitlines()),
            "how_long": ngettext(
                "%(num)s half-day: %(which)s",
                "%(num)s half-days: %(which)s",
                len(halves),
                which=", ".join(_named(half, lang) for half in halves),
            ),
            "counts_once_signed": _(
                "Made out from the list of confirmed registrations, at the request of"
                " the person concerned. It counts once the organiser has signed it."
            ),
            "made_on": _("Made on %(day)s", day=_day(occasion.made_on, "long", lang)),
            "signed": _("Name, function and signature for the organiser:"),
            "reference": _("Reference"),
        }


def _named(half: HalfDay, lang: str) -> str:
    """« 19 juin (matin) »."""
    part = _("morning") if half.is_morning else _("afternoon")
    return f"{_day(half.day, 'd MMMM', lang)} ({part})"


def _day(day: date, pattern: str, lang: str) -> str:
    """As the language writes it: « 1er juin » in French, the day first in English."""
    locale = "fr" if lang == "fr" else "en_GB"
    text = format_date(day, pattern, locale=locale)
    return text.replace("1 ", "1er ", 1) if (lang, day.day) == ("fr", 1) else text
