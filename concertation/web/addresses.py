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
