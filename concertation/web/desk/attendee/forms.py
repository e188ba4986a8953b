from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from concertation.web.form import lines


class DeclineForm(FlaskForm):
    reason = lines(
        _l("Reason"),
        _l("Say why, in a sentence: the person reads it"),
        most=1000,
        required=True,
        render_kw={"rows": "3"},
    )
