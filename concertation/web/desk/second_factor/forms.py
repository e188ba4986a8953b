from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from concertation.queries.accounts import SignedIn
from concertation.services.own_account import OwnWish
from concertation.web.form import line, password


class SetUpForm(FlaskForm):
    code = line(
        _l("Code that the application shows"),
        _l("Enter the six digits that the application shows"),
        most=20,
        render_kw={
            "autocomplete": "one-time-code",
            "inputmode": "numeric",
            "spellcheck": "false",
        },
    )


class PasswordAgainForm(FlaskForm):
    password = password(
        _l("Password"), _l("Enter your password"), autocomplete="current-password"
    )

    def to_wish(self, here: SignedIn) -> OwnWish:
        return OwnWish(
            account_id=here.account.id,
            session_id=here.session_id,
            password=self.password.data or "",
        )
