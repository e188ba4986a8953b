from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField

from concertation.domain.questions import Answer
from concertation.models import Registration
from concertation.web.answers_form import DeskAnswersForm
from concertation.web.filters import clean_line
from concertation.web.form import address, lines
from concertation.web.newcomer_form import NewcomerForm


class CorrectionForm(DeskAnswersForm):
    """The answers of somebody who is registered, and where to write to them."""

    email = address(
        _l("E-mail address"),
        description=_l(
            "If you correct it, the confirmation goes to the new address, and the link"
            " that was sent to the former one opens nothing any more."
        ),
        render_kw={"autocomplete": "off"},
    )
    email_before = HiddenField()
    """Of when the form was opened: who left the address alone undoes no correction."""

    @classmethod
    def columns_before(cls, registration: Registration | None) -> dict[str, Any]:
        before = registration.email if registration else ""
        columns = super().columns_before(registration)
        return columns | {"email": before, "email_before": before}

    def to_email(self) -> str | None:
        """The other address, if another one was typed."""
        typed = self.email.data or ""
        return typed if typed != self.email_before.data else None

    def mark_registered(self) -> None:
        self.email.errors = [
            _("Another registration for this event has this address: correct one")
        ]


class DeclineForm(FlaskForm):
    reason = lines(
        _l("Reason"),
        _l("Say why, in a sentence: the person reads it"),
        most=1000,
        required=True,
        render_kw={"rows": "3"},
    )


class BeyondForm(FlaskForm):
    reason = lines(
        _l("Reason"),
        _l("Say why this person gets a place although there is none"),
        most=1000,
        required=True,
        description=_l(
            "It stays among the notes on this person, who can read it on request."
        ),
        render_kw={"rows": "3"},
    )


class NoteForm(FlaskForm):
    text = lines(
        _l("New note"),
        _l("Write the note first"),
        most=4000,
        required=True,
        description=_l(
            "The person can read it: it stands in the data that they may download."
            " Write only what is useful to the event, and nothing that hurts."
        ),
        render_kw={"rows": "4"},
    )


class TwinForm(FlaskForm):
    """Whom to merge with: read from the address."""

    class Meta:
        csrf = False

    q = StringField(_l("Name, e-mail address or reference"), filters=[clean_line])


class SubstituteForm(NewcomerForm):
    """Of who comes instead: the organisation and the place are those of the former."""

    @classmethod
    def answers_before(cls, _registration: Registration | None) -> dict[int, Answer]:
        return {}

    @classmethod
    def columns_before(cls, registration: Registration | None) -> dict[str, Any]:
        same = ("organisation", "category", "departement", "epci")
        return {name: getattr(registration, name) for name in same}
