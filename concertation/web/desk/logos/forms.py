from typing import Any

from flask import current_app, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import FileStorage
from wtforms import FileField, RadioField, StringField
from wtforms.form import BaseForm
from wtforms.validators import InputRequired, Length, ValidationError

from concertation.domain.file_errors import (
    FileKindRefused,
    FileTooLarge,
    FileUnreadable,
)
from concertation.domain.site import LogoKind
from concertation.models import SiteLogo
from concertation.services.logo_pictures import MOST_BYTES, Picture, logo_picture
from concertation.services.logos import LogoWords
from concertation.web.checks import check_web_address
from concertation.web.filters import clean_line
from concertation.web.form import line
from concertation.web.select import options

SLACK = 3
"""What is somewhat too large is named beside its field; a huge file is cut off."""
MOST_ADDRESS = 500
KINDS = (
    (LogoKind.OWN, _l("The site itself, at the head of every page")),
    (LogoKind.PILOT, _l("Who leads the consultation")),
    (LogoKind.FUNDER, _l("Who funds it")),
)


class PictureField(FileField):
    """A PNG or a JPEG, known by its content."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**{"render_kw": {"accept": ".png,.jpg,.jpeg"}, **settings})
        self.picture: Picture | None = None

    def pre_validate(self, form: BaseForm) -> None:
        if not isinstance(self.data, FileStorage) or not self.data.filename:
            if self.flags.required:
                raise ValidationError(_("Choose the file of the logo"))
            return
        content = self.data.stream.read(MOST_BYTES + 1)
        try:
            self.picture = logo_picture(content)
        except FileTooLarge as refusal:
            raise ValidationError(
                _("This file is too large: 2 MB at most. Choose a smaller one.")
            ) from refusal
        except FileKindRefused as refusal:
            raise ValidationError(
                _(
                    "This is neither a PNG nor a JPEG, whatever its name says. An SVG"
                    " may carry programs: export it as a PNG, 480 pixels wide."
                )
            ) from refusal
        except FileUnreadable as refusal:
            raise ValidationError(
                _(
                    "This picture cannot be read: it is damaged, far too large, or less"
                    " than 16 pixels high. Export it anew."
                )
            ) from refusal


class LogoForm(FlaskForm):
    kind = RadioField(
        _l("Whose logo is it?"),
        choices=options((kind.value, label) for kind, label in KINDS),
        validators=[InputRequired(_l("Choose whose logo it is"))],
    )
    file = PictureField(label=_l("File"))
    alternative_fr = line(
        _l("Text alternative in French"),
        _l("Enter what the logo says, for who does not see it"),
        most=200,
        description=_l(
            "What is read instead of the picture: the name that it shows, such as"
            " “Région Hauts-de-France”."
        ),
    )
    alternative_en = line(
        _l("Text alternative in English"),
        _l("Enter what the logo says in English; a name may stay the same"),
        most=200,
    )
    link = StringField(
        _l("Where it leads"),
        filters=[clean_line],
        validators=[Length(max=MOST_ADDRESS), check_web_address],
        description=_l("An address such as https://www.example.org; empty: nowhere."),
    )

    def __init__(self, logo: SiteLogo | None = None) -> None:
        _let_a_picture_in()
        super().__init__(obj=logo)
        hint = _("PNG or JPEG, 2 MB at most. It is scaled down to 480 by 160 pixels.")
        self.file.description = hint
        if logo:
            del self.kind
            self.file.description = f"{_('Left empty, the present one stays.')} {hint}"
        else:
            self.file.flags.required = True

    def to_words(self) -> LogoWords:
        return LogoWords(
            alternative_fr=self.alternative_fr.data or "",
            alternative_en=self.alternative_en.data or "",
            link=self.link.data or "",
        )


def _let_a_picture_in() -> None:
    """Before anything reads the form."""
    usual = int(current_app.config["MAX_CONTENT_LENGTH"])
    request.max_content_length = usual + SLACK * MOST_BYTES
