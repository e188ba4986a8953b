from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from concertation.services.personal_space import SpaceRequest
from concertation.web.asked_of_people import AskedOfPeople
from concertation.web.form import address


class SpaceRequestForm(AskedOfPeople):
    email = address(
        _l("E-mail address"),
        description=_l(
            "The one that you gave when you registered, or at which you were invited."
        ),
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )

    def to_wish(self, place: str) -> SpaceRequest:
        email = self.email.data or ""
        return SpaceRequest(
            email=email,
            locale=str(get_locale()),
            place=place,
            limits=self.limits("space", email),
        )
