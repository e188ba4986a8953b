"""What may stand in an address."""

from typing import Final

from werkzeug.routing import IntegerConverter, Map

LARGEST_KEY: Final = 2**31 - 1
"""Databases refuse to look for a larger one: its address names nothing, as any other
that was made up."""


class KeyConverter(IntegerConverter):
    """``<int:…>`` of every route: the key of a row."""

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST_KEY)


def key_in(written: str) -> int | None:
    """The key of a row that stands behind the question mark; None for what is none."""
    is_key = written.isascii() and written.isdigit()
    if not is_key or len(written) > len(str(LARGEST_KEY)):
        return None
    number = int(written)
    return number if 0 < number <= LARGEST_KEY else None
