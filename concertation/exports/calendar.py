"""Meetings as iCalendar files (RFC 5545) and invitations (RFC 5546).

Titles, places and names are typed by the public. Text keeps its characters but for
those that no calendar can carry; nothing that is typed can end its own line.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from icalendar import Calendar, Event, vCalAddress, vDuration, vText

from concertation.domain.feed import Feed, FeedMeeting, FeedPhase
from concertation.domain.meeting import Attendee, Meeting
from concertation.exports.carried_text import clean, one_line, without_blanks
from concertation.exports.timezones import vtimezone

REFRESH: Final = timedelta(hours=1)
"""How often a calendar that is subscribed to looks for something new."""
_TYPED: Final = frozenset({"name", "x-wr-calname", "description"})
_PRODUCT: Final = "-//Concertation//Concertation//FR"
_TEXT_ESCAPES = str.maketrans({"\\": r"\\", ";": r"\;", ",": r"\,", "\n": r"\n"})
_MAILTO_SAFE = "@!$'*+-._~"


class _Text(vText):
    r"""A TEXT value that keeps every character.

    The library's own turns the two characters ``\N`` into a line break, and so
    loses a path such as ``\\serveur\Nord``.
    """

    def to_ical(self) -> bytes:
        return self.translate(_TEXT_ESCAPES).encode()


def publication(meeting: Meeting, *, is_cancelled: bool = False) -> bytes:
    """Write the file that anyone may download: METHOD:PUBLISH, no attendee."""
    event = _event(meeting)
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    return _calendar("PUBLISH", event, meeting)


def invitation(meeting: Meeting, attendee: Attendee) -> bytes:
    """Write METHOD:REQUEST for someone who has asked for the place and got it.

    That is why it says ACCEPTED and expects no answer.
    """
    event = _event(meeting)
    event.add("status", "CONFIRMED")
    address = _address(attendee.name, attendee.email)
    address.params["ROLE"] = "REQ-PARTICIPANT"
    address.params["PARTSTAT"] = "ACCEPTED"
    address.params["RSVP"] = "FALSE"
    event.add("attendee", address)
    return _calendar("REQUEST", event, meeting)


def cancellation(meeting: Meeting, attendee: Attendee) -> bytes:
    """Write METHOD:CANCEL, which takes an invitation back out of a calendar.

    The caller has raised ``meeting.sequence`` above the invitation's.
    """
    event = _event(meeting)
    event.add("status", "CANCELLED")
    event.add("attendee", _address(attendee.name, attendee.email))
    return _calendar("CANCEL", event, meeting)


def subscription(feed: Feed) -> bytes:
    """Write a calendar to subscribe to: meetings at their hours, phases as whole days.

    The same facts are the same bytes, so that who asks again can be told so.
    """
    calendar = _begun("PUBLISH")
    for name, value in (
        ("uid", feed.uid),
        ("name", feed.title),
        ("x-wr-calname", feed.title),
        ("description", feed.text),
        ("url", feed.url),
        ("source", feed.own_url),
    ):
        calendar.add(name, _Text(clean(value)) if name in _TYPED else value)
    calendar.add("last-modified", feed.latest_change)
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", vDuration(REFRESH))
    for zone, year in _first_years(feed.meetings).items():
        calendar.add_component(vtimezone(zone, year))
    for meeting in feed.meetings:
        calendar.add_component(_announced(meeting))
    for phase in feed.phases:
        calendar.add_component(_days(phase))
    file: bytes = calendar.to_ical()
    return file


def _first_years(meetings: Sequence[FeedMeeting]) -> dict[str, int]:
    """Of each zone, the year from which it is to be described."""
    years: dict[str, int] = {}
    for each in meetings:
        zone, year = each.meeting.timezone, _year_of(each.meeting)
        years[zone] = min(year, years.get(zone, year))
    return years


def _announced(each: FeedMeeting) -> Event:
    """One that was called off says so in its title: many readers show nothing else."""
    meeting = each.meeting
    if each.is_cancelled:
        title = _("Cancelled: %(title)s", title=meeting.title)
        text = f"{each.cancelled_for}\n\n{meeting.description}".strip()
        meeting = replace(meeting, title=title, description=text)
    event = _event(meeting)
    event.add("status", "CANCELLED" if each.is_cancelled else "CONFIRMED")
    return event


def _days(phase: FeedPhase) -> Event:
    """Whole days that keep nobody busy."""
    event = Event()
    event.add("uid", phase.uid)
    event.add("dtstamp", phase.updated_at)
    event.add("last-modified", phase.updated_at)
    event.add("dtstart", phase.first_day)
    event.add("dtend", phase.last_day + timedelta(days=1))
    event.add("summary", _Text(one_line(phase.title)))
    event.add("description", _Text(clean(phase.text).strip()))
    event.add("url", without_blanks(phase.url))
    event.add("transp", "TRANSPARENT")
    event.add("status", "CONFIRMED")
    return event


def _calendar(method: str, event: Event, meeting: Meeting) -> bytes:
    calendar = _begun(method)
    calendar.add_component(vtimezone(meeting.timezone, _year_of(meeting)))
    calendar.add_component(event)
    file: bytes = calendar.to_ical()
    return file


def _begun(method: str) -> Calendar:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    return calendar


def _year_of(meeting: Meeting) -> int:
    return meeting.starts_at.astimezone(ZoneInfo(meeting.timezone)).year


def _event(meeting: Meeting) -> Event:
    event = Event()
    event.add("uid", one_line(meeting.uid))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.stamped_at)
    event.add("last-modified", meeting.stamped_at)
    event.add("dtstart", _moment(meeting.starts_at, meeting.timezone))
    event.add("dtend", _moment(meeting.ends_at, meeting.timezone))
    event.add("summary", _Text(one_line(meeting.title)))
    event.add("organizer", _address(meeting.organiser_name, meeting.organiser_email))
    if location := one_line(meeting.location):
        event.add("location", _Text(location))
    hours = "\n".join(meeting.hours)
    if description := f"{clean(meeting.description).strip()}\n\n{hours}".strip():
        event.add("description", _Text(description))
    if url := without_blanks(meeting.url):
        event.add("url", url)
    return event


def _moment(instant: datetime, zone: str) -> datetime:
    """Put an instant on the zone's clock, unless that would name another one.

    In the hour that autumn repeats, a local time means its first occurrence
    (RFC 5545, 3.3.5); the second can only be said in UTC.
    """
    local = instant.astimezone(ZoneInfo(zone))
    return instant.astimezone(UTC) if local.fold else local


def _address(name: str, email: str) -> vCalAddress:
    """Name a person. The library quotes and encodes the name (RFC 6868).

    A backslash means nothing in a parameter, yet some readers let it escape the
    quotation mark that follows: it becomes a slash.
    """
    # RFC 6068 lists what an address may not hold as it is: "a?cc=b" adds a copy.
    mailto = quote(without_blanks(email), safe=_MAILTO_SAFE)
    address = vCalAddress(f"mailto:{mailto}")
    if common_name := one_line(name).replace("\\", "/"):
        address.params["CN"] = common_name
    return address
