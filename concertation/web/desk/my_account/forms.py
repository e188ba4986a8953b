from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from concertation.queries.accounts import SignedIn
from concertation.services.own_account import PasswordChange
from concertation.web.form import line, password
from concertation.web.locale import LABELS
from concertation.web.password_form import NewPasswordForm
from concertation.web.select import DropDown, options


class NameForm(FlaskForm):
    display_name = line(
        _l("Name"),
        _l("Enter your name"),
        most=120,
        description=_l("As the desk and the journal call you."),
        render_kw={"autocomplete": "name"},
    )
    locale = DropDown(_l("Language of the mails"), choices=options(LABELS.items()))


class PasswordForm(NewPasswordForm):
    password = password(
        _l("Present password"),
        _l("Enter your present password"),
        autocomplete="current-password",
    )

    def to_wish(self, here: SignedIn, site_name: str) -> PasswordChange:
        account = here.account
        return PasswordChange(
            account_id=account.id,
            session_id=here.session_id,
            password=self.password.data or "",
            new_password=self.new_password.data or "",
            about_the_person=(account.display_name, account.email, site_name),
        )
