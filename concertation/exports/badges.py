"""Badges: a name that is read from two steps away, on sheets of labels.

The square code holds the registration's reference alone. It opens nothing: somebody of
the desk, signed in, finds by it who stands in front of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final

import segno
from flask_babel import get_locale
from flask_babel import gettext as _

from concertation.domain.labels import SHEETS, LabelFormat
from concertation.exports.logos import PrintedLogo
from concertation.models import Event
from concertation.queries.attendees import AttendeeFilter, attendee_batches

_KEYS: Final = ("reference", "given_name", "family_name", "organisation", "role")


MASK: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Marks:
    """What else stands on a badge."""

    workshop: str = ""
    no_photo: bool = False


MarksOf = Callable[[Sequence[int]], Mapping[int, Marks]]
"""Takes the numbers of registrations. Who is not named has no marks."""


def no_marks(_numbers: Sequence[int]) -> Mapping[int, Marks]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheets:
    """On what the badges are printed."""

    format: LabelFormat = LabelFormat.LABELS
    start: int = 1
    """The label of the first badge, for a sheet that was begun another day."""
    site_name: str = ""
    logos: Sequence[PrintedLogo] = ()


def badge_sheets(
    event: Event,
    wanted: AttendeeFilter,
    sheets: Sheets,
    *,
    marks_of: MarksOf = no_marks,
) -> dict[str, Any]:
    """Everything that stands on the badges, as plain JSON values."""
    return {
        "lang": str(get_locale()),
        "title": _("Badges: %(title)s", title=event.title),
        "head": " – ".join(filter(None, (sheets.site_name, event.title))),
        "logos": [logo.as_json() for logo in sheets.logos],
        "organiser": event.organiser_name,
        "no_photo": _("No photo"),
        "code": _("Code of registration %(reference)s"),
        "nobody": _("Nobody to print a badge for."),
        "sheet": asdict(SHEETS[sheets.format]),
        "skipped": sheets.start - 1,
        "badges": _badges(wanted, marks_of),
    }


def _badges(wanted: AttendeeFilter, marks_of: MarksOf) -> list[dict[str, Any]]:
    badges = []
    for batch in attendee_batches(wanted, _KEYS):
        marks = marks_of([row[0] for row in batch])
        for number, *cells in batch:
            person = dict(zip(_KEYS, cells, strict=True))
            if not (person["given_name"] or person["family_name"]):
                continue  # Somebody who was erased wears no badge.
            mark = marks.get(number, Marks())
            badges.append(person | asdict(mark) | _code(person["reference"]))
    return badges


def _code(reference: str) -> dict[str, Any]:
    """The dark squares of a QR code, line by line: a path that any printer fills.

    It can still be read when a third of it is not (level H). One mask serves all
    codes: to try the eight takes five times as long, and readers undo any of them.
    """
    code = segno.make(reference, error="H", micro=False, mask=MASK)
    path = "".join(
        f"M{start} {y}h{end - start}v1h-{end - start}z"
        for y, row in enumerate(code.matrix)
        for start, end in _runs(row)
    )
    return {"path": path, "side": len(code.matrix)}


def _runs(row: bytearray) -> list[tuple[int, int]]:
    """Where dark squares that touch each other begin and end."""
    edges = [x for x in range(len(row) + 1) if _at(row, x) != _at(row, x - 1)]
    return list(zip(edges[::2], edges[1::2], strict=True))


def _at(row: bytearray, x: int) -> int:
    return row[x] if 0 <= x < len(row) else 0
