"""The reader's own process: a workbook comes in, its rows go out as JSON.

What a hostile file can make of a reader (a cell in the last corner of an empty sheet,
a zip that unpacks without an end) ends here, at the limits that the kernel holds.
"""

import json
import resource
import sys
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from io import BytesIO
from itertools import islice
from typing import Final

from python_calamine import (
    CalamineError,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

ENCRYPTED: Final = 3
BROKEN: Final = 4
MOST_MEMORY: Final = 768 * 1024 * 1024
MOST_OUTPUT: Final = 32 * 1024 * 1024
MOST_SECONDS: Final = 20
LIMITS: Final = (
    (resource.RLIMIT_AS, MOST_MEMORY),
    (resource.RLIMIT_FSIZE, MOST_OUTPUT),
    (resource.RLIMIT_CPU, MOST_SECONDS),
    (resource.RLIMIT_CORE, 0),
)
_HALF_A_SECOND: Final = timedelta(microseconds=500_000)


def _rows(data: bytes) -> Iterator[Sequence[object]]:
    """Every row of the first sheet with anything in it that people see."""
    workbook = CalamineWorkbook.from_filelike(BytesIO(data))
    for sheet in workbook.sheets_metadata:
        if sheet.typ == SheetTypeEnum.WorkSheet and sheet.visible == (
            SheetVisibleEnum.Visible
        ):
            read = workbook.get_sheet_by_name(sheet.name)
            if read.start is not None:
                yield from read.iter_rows()
                return


def _text(cell: object) -> str:
    """As a person reads it: 1.0 is 1, and an instant is one of the hour that it is."""
    match cell:
        case bool():
            return "1" if cell else "0"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            # Excel counts in fractions of a day, which fall short of whole seconds.
            whole = (cell + _HALF_A_SECOND).replace(microsecond=0)
            return whole.isoformat(sep=" ")
        case date() | time():
            return cell.isoformat()
        case _:
            return str(cell)


def _main(most_rows: int) -> int:
    for limit, most in LIMITS:
        resource.setrlimit(limit, (most, most))
    try:
        for row in islice(_rows(sys.stdin.buffer.read()), most_rows):
            sys.stdout.write(f"{json.dumps([_text(cell) for cell in row])}\n")
    except PasswordError:
        return ENCRYPTED
    except (CalamineError, MemoryError, OSError, OverflowError, ValueError):
        return BROKEN
    return 0


if __name__ == "__main__":
    sys.exit(_main(int(sys.argv[1])))
