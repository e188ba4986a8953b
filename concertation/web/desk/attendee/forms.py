from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField

from concertation.domain.questions import Answer
from concertation.models import Registration
from concertation.web.filters import clean_line
from concertation.web.form import lines
from concertation.web.newcomer_form import NewcomerForm


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
