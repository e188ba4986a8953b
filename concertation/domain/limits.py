"""How much may be asked from one place in an hour, and when it may be asked again.

What was asked is paid back evenly over the hour: whoever used all of it up waits until
the first piece is back, and not for the end of the hour.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from concertation.domain.errors import Refusal

HOUR = timedelta(hours=1)
MICROSECOND = timedelta(microseconds=1)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class LimitReached(Refusal):
    """So much was asked from there, or for that address, that it has to wait."""

    code = "limit_reached"

    def __init__(self, retry_at: datetime) -> None:
        super().__init__()
        self.retry_at = retry_at


class ProofMissing(LimitReached):
    """Nothing but a proof of work is wanting: with one, it need not wait."""

    code = "proof_missing"


@dataclass(frozen=True, slots=True, order=True)
class Limit:
    source: str
    """What is counted, as a hash that nobody is found by."""
    most: int
    spares_proven: bool = False
    """Whether it counts those alone who brought no proof of work."""

    @property
    def pause(self) -> int:
        """After this many microseconds, one request is paid back."""
        return HOUR // MICROSECOND // self.most

    def retry_at(self, used_until: int) -> datetime:
        """When the next request fits in, with so much used."""
        return BEGINNING + (used_until + self.pause) * MICROSECOND - HOUR


def microseconds(instant: datetime) -> int:
    return (instant - BEGINNING) // MICROSECOND
