"""The sheets that attendees sign (feuilles d’émargement).

They go from hand to hand: names and structures stand on them, never an address or a
telephone number.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from babel.dates import format_date
from flask_babel import get_locale
from flask_babel import gettext as _

from concertation.domain.half_days import HalfDay, half_days
from concertation.exports.logos import PrintedLogo
from concertation.models import Event, Workshop
from concertation.queries.attendees import Seated, people_with_a_seat
from concertation.services.announcements import venue_of
from concertation.wording.meetings import meeting_title

EMPTY_LINES = 5
"""For who comes unannounced, unless somebody wants another number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInSheet:
    """One sheet in words, whatever it is printed with."""

    name: str
    title: str
    about: Sequence[str]
    signed: Sequence[str]
    """The titles of the columns to sign in."""
    people: Sequence[Sequence[str]]
    """A cell for each of the `columns`."""


class ToSign(Protocol):
    """What people can sign for."""

    @property
    def organiser(self) -> str: ...

    def as_sheet(self) -> SignInSheet: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Gathering:
    """What people sign for: an event, or one of its workshops."""

    event: Event
    when: str
    """Its date and hours, in words."""
    workshop: Workshop | None = None
    without_limited: bool = False
    """Whether people whose data are limited are left out: of a sheet that is kept in an
    archive, and not signed at the door."""

    @property
    def title(self) -> str:
        return (self.workshop or self.event).title

    @property
    def halves(self) -> Sequence[HalfDay]:
        """A workshop without hours of its own lasts as long as its event."""
        event, own = self.event, self.workshop
        if own and own.starts_at and own.ends_at:
            return half_days(own.starts_at, own.ends_at, event.timezone)
        return event.half_days

    @property
    def about(self) -> list[str]:
        venue = ", ".join(venue_of(self.event).splitlines())
        if self.workshop is None:
            lines = [self.when, venue]
        else:
            room = self.workshop.room
            lines = [self.event.title, self.when, f"{room}, {venue}" if room else venue]
        process = self.event.process.title if self.event.process else ""
        return [*filter(None, [process, *lines]), self.event.organiser_name]

    @property
    def organiser(self) -> str:
        return self.event.organiser_name

    def as_sheet(self) -> SignInSheet:
        return sheet_of(self)


def columns() -> list[str]:
    return [
        _("Family name"),
        _("Given name"),
        _("Organisation"),
        _("Role in the organisation"),
    ]


def sheet_of(gathering: Gathering) -> SignInSheet:
    event, workshop, halves = gathering.event, gathering.workshop, gathering.halves
    seated = people_with_a_seat(
        event.id,
        workshop.quota_id if workshop else None,
        without_limited=gathering.without_limited,
    )
    return SignInSheet(
        name=gathering.title,
        title=_(
            "Sign-in sheet: %(title)s", title=meeting_title(event, gathering.title)
        ),
        about=gathering.about,
        signed=[_signature(half, alone=len(halves) == 1) for half in halves],
        people=[line for party in seated for line in _lines(party)],
    )


def sheets_to_print(
    gatherings: Sequence[ToSign],
    *,
    empty_lines: int = EMPTY_LINES,
    logos: Sequence[PrintedLogo] = (),
) -> dict[str, Any]:
    """Everything that stands on the sheets, as plain JSON values, for a PDF."""
    sheets = [each.as_sheet() for each in gatherings]
    return {
        "lang": str(get_locale()),
        "title": sheets[0].title,
        "organiser": gatherings[0].organiser,
        "page": _("Page"),
        "columns": columns(),
        "logos": [logo.as_json() for logo in logos],
        "empty_lines": empty_lines,
        "sheets": [
            {
                "name": sheet.name,
                "title": sheet.title,
                "about": sheet.about,
                "signed": sheet.signed,
                "people": sheet.people,
            }
            for sheet in sheets
        ],
    }


def _lines(party: Seated) -> Iterator[list[str]]:
    """The person, then who comes along: by name where they have one, else counted."""
    named = [name for name in party.companions if name]
    counted = len(party.companions) - len(named)
    given = f"{party.given_name} +{counted}" if counted else party.given_name
    yield [party.family_name, given, party.organisation, party.role]
    host = f"{party.given_name} {party.family_name}".strip()
    for name in named:
        yield [name, "", "", _("with %(name)s", name=host)]


def _signature(half: HalfDay, *, alone: bool) -> str:
    if alone:
        return str(_("Signature"))
    day = format_date(half.day, "d MMM", locale=str(get_locale()))
    part = _("morning") if half.is_morning else _("afternoon")
    return f"{day}, {part}"
