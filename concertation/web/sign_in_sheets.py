"""What sheets to sign an event has, with its hours in the reader's language."""

from collections.abc import Sequence
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from wtforms.validators import NumberRange

from concertation.exports.sign_in_sheet import EMPTY_LINES, Gathering
from concertation.models import Event, Workshop
from concertation.web.documents import when_in_words
from concertation.web.formatting import long_date, time_span
from concertation.web.whole_number import WholeNumberField

MOST_EMPTY_LINES = 200


class Sheets(StrEnum):
    """Which sheets one file holds; a workshop's own is named by its number."""

    EVENT = "event"
    ALL = "all"


def empty_lines_field(description: str | LazyString) -> WholeNumberField:
    """How many lines a sheet has for who is not on the list."""
    wrong = _l("Give a number from 0 to %(max)s")
    return WholeNumberField(
        _l("Empty lines"),
        default=EMPTY_LINES,
        validators=[NumberRange(min=0, max=MOST_EMPTY_LINES, message=wrong)],
        description=description,
    )


def signed_workshops(event: Event) -> Sequence[Workshop]:
    """Those that are offered, and those that are offered no more but have people."""
    return [
        workshop
        for workshop in event.workshops
        if workshop.retired_at is None or workshop.quota.seats_taken
    ]


def gatherings(event: Event, which: str) -> list[Gathering]:
    """The event itself, each of its workshops as well, or one workshop alone."""
    whole = Gathering(event=event, when=when_in_words(event))
    if which == Sheets.EVENT:
        return [whole]
    workshops = [_of(event, workshop) for workshop in signed_workshops(event)]
    if which == Sheets.ALL:
        return [whole, *workshops]
    return [
        each for each in workshops if each.workshop and str(each.workshop.id) == which
    ]


def _of(event: Event, workshop: Workshop) -> Gathering:
    starts_at, ends_at = workshop.starts_at, workshop.ends_at
    if not starts_at:
        return Gathering(event=event, workshop=workshop, when=when_in_words(event))
    hours = time_span(starts_at, ends_at, event.timezone)
    day = long_date(starts_at, event.timezone)
    return Gathering(event=event, workshop=workshop, when=f"{day}, {hours}")
