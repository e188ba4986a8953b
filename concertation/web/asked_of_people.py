"""What programs that fill in every form give away, without asking anything of people.

A field that nobody sees stays empty, and a form takes some seconds to be filled in. The
time at which it was shown is signed, and the same for all who open the page within the
second for which it is kept. Whoever is mistaken for a program sends the same again:
nothing that was typed is lost, and the second time is late enough.

Where the settings demand it, the browser works for the address that is typed, while the
rest is filled in. Whoever sends no proof of it is let through as well, up to a limit.
"""

from functools import cached_property
from typing import Any

from flask import current_app, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField

from concertation.domain.limits import Limit
from concertation.web.limits import limits_of_request
from concertation.web.proof_of_work import FIELD, Task, is_proof, task_of_page
from concertation.web.signed_time import seconds_since, stamp

OPENED = "form-opened"


class AskedOfPeople(FlaskForm):
    """Has a field that is left empty, by whoever cannot see it, and an `email`."""

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

    @cached_property
    def task(self) -> Task | None:
        """What the browser works at before it sends the form, if it has to."""
        return task_of_page()

    @cached_property
    def proof(self) -> str:
        """What was sent, where it is good for the very address that was typed."""
        sent, typed = request.form.get(FIELD, ""), self["email"].raw_data
        return sent if typed and is_proof(sent, typed[0]) else ""

    @property
    def kept_proof(self) -> str:
        """For the same form once more, unless it shows the address otherwise."""
        email = self["email"]
        return self.proof if email.raw_data == [email.data] else ""

    def limits(self, page: str, email: str) -> tuple[Limit, ...]:
        """What sending it is counted by, on the page that is named so."""
        lacks_proof = self.task is not None and not self.proof
        return limits_of_request(page, email, lacks_proof=lacks_proof)

    def _seems_filled_in_by_a_program(self) -> bool:
        return bool(self.left_empty.data)


class TakesTime(AskedOfPeople):
    """A form of several fields: nobody fills it in within a second or two."""

    # Unless it has a label, one is made of its name, and translated, for each request.
    opened = HiddenField("", default=lambda: stamp(OPENED))

    def _seems_filled_in_by_a_program(self) -> bool:
        is_hasty = self._is_hasty()
        return super()._seems_filled_in_by_a_program() or is_hasty

    def _is_hasty(self) -> bool:
        least = current_app.config["SETTINGS"].form_seconds
        passed = seconds_since(self.opened.data or "", OPENED)
        if passed is None or passed < 0:
            self.opened.data = stamp(OPENED)
        return bool(least) and (passed is None or passed < least)
