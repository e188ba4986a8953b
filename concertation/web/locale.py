"""Which language a page speaks: what the address says, or what the browser prefers.

The choice travels in the address (``?lang=en``), not in a cookie: a page can be
shared, cached and linked from a mail in one language.
"""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, Response, has_request_context, request
from flask_babel import get_locale

from concertation.wording.names import LANGUAGE_NAMES
from concertation.wording.site import FRENCH, spoken_locales

LABELS = LANGUAGE_NAMES
SAYS_NOTHING = {
    "static",
    "site_appearance.colour",
    "site_appearance.logo",
    "site_processes.logo",
}
"""What is the same in every language."""


@dataclass(frozen=True, slots=True)
class LanguageLink:
    locale: str
    label: str
    url: str
    is_current: bool


def best_locale() -> str:
    if not has_request_context():
        return FRENCH
    wanted = request.accept_languages.best_match(spoken_locales())
    return asked_locale() or wanted or FRENCH


def asked_locale() -> str | None:
    """The language that the address names, if it is one that the site speaks."""
    asked = request.args.get("lang")
    return asked if asked in spoken_locales() else None


def language_links() -> list[LanguageLink]:
    """None where there is nothing to choose."""
    locales, current = spoken_locales(), str(get_locale())
    if len(locales) == 1:
        return []
    return [
        LanguageLink(locale, LABELS[locale], _this_page_in(locale), locale == current)
        for locale in locales
    ]


def register_locale(app: Flask) -> None:
    app.jinja_env.globals["language_links"] = language_links

    @app.after_request
    def tell_language(response: Response) -> Response:
        """So that no cache between us and the readers gives one language to all."""
        if request.endpoint != "static" and response.mimetype == "text/html":
            response.content_language.add(str(get_locale()))
            if asked_locale() is None:
                response.vary.add("Accept-Language")
        return response

    @app.url_defaults
    def keep_language(endpoint: str, values: dict[str, Any]) -> None:
        if has_request_context() and endpoint not in SAYS_NOTHING:
            asked = asked_locale()
            if asked:
                values.setdefault("lang", asked)


def _this_page_in(locale: str) -> str:
    others = [item for item in request.args.items(multi=True) if item[0] != "lang"]
    return f"{request.path}?{urlencode([*others, ('lang', locale)])}"
