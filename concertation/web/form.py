"""What our forms share: clean text, addresses that can be mailed to, a CSRF token."""

from collections.abc import Callable, Mapping
from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    EmailField,
    Field,
    Form,
    HiddenField,
    PasswordField,
    StringField,
    TextAreaField,
)
from wtforms.fields.core import UnboundField
from wtforms.validators import InputRequired, Length, Optional, StopValidation

from concertation.domain.errors import Refusal
from concertation.domain.typed_text import MOST_EMAIL_CHARACTERS
from concertation.mailable import NotMailable, mailable_address
from concertation.web.errors import StaleForm
from concertation.web.filters import clean_line, clean_text
from concertation.web.refusals import refusal_text

MOST_PASSWORD_CHARACTERS = 1000


def labels_of(form: FlaskForm) -> dict[str, str]:
    """What each field is called in front of people, by its name."""
    return {field.name: str(field.label.text) for field in form}


def labels_in(form: type[FlaskForm]) -> dict[str, str]:
    """The same of a form that nobody fills in here: making one may ask the database."""
    fields = ((name, getattr(form, name)) for name in dir(form))
    return {
        name: str(field.args[0])
        for name, field in fields
        if isinstance(field, UnboundField) and field.args
    }


def differing_labels(form: FlaskForm, saved: Mapping[str, object]) -> list[str]:
    """The labels of what was typed here and is saved otherwise."""
    compared = [field for field in form if field.type != "HiddenField"]
    return [
        str(field.label.text)
        for field in compared
        if field.short_name in saved and field.data != saved[field.short_name]
    ]


class ActionForm(FlaskForm):
    """A button that changes something: nothing to fill in but the hidden token."""


def check_token() -> None:
    """Raise `StaleForm` unless the button was pressed on a page of ours."""
    if not ActionForm().validate():
        raise StaleForm


class MailableAddress:
    """An address that our mail server can write to (RFC 5321), without asking DNS."""

    def __init__(self, message: str) -> None:
        self._message = message

    def __call__(self, form: Form, field: Field) -> None:
        try:
            field.data = mailable_address(field.data or "")
        except NotMailable as wrong:
            raise StopValidation(str(self._message)) from wrong


def line(
    label: str, message: str, *, most: int, required: bool = True, **settings: Any
) -> Any:
    """A text field of one line."""
    return StringField(
        label,
        filters=[clean_line],
        validators=_checks(message, most=most, required=required),
        **settings,
    )


def lines(
    label: str,
    message: str = "",
    *,
    most: int,
    required: bool = False,
    clean: Callable[[str | None], str] = clean_text,
    **settings: Any,
) -> Any:
    """A text field of several lines."""
    return TextAreaField(
        label,
        filters=[clean],
        validators=_checks(message, most=most, required=required),
        **settings,
    )


def address(label: str, *, required: bool = True, **settings: Any) -> Any:
    """An e-mail address."""
    wrong = _l("Enter an e-mail address such as name@example.org")
    return EmailField(
        label,
        filters=[clean_line],
        validators=[
            InputRequired(wrong) if required else Optional(),
            Length(max=MOST_EMAIL_CHARACTERS),
            MailableAddress(wrong),
        ],
        **settings,
    )


def password(label: str, message: str, *, autocomplete: str, **settings: Any) -> Any:
    """What was typed is not shown again; nothing is cut off or cleaned."""
    return PasswordField(
        label,
        validators=[InputRequired(message), Length(max=MOST_PASSWORD_CHARACTERS)],
        render_kw={"autocomplete": autocomplete},
        **settings,
    )


def tell_in_form(form: FlaskForm, refusal: Refusal) -> None:
    """Say in the summary on top what was refused."""
    text = refusal_text(refusal)
    form.form_errors = [f"{text.title}. {text.what_to_do}"]


def tell_at_field(field: Field, refusal: Refusal) -> None:
    text = refusal_text(refusal)
    field.errors = [f"{text.title}. {text.what_to_do}"]


def _checks(
    message: str, *, most: int, required: bool
) -> list[Callable[[Form, Field], None]]:
    too_long = _l("Use at most %(max)d characters")
    checks: list[Any] = [Filled(message)] if required else []
    return [*checks, Length(max=most, message=too_long)]


class Demanded:
    """Marks the label; whether an answer is missing depends on the other answers."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: Form, field: Field) -> None:
        return


class Filled:
    """Something must be left once the text is clean; marks the field as mandatory."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __init__(self, message: str) -> None:
        self._message = message

    def __call__(self, form: Form, field: Field) -> None:
        if not field.data:
            field.errors = []
            raise StopValidation(str(self._message))


def version_in(field: HiddenField) -> int:
    """Whatever stands there that is no version is none that can be saved."""
    text = str(field.data or "")
    return int(text) if text.isascii() and text.isdecimal() else 0
