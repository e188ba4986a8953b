"""What people may ask for about their own data, and by when they are answered."""

from calendar import monthrange
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from concertation.domain.errors import Refusal

ZONE = "Europe/Paris"
"""On whose clock a day of the term ends."""
MONTHS = 12
EXTENDED_MONTHS = 3
MOST_CHARACTERS = 5000


class RequestKind(StrEnum):
    """Seeing and taking away needs no request: the space does it at once."""

    CORRECTION = "correction"
    ERASURE = "erasure"
    LIMITATION = "limitation"
    OBJECTION = "objection"

    @property
    def article(self) -> int:
        """Of the GDPR."""
        return {
            RequestKind.CORRECTION: 16,
            RequestKind.ERASURE: 17,
            RequestKind.LIMITATION: 18,
            RequestKind.OBJECTION: 21,
        }[self]


class RequestChannel(StrEnum):
    SPACE = "space"
    """From the space of the address, which is proven."""
    LETTER = "letter"
    PHONE = "phone"
    OTHER = "other"
    """On the spot, or by a mail to the organiser."""


class RequestOutcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"
    """With its reasons, and where to complain (GDPR, article 12.4)."""


class RequestSettled(Refusal):
    """Somebody else at the desk answered it meanwhile."""

    code = "request_settled"


class NoExtension(Refusal):
    """It was extended already, or the person was not told in time."""

    code = "no_extension"


def last_day(asked_at: datetime, *, is_extended: bool = False) -> date:
    """The same day of the next month, or its last one (GDPR, article 12.3).

    Extended: of the third month. What falls on a Sunday is not moved: an earlier day
    is no harm.
    """
    asked = asked_at.astimezone(ZoneInfo(ZONE)).date()
    later = asked.month - 1 + (EXTENDED_MONTHS if is_extended else 1)
    year, month = asked.year + later // MONTHS, later % MONTHS + 1
    return date(year, month, min(asked.day, monthrange(year, month)[1]))


def days_until(day: date, now: datetime) -> int:
    """Today counts as none; negative: the term is over."""
    return (day - now.astimezone(ZoneInfo(ZONE)).date()).days


def arrival_of(day: date, now: datetime) -> datetime:
    """When something arrived of which the day alone is known: at noon, or by now."""
    noon = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(ZONE))
    return min(noon, now)
