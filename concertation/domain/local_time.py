"""From what a clock on the wall shows to an instant."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


class TimeDoesNotExist(ValueError):  # noqa: N818 -- reads as a sentence
    """Clocks jump over this local time, in spring."""


class YearIsASlip(ValueError):  # noqa: N818 -- reads as a sentence
    """Nobody means the year 17; and the first and last ones have no instants."""


FIRST_YEAR = 1970
LAST_YEAR = 2200


def instant_of(local: datetime, zone: str) -> datetime:
    """The UTC instant of a naive local time.

    Of an hour that comes twice, in autumn, it is the first. Raises `TimeDoesNotExist`,
    or `YearIsASlip` outside of 1970 to 2200.
    """
    if not FIRST_YEAR <= local.year <= LAST_YEAR:
        raise YearIsASlip
    instant = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        raise TimeDoesNotExist
    return instant


def nearest_instant_of(local: datetime, zone: str) -> datetime:
    """The UTC instant of a naive local time that nobody typed: it is never refused.

    An hour that the clocks jump over becomes the one after it, as far after the jump;
    of an hour that comes twice it is the first.
    """
    return local.replace(tzinfo=ZoneInfo(zone), fold=0).astimezone(UTC)


def local_time_of(instant: datetime, zone: str) -> datetime:
    """What the clock on the wall shows, without a zone."""
    return instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, fold=0)
