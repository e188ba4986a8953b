"""What is good for a second is made once a second, however many ask for it."""

import secrets
import time
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from flask import Flask, current_app, request
from flask_babel import get_locale
from markupsafe import escape

SECONDS = 1.0
MOST_THINGS = 256
NAME = "concertation.kept"
BLANK = secrets.token_hex()
"""What no text says by chance."""

T = TypeVar("T")


class Shelf:
    """Things that are good for a second. Threads may meet here: nothing is locked."""

    def __init__(self) -> None:
        self._things: dict[Hashable, tuple[float, Any]] = {}

    def get(self, key: Hashable) -> Any:
        until, thing = self._things.get(key, (0.0, None))
        return thing if time.monotonic() < until else None

    def put(self, key: Hashable, thing: object) -> None:
        if len(self._things) >= MOST_THINGS:
            self._things.clear()
        self._things[key] = (time.monotonic() + SECONDS, thing)


def register_shelf(app: Flask) -> None:
    if app.config["KEEPS_PAGES"]:
        app.extensions[NAME] = Shelf()


def for_a_second(key: Hashable, make: Callable[[], T]) -> T:
    """What `make` returns now, or returned to somebody else less than a second ago."""
    shelf: Shelf | None = current_app.extensions.get(NAME)
    if shelf is None:
        return make()
    kept: T | None = shelf.get(key)
    if kept is None:
        kept = make()
        shelf.put(key, kept)
    return kept


def manner_of_request() -> tuple[str, ...]:
    """What of a request makes the same page look another way."""
    query = request.query_string.decode("latin-1")
    return query, request.scheme, request.host, str(get_locale())


def page_for_a_second(key: Hashable, render: Callable[..., str], **own: str) -> str:
    """A page that is the same for everybody, but for a few words of each reader's own.

    `render` takes these words by their names. The page is kept with blanks in their
    places, which are filled in, escaped, for each reader.
    """
    if NAME not in current_app.extensions:
        return render(**own)
    blanks = {name: f"{BLANK}-{name}" for name in own}
    page = for_a_second(key, lambda: render(**blanks))
    for name, word in own.items():
        page = page.replace(blanks[name], escape(word))
    return page
