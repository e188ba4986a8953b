from flask import request
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField

from concertation.web.filters import clean_line


class SearchForm(FlaskForm):
    """Read from the address."""

    class Meta:
        csrf = False

    q = StringField(_l("Name or organisation"), filters=[clean_line])

    def __init__(self) -> None:
        super().__init__(formdata=request.args)
