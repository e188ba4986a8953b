"""A new password, as an invitation, a reset and one's own account ask for it."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import Field

from concertation.domain.account_errors import WeakPassword
from concertation.services.passwords import SHORTEST_PASSWORD
from concertation.web.form import password, tell_at_field


class NewPasswordForm(FlaskForm):
    new_password = password(
        _l("New password"),
        _l("Choose a password"),
        autocomplete="new-password",
        description=_l(
            "At least 12 characters. Four words that have nothing to do with each other"
            " are easy to keep in mind and hard to guess. Accents and spaces are"
            " welcome."
        ),
    )


def tell_weakness(field: Field, weakness: WeakPassword) -> None:
    """Say what to do about it."""
    if weakness.too_short:
        field.errors = [_("Use at least %(least)s characters", least=SHORTEST_PASSWORD)]
    elif weakness.names_the_person:
        field.errors = [
            _(
                "This password is made of your name, your address or this site’s name:"
                " choose words that have nothing to do with you"
            )
        ]
    else:
        tell_at_field(field, weakness)
