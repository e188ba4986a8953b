"""Everything of an event in one archive, made while it is sent."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from concertation.exports.zipping import Outlet, archive, entry_chunks


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file of the archive."""

    name: str
    chunks: Iterable[bytes]
    """Read when its turn comes, and not before."""
    is_compressed: bool = False
    """Whether its format has done already what the archive would do again."""


def archive_chunks(parts: Iterable[Part]) -> Iterator[bytes]:
    """Yield a ZIP of these files. Names in UTF-8 are marked as such, as ZIP asks."""
    outlet = Outlet()
    with archive(outlet) as opened:
        for part in parts:
            yield from entry_chunks(
                opened, outlet, part.name, part.chunks, stored=part.is_compressed
            )
    yield outlet.drained()
