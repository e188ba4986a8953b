"""XLSX and ODS: what they hold, read in a process of its own."""

import json
import subprocess
import sys
from collections.abc import Container, Iterator
from io import BytesIO
from tempfile import TemporaryFile
from typing import Final
from zipfile import BadZipFile, ZipFile

from concertation.domain.file_errors import FileProblem, TableUnreadable

_PROCESS: Final = "concertation.imports.workbook_process"
_ENCRYPTED: Final = 3
"""What the process says by ending so; see there."""
_LONGEST_SECONDS: Final = 60
_MOST_UNPACKED: Final = 200 * 1024 * 1024
_ZIP: Final = b"PK\x03\x04"
_OLD_EXCEL: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The container of Excel before 2007, and of any workbook behind a password."""
_MANIFEST: Final = "META-INF/manifest.xml"
_MOST_OF_MANIFEST: Final = 1024 * 1024


def is_workbook(data: bytes) -> bool:
    """By what is in it: the name of a file is no proof."""
    return data.startswith((_ZIP, _OLD_EXCEL))


def workbook_rows(data: bytes, *, most: int) -> Iterator[list[str]]:
    """Yield the rows of the first sheet, as texts. Raises `TableUnreadable`."""
    _refuse_what_is_none(data)
    with TemporaryFile() as source, TemporaryFile() as rows:
        source.write(data)
        source.seek(0)
        try:
            done = subprocess.run(  # noqa: S603 -- ourselves, and a number
                [sys.executable, "-P", "-m", _PROCESS, str(most)],
                stdin=source,
                stdout=rows,
                stderr=subprocess.DEVNULL,
                timeout=_LONGEST_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            raise TableUnreadable(FileProblem.BROKEN) from error
        if done.returncode:
            encrypted = done.returncode == _ENCRYPTED
            raise TableUnreadable(
                FileProblem.ENCRYPTED if encrypted else FileProblem.BROKEN
            )
        rows.seek(0)
        yield from map(json.loads, rows)


def _refuse_what_is_none(data: bytes) -> None:
    if data.startswith(_OLD_EXCEL):
        raise TableUnreadable(FileProblem.ENCRYPTED)
    try:
        with ZipFile(BytesIO(data)) as packed:
            problem = _problem_of(packed)
    except (BadZipFile, NotImplementedError, OSError, RuntimeError, ValueError) as no:
        raise TableUnreadable(FileProblem.BROKEN) from no
    if problem:
        raise TableUnreadable(problem)


def _problem_of(packed: ZipFile) -> FileProblem | None:
    parts = {part.filename: part for part in packed.infolist()}
    if sum(part.file_size for part in parts.values()) > _MOST_UNPACKED:
        return FileProblem.TOO_LARGE
    if any(part.flag_bits & 1 for part in parts.values()):
        return FileProblem.ENCRYPTED
    if any(name.endswith("vbaProject.bin") for name in parts):
        return FileProblem.MACROS
    if "xl/workbook.xml" in parts:
        return None
    return _problem_of_opendocument(packed, parts)


def _problem_of_opendocument(
    packed: ZipFile, parts: Container[str]
) -> FileProblem | None:
    if "content.xml" not in parts or _MANIFEST not in parts:
        return FileProblem.NOT_A_TABLE
    with packed.open(_MANIFEST) as part:
        manifest = part.read(_MOST_OF_MANIFEST)
    if b"encryption-data" in manifest:
        return FileProblem.ENCRYPTED
    return None if b"opendocument.spreadsheet" in manifest else FileProblem.NOT_A_TABLE
