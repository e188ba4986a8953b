"""From what a clock on the wall shows to an instant."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo


class TimeDoesNotExist(ValueError):  # noqa: N818 -- reads as a sentence
    """Clocks jump over this local time, in spring."""


def instant_of(local: datetime, zone: str) -> datetime:
    """The UTC instant of a naive local time.

    Of an hour that comes twice, in autumn, it is the first. Raises `TimeDoesNotExist`.
    """
    instant = local.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) != local:
        raise TimeDoesNotExist
    return instant
