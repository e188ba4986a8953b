"""What a text must look like to be a number, a telephone's, or an organisation's."""

from urllib.parse import urlsplit

from flask_babel import gettext as _
from wtforms import Field, Form
from wtforms.validators import ValidationError

from concertation.domain.siret import NotASiret, siret_of
from concertation.domain.typed_text import PHONE, written_number


def check_phone(_form: Form, field: Field) -> None:
    if field.data and not PHONE.fullmatch(field.data):
        raise ValidationError(
            _("Enter a phone number such as 03 20 00 00 00, or leave it empty")
        )


def check_number(_form: Form, field: Field) -> None:
    """A number as the French or the English write it; stored with a point."""
    if not field.data:
        return
    try:
        field.data = written_number(field.data)
    except ValueError as wrong:
        raise ValidationError(_("Enter a number, such as 12 or 3.5")) from wrong


def check_web_address(_form: Form, field: Field) -> None:
    if field.data and not _is_web_address(field.data):
        raise ValidationError(
            _("Enter an address that begins with https://, or leave it empty")
        )


def check_siret(_form: Form, field: Field) -> None:
    if not field.data:
        return
    try:
        field.data = siret_of(field.data)
    except NotASiret as wrong:
        raise ValidationError(
            _("Enter the 14 digits of a SIRET number, as on the organisation’s papers")
        ) from wrong


def _is_web_address(text: str) -> bool:
    try:
        url = urlsplit(text)
        return url.scheme in {"http", "https"} and bool(url.hostname)
    except ValueError:
        return False
