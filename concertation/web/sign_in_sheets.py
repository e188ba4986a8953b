"""What sheets to sign an event has, with its hours in the reader's language."""

from collections.abc import Sequence
from enum import StrEnum

from concertation.exports.sign_in_sheet import Gathering
from concertation.models import Event, Workshop
from concertation.web.documents import when_in_words
from concertation.web.formatting import long_date, time_span


class Sheets(StrEnum):
    """Which sheets one file holds; a workshop's own is named by its number."""

    EVENT = "event"
    ALL = "all"


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
