"""Which parameters and fields a route reads, seen while it reads them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from unittest.mock import patch

from flask import Request
from werkzeug.datastructures import ImmutableMultiDict


@contextmanager
def watching() -> Iterator[set[str]]:
    """The names that were looked for since the set was emptied."""
    read: set[str] = set()

    class Watched(ImmutableMultiDict):
        def __contains__(self, name):
            read.add(name)
            return super().__contains__(name)

        def __getitem__(self, name):
            read.add(name)
            return super().__getitem__(name)

        def getlist(self, name, *args, **kwargs):
            read.add(name)
            return super().getlist(name, *args, **kwargs)

    with patch.object(Request, "parameter_storage_class", Watched):
        yield read


def names_read(read: set[str], ask: Callable[[set[str]], object]) -> set[str]:
    """All that is read: some names only where another one is there."""
    found: set[str] = set()
    before = None
    while found != before:
        before = set(found)
        read.clear()
        ask(found)
        found |= read
    return found
