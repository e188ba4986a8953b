"""Archives that leave while they are being made: no file waits on disk or in memory."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import RawIOBase
from typing import Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

QUICKLY: Final = 1
"""Of nine: the tables that we write shrink to a tenth with the least effort."""


class Outlet(RawIOBase):
    """Takes what an archive writes, and gives it away piece by piece."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._waiting += data
        return len(data)

    def drained(self) -> bytes:
        data = bytes(self._waiting)
        self._waiting.clear()
        return data


@contextmanager
def archive(outlet: Outlet) -> Iterator[ZipFile]:
    with ZipFile(outlet, "w", ZIP_DEFLATED, compresslevel=QUICKLY) as opened:
        yield opened


def entry_chunks(
    opened: ZipFile,
    outlet: Outlet,
    name: str,
    chunks: Iterable[bytes],
    *,
    stored: bool = False,
) -> Iterator[bytes]:
    """Write one entry, and yield what the archive grew by. Stored: as it is."""
    opened.compression = ZIP_STORED if stored else ZIP_DEFLATED
    with opened.open(name, "w", force_zip64=False) as entry:
        for chunk in chunks:
            entry.write(chunk)
            if grown := outlet.drained():
                yield grown
    opened.compression = ZIP_DEFLATED
    yield outlet.drained()
