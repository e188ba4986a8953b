from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import TextAreaField
from wtforms.validators import InputRequired, ValidationError

from concertation.domain.data_requests import MOST_CHARACTERS, RequestKind
from concertation.services.data_requests import AskAboutData
from concertation.web.choice_fields import Radios
from concertation.web.form import lines
from concertation.web.select import options
from concertation.wording.data_requests import request_name, with_article


class DataRequestForm(FlaskForm):
    kind = Radios(
        _l("What do you ask for?"),
        validators=[InputRequired(_l("Choose what you ask for"))],
    )
    message = lines(
        _l("What it is about"),
        most=MOST_CHARACTERS,
        description=_l(
            "What is wrong and what is right, what should not be used any more, and"
            " why. To erase, nothing need be said."
        ),
        render_kw={"rows": "5"},
    )

    def __init__(self) -> None:
        super().__init__()
        self.kind.choices = options(
            (kind.value, with_article(request_name(kind), kind)) for kind in RequestKind
        )

    def validate_message(self, field: TextAreaField) -> None:
        is_plain = self.kind.data in {None, RequestKind.ERASURE.value}
        if not field.data and not is_plain:
            raise ValidationError(_("Write what it is about"))

    def to_wish(self, email_key: str) -> AskAboutData:
        return AskAboutData(
            email_key=email_key,
            kind=RequestKind(self.kind.data),
            message=self.message.data or "",
            locale=str(get_locale()),
        )
