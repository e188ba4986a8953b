"""What people may ask for about their own data, and by when they are answered."""

from calendar import monthrange
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from concertation.domain.errors import Refusal

ZONE = "Europe/Paris"
"""On whose clock a day of the term ends."""
MONTHS = 12
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


class RequestOutcome(StrEnum):
    DONE = "done"
    REFUSED = "refused"
    """With its reasons, and where to complain (GDPR, article 12.4)."""


class RequestSettled(Refusal):
    """Somebody else at the desk answered it meanwhile."""

    code = "request_settled"


def last_day(asked_at: datetime) -> date:
    """The same day of the next month, or its last one (GDPR, article 12.3).

    What falls on a Sunday is not moved: an earlier day is no harm.
    """
    asked = asked_at.astimezone(ZoneInfo(ZONE)).date()
    year, month = (
        (asked.year, asked.month + 1) if asked.month < MONTHS else (asked.year + 1, 1)
    )
    return date(year, month, min(asked.day, monthrange(year, month)[1]))


def days_left(asked_at: datetime, now: datetime) -> int:
    """Today counts as none; negative: the term is over."""
    return (last_day(asked_at) - now.astimezone(ZoneInfo(ZONE)).date()).days
