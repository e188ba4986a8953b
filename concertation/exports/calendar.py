"""Meetings as iCalendar files (RFC 5545) and invitations (RFC 5546).

Titles, places and names are typed by the public. Text keeps its characters but for
those that no calendar can carry; nothing that is typed can end its own line.
"""

import re
from datetime import UTC, datetime
from typing import Final
from urllib.parse import quote
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vCalAddress, vText

from concertation.domain.meeting import Attendee, Meeting
from concertation.exports.timezones import vtimezone

_PRODUCT: Final = "-//Concertation//Concertation//FR"
_LINE_BREAK = re.compile("\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]")
# All of C0 and C1 but the tab and the line feed, and halves of surrogate pairs.
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
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


def _calendar(method: str, event: Event, meeting: Meeting) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    year = meeting.starts_at.astimezone(ZoneInfo(meeting.timezone)).year
    calendar.add_component(vtimezone(meeting.timezone, year))
    calendar.add_component(event)
    file: bytes = calendar.to_ical()
    return file


def _event(meeting: Meeting) -> Event:
    event = Event()
    event.add("uid", _one_line(meeting.uid))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", meeting.stamped_at)
    event.add("last-modified", meeting.stamped_at)
    event.add("dtstart", _moment(meeting.starts_at, meeting.timezone))
    event.add("dtend", _moment(meeting.ends_at, meeting.timezone))
    event.add("summary", _Text(_one_line(meeting.title)))
    event.add("organizer", _address(meeting.organiser_name, meeting.organiser_email))
    if location := _one_line(meeting.location):
        event.add("location", _Text(location))
    hours = "\n".join(meeting.hours)
    if description := f"{_clean(meeting.description).strip()}\n\n{hours}".strip():
        event.add("description", _Text(description))
    if url := _without_blanks(meeting.url):
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
    mailto = quote(_without_blanks(email), safe=_MAILTO_SAFE)
    address = vCalAddress(f"mailto:{mailto}")
    if common_name := _one_line(name).replace("\\", "/"):
        address.params["CN"] = common_name
    return address


def _clean(text: str) -> str:
    """Keep one kind of line break and no character that breaks a reader."""
    return _FORBIDDEN.sub("", _LINE_BREAK.sub("\n", text))


def _one_line(text: str) -> str:
    return " ".join(_clean(text).split())


def _without_blanks(text: str) -> str:
    return "".join(_clean(text).split())
