"""Who is invited to an event: what was answered, and lists of addresses as pasted."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import getaddresses
from enum import StrEnum
from typing import Final

from concertation.domain.event import Schedule
from concertation.domain.local_time import local_time_of, nearest_instant_of
from concertation.domain.registration import folded
from concertation.domain.typed_text import clean_line

QUIET_TIME: Final = timedelta(hours=24)
"""Nobody is invited or reminded twice within it, whoever presses the button."""
MOST_LINES: Final = 2000
LONGEST_LINE: Final = 20_000
"""Some five hundred addresses, as mail programs list them in one line."""
MOST_NAME: Final = 200
AT = "@"
SEPARATORS = "\t;,"


class GuestState(StrEnum):
    """Read from what there is; nothing is written down that could become untrue."""

    LISTED = "listed"
    """On the list, and not written to yet."""
    INVITED = "invited"
    """Written to, and no answer yet."""
    REGISTERED = "registered"
    """There is a registration of this address, on a seat or waiting."""
    DECLINED = "declined"
    LEFT = "left"
    """Was registered, and is no more."""


class Writing(StrEnum):
    """What is written to all of those for whom it is due."""

    INVITATION = "invitation"
    """To who is on the list and was not written to."""
    REMINDER = "reminder"
    """To who was, and has not answered."""


class WhyNot(StrEnum):
    """Why a line of a pasted list names nobody to invite."""

    NO_ADDRESS = "no_address"
    WRONG_ADDRESS = "wrong_address"
    TOO_LONG = "too_long"


class LineVerdict(StrEnum):
    NEW = "new"
    KNOWN = "known"
    """On the list of guests already."""
    REPEATED = "repeated"
    """Stands further up in the same text."""
    REGISTERED = "registered"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastedLine:
    number: int
    """Of the line, from 1. Several addresses in one line share it."""
    name: str
    organisation: str
    address: str
    """As it was typed; empty where there is none."""

    @property
    def is_too_long(self) -> bool:
        return max(len(self.name), len(self.organisation)) > MOST_NAME


def pasted_lines(text: str) -> Iterator[PastedLine]:
    """Whom a pasted text names; empty lines are passed over.

    A line is an address, ``Name <address>``, cells as of a table (name, organisation
    and address, in any order that has the name before the organisation), or several
    addresses as a mail program lists them.
    """
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip().strip(SEPARATORS).strip()
        if len(line) > LONGEST_LINE:
            yield _made(number, [line[:LONGEST_LINE]], "")
        elif line.count(AT) > 1:
            yield from _several(number, line)
        elif line:
            yield _one(number, line)


def reminder_time(schedule: Schedule, days: int | None, zone: str) -> datetime | None:
    """When guests are reminded: it moves with the event; None: never.

    Days are those of the calendar, at the hour that the clock of the place shows.
    """
    if days is None:
        return None
    last_call = local_time_of(schedule.last_call, zone)
    return nearest_instant_of(last_call - timedelta(days=days), zone)


def name_parts(name: str) -> tuple[str, str]:
    """Given and family name, where there is little doubt: a person corrects them.

    « Ada LOVELACE » and « LOVELACE Ada » are told apart by the capitals.
    """
    words = name.split()
    family = [word for word in words if len(word) > 1 and word.isupper()]
    given = [word for word in words if word not in family]
    if family and given:
        return " ".join(given), " ".join(family)
    return (words[0], words[1]) if len(words) == 2 else ("", name)  # noqa: PLR2004


def guest_sort_key(name: str, email: str) -> str:
    return folded(name or email)[:300]


def guest_search_text(name: str, organisation: str, email: str) -> str:
    return folded(f"{name} {organisation} {email}")


def _several(number: int, line: str) -> Iterator[PastedLine]:
    named = [each for each in getaddresses([_with_commas(line)]) if any(each)]
    for name, address in named:
        yield _made(number, [name], address)
    if not named:
        # Read strictly, as newer releases of Python do, a line may name nobody.
        yield _made(number, [], line)


def _one(number: int, line: str) -> PastedLine:
    before, bracket, rest = line.partition("<")
    if bracket:
        # « Lovelace, Ada » is a name: only a table's separators part it.
        return _made(number, _cells(before, "\t;"), rest.partition(">")[0])
    cells = _cells(line)
    address = next((cell for cell in cells if AT in cell), "")
    return _made(number, [cell for cell in cells if cell != address], address)


def _made(number: int, words: list[str], address: str) -> PastedLine:
    name, organisation, *_others = [*words, "", ""]
    return PastedLine(
        number=number,
        name=clean_line(name),
        organisation=clean_line(organisation),
        address=clean_line(address).removeprefix("mailto:"),
    )


def _cells(line: str, separators: str = SEPARATORS) -> list[str]:
    """Of a table: the first separator that there is outside of quotes parts them."""
    bare = "".join(line.split('"')[::2])
    separator = next((each for each in separators if each in bare), "\n")
    [cells] = csv.reader([line], delimiter=separator, skipinitialspace=True)
    return [cell.strip() for cell in cells]


def _with_commas(line: str) -> str:
    """Outlook parts addresses with semicolons; a quoted name may hold one."""
    parts = line.split('"')
    return '"'.join(
        part if position % 2 else part.replace(";", ",")
        for position, part in enumerate(parts)
    )
