"""What programs that fill in every form give away, without asking anything of people.

A field that nobody sees stays empty, and a form takes some seconds to be filled in. The
time at which it was shown is signed, and the same for all who open the page within the
second for which it is kept. Whoever is mistaken for a program sends the same again:
nothing that was typed is lost, and the second time is late enough.
"""

from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from itsdangerous import BadSignature, URLSafeSerializer
from wtforms import HiddenField, StringField

from concertation.clock import utc_now

SALT = "form-opened"


class AskedOfPeople(FlaskForm):
    """Has a field that is left empty, by whoever cannot see it."""

    left_empty = StringField(
        _l("Leave this field empty"),
        render_kw={"autocomplete": "off", "tabindex": "-1"},
    )

    def validate(self, extra_validators: Any = None) -> bool:
        is_fine = bool(super().validate(extra_validators))
        if not self._seems_filled_in_by_a_program():
            return is_fine
        self.left_empty.data = ""
        self.form_errors.append(
            _("Nothing is sent yet. Check what you typed, then press the button again.")
        )
        return False

    def _seems_filled_in_by_a_program(self) -> bool:
        return bool(self.left_empty.data)


def stamp() -> str:
    """Now, signed."""
    return str(_signer().dumps(int(utc_now().timestamp())))


def seconds_since(stamped: str) -> int | None:
    """None for what was not signed here, nor in the past: clocks are set back."""
    try:
        shown_at = int(_signer().loads(stamped))
    except (BadSignature, ValueError):
        return None
    passed = int(utc_now().timestamp()) - shown_at
    return passed if passed >= 0 else None


class TakesTime(AskedOfPeople):
    """A form of several fields: nobody fills it in within a second or two."""

    # Unless it has a label, one is made of its name, and translated, for each request.
    opened = HiddenField("", default=stamp)

    def _seems_filled_in_by_a_program(self) -> bool:
        is_hasty = self._is_hasty()
        return super()._seems_filled_in_by_a_program() or is_hasty

    def _is_hasty(self) -> bool:
        least = current_app.config["SETTINGS"].form_seconds
        passed = seconds_since(self.opened.data or "")
        if passed is None:
            self.opened.data = stamp()
        return bool(least) and (passed is None or passed < least)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SIGNING_KEYS"], salt=SALT)
