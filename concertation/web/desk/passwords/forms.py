from flask_babel import lazy_gettext as _l

from concertation.services.own_account import ForgottenPassword
from concertation.web.asked_of_people import AskedOfPeople
from concertation.web.form import address


class ForgottenForm(AskedOfPeople):
    email = address(_l("E-mail address"), render_kw={"autocomplete": "username"})

    def to_wish(self, place: str) -> ForgottenPassword:
        email = self.email.data or ""
        limits = self.limits("password", email)
        return ForgottenPassword(email=email, place=place, limits=limits)
