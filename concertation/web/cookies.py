"""Every cookie that the program sets, as the page about personal data lists them."""

from dataclasses import dataclass

from flask import current_app
from flask_babel import gettext as _

from concertation.web.known_device import cookie_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Cookie:
    name: str
    purpose: str
    lasts: str


def all_cookies() -> list[Cookie]:
    return [
        Cookie(
            name=str(current_app.config["SESSION_COOKIE_NAME"]),
            purpose=str(
                _(
                    "Set when you fill in a form, open your space or sign in: ties them"
                    " to your browser and holds your receipt."
                )
            ),
            lasts=str(_("Until you close the browser")),
        ),
        Cookie(
            name=cookie_name(),
            purpose=str(
                _(
                    "For facilitators only: recognises a browser in which they signed"
                    " in, so that a stranger’s failed tries do not lock them out."
                )
            ),
            lasts=str(_("A year")),
        ),
    ]
