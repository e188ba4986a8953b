"""A logo that somebody sends, and where it leads."""

from typing import Any

from flask import current_app, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms import FileField, StringField
from wtforms.form import BaseForm
from wtforms.validators import Length, ValidationError

from concertation.domain.file_errors import (
    FileKindRefused,
    FileTooLarge,
    FileUnreadable,
)
from concertation.services.logo_pictures import MOST_BYTES, Picture, logo_picture
from concertation.web.checks import check_web_address
from concertation.web.filters import clean_line

SLACK = 3
"""What is somewhat too large is named beside its field; a huge file is cut off."""
MOST_ADDRESS = 500


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


def link_field() -> Any:
    return StringField(
        _l("Where it leads"),
        filters=[clean_line],
        validators=[Length(max=MOST_ADDRESS), check_web_address],
        description=_l("An address such as https://www.example.org; empty: nowhere."),
    )


def picture_hint() -> str:
    return str(_("PNG or JPEG, 2 MB at most. It is scaled down to 480 by 160 pixels."))


def let_a_picture_in() -> None:
    """Before anything reads the form."""
    usual = int(current_app.config["MAX_CONTENT_LENGTH"])
    request.max_content_length = usual + SLACK * MOST_BYTES
