from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from concertation.services.accounts import SecondStep, SignIn
from concertation.web.form import address, line, password
from concertation.web.identity import former_keys, site_key
from concertation.web.limits import door_limits


class SignInForm(FlaskForm):
    email = address(_l("E-mail address"), render_kw={"autocomplete": "username"})
    password = password(
        _l("Password"), _l("Enter your password"), autocomplete="current-password"
    )

    def to_wish(self, place: str, device: str) -> SignIn:
        return SignIn(
            email=self.email.data or "",
            password=self.password.data or "",
            place=place,
            device=device,
            limits=door_limits(),
        )


class CodeForm(FlaskForm):
    code = line(
        _l("Code"),
        _l("Enter the code that your application shows"),
        most=40,
        description=_l(
            "Six digits from your authenticator application, or one of your recovery"
            " codes."
        ),
        render_kw={"autocomplete": "one-time-code", "spellcheck": "false"},
    )

    def to_wish(self, token: str, device: tuple[str, str]) -> SecondStep:
        return SecondStep(
            token=token,
            code=self.code.data or "",
            device=device,
            key=site_key(),
            former_keys=former_keys(),
        )
