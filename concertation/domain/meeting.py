"""What a calendar needs to know of an event and of who comes to it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """What a calendar needs to know of an event, as it was at one instant."""

    uid: str
    """Stays the same for a registration's whole life (RFC 5545, 3.8.4.7)."""
    title: str
    starts_at: datetime
    """An aware instant; the calendar shows it in ``timezone``."""
    ends_at: datetime
    timezone: str
    """An IANA name, such as ``Europe/Paris``."""
    location: str
    """On one line; empty when there is none."""
    description: str
    """Plain text, on as many lines as it needs; may be empty."""
    url: str
    """The event's public page; may be empty."""
    organiser_name: str
    organiser_email: str
    sequence: int
    """Grows with every change that recipients must be told of (RFC 5546, 2.1.4)."""
    stamped_at: datetime
    """The aware instant at which these facts were true."""
    hours: tuple[str, ...] = ()
    """Of each day, where there are several: the nights between are nobody's meeting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """The person to whom one invitation or one cancellation is addressed."""

    name: str
    email: str
