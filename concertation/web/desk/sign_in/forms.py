from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import PasswordField
from wtforms.validators import InputRequired, Length

from concertation.services.accounts import SignIn
from concertation.web.form import address

MOST_PASSWORD_CHARACTERS = 1000


class SignInForm(FlaskForm):
    email = address(_l("E-mail address"), render_kw={"autocomplete": "username"})
    password = PasswordField(
        _l("Password"),
        validators=[
            InputRequired(_l("Enter your password")),
            Length(max=MOST_PASSWORD_CHARACTERS),
        ],
        render_kw={"autocomplete": "current-password"},
    )

    def to_wish(self, place: str) -> SignIn:
        return SignIn(
            email=self.email.data or "",
            password=self.password.data or "",
            place=place,
        )
