from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from concertation.web.form import lines


class CallOffForm(FlaskForm):
    reason = lines(
        _l("Reason"),
        _l("Say why, in a sentence: everyone who is registered reads it"),
        most=1000,
        required=True,
        description=_l("It stands in the mail and on the event’s page."),
        render_kw={"rows": "3"},
    )
