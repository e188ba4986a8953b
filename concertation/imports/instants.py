"""Dates as the French write them and as machines do, on the clock of a place."""

import re
from datetime import UTC, datetime
from typing import Final

from concertation.domain.local_time import TimeDoesNotExist, YearIsASlip, instant_of
from concertation.domain.people_import import Problem

_TIME: Final = (
    r"(?:[ T]+(?:à +)?(?P<hour>\d{1,2})(?:[:h] ?(?P<minute>\d{2})?"
    r"(?::(?P<second>\d{2})(?:\.(?P<fraction>\d+))?)?)?)?"
)
_FRENCH: Final = re.compile(
    rf"(?P<day>\d{{1,2}})[/.\-](?P<month>\d{{1,2}})[/.\-](?P<year>\d{{4}}){_TIME}"
)
_OF_MACHINES: Final = re.compile(
    rf"(?P<year>\d{{4}})-(?P<month>\d{{2}})-(?P<day>\d{{2}}){_TIME}"
    r"(?P<zone>Z| ?[+-]\d{2}:?\d{2})?"
)


class NotAnInstant(ValueError):  # noqa: N818 -- reads as a sentence
    def __init__(self, problem: Problem) -> None:
        super().__init__(problem)
        self.problem = problem


def instant_in(text: str, zone: str, *, now: datetime) -> datetime:
    """Read « 02/03/2026 09:30 », « 2026-03-02T09:30:00Z » and their likes.

    Raises `NotAnInstant`: for the 31st of February, for an hour that clocks jump
    over, and for what has not come yet.
    """
    written = _FRENCH.fullmatch(text) or _OF_MACHINES.fullmatch(text)
    if written is None:
        raise NotAnInstant(Problem.NOT_A_DATE)
    instant = _instant(written.groupdict(), zone)
    if instant > now:
        raise NotAnInstant(Problem.IN_THE_FUTURE)
    return instant


def _instant(parts: dict[str, str | None], zone: str) -> datetime:
    names = ("year", "month", "day", "hour", "minute", "second")
    numbers = [int(parts[name] or 0) for name in names]
    numbers.append(int(f"{parts['fraction'] or '':0<6}"[:6]))
    try:
        local = datetime(*numbers)  # type: ignore[arg-type]  # noqa: DTZ001 -- the zone comes next
        if offset := parts.get("zone"):
            there = datetime.fromisoformat(f"{local.isoformat()}{offset.strip()}")
            return instant_of(there.astimezone(UTC).replace(tzinfo=None), "UTC")
    except (ValueError, OverflowError) as error:
        raise NotAnInstant(Problem.NO_SUCH_DAY) from error
    try:
        return instant_of(local, zone)
    except TimeDoesNotExist as error:
        raise NotAnInstant(Problem.NO_SUCH_TIME) from error
    except YearIsASlip as error:
        raise NotAnInstant(Problem.NOT_A_DATE) from error
