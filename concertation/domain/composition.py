"""How a group is made up, told in numbers that give nobody away.

Who is in a group is told by name only where that person agreed. A number can give away
as much: « Musées : 1 », beside the names of all the others, says who the last one is.
So a row is told only where the people in it whose organisation is not named are none,
or are too many to be told apart. The others stand together in one row, for which the
same holds; where it cannot, nothing is told.
"""

from collections.abc import Iterable
from dataclasses import dataclass

FEWEST = 3
"""People who cannot be told apart by a row: of two, each knows who the other is."""
OTHERS = ""
"""The name of the row of those who would stand out in rows of their own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The people of one kind of organisation, or of one territory."""

    name: str
    """The key of the kind, the code of the territory, or `OTHERS`."""
    persons: int
    unnamed: int
    """Of which these did not agree that their organisation's name is told."""

    @property
    def gives_away(self) -> bool:
        return 0 < self.unnamed < FEWEST


def tellable(parts: Iterable[Part]) -> list[Part]:
    """The rows that can be told, largest first and others last; none at all if not."""
    told = sorted(
        (part for part in parts if part.persons),
        key=lambda part: (-part.persons, part.name),
    )
    together = [part for part in told if part.gives_away]
    told = [part for part in told if not part.gives_away]
    while together and _unnamed(together) < FEWEST:
        # The smallest joins them, so that as much as possible is still told.
        joining = next((part for part in reversed(told) if part.unnamed), None)
        if joining is None:
            return []
        told.remove(joining)
        together.append(joining)
    if not together:
        return told
    persons = sum(part.persons for part in together)
    return [*told, Part(name=OTHERS, persons=persons, unnamed=_unnamed(together))]


def _unnamed(parts: Iterable[Part]) -> int:
    return sum(part.unnamed for part in parts)
