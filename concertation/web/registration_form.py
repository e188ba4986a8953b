"""What somebody fills in to register for an event."""

from hashlib import sha256
from typing import Any

from flask import session
from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired

from concertation.domain.event import LegalBasis
from concertation.models import Event
from concertation.services.guest_answers import InvitationLink
from concertation.services.registration_wish import RegisterPerson
from concertation.web.answers_form import AnswersForm
from concertation.web.asked_of_people import TakesTime
from concertation.web.form import address


def browser_key() -> str:
    """Made of the random number that the form's token rests on; no form, no key."""
    number = session.get("csrf_token", "")
    return sha256(number.encode()).hexdigest() if number else ""


class RegistrationForm(TakesTime, AnswersForm):
    """Checks the shape of the answers; the service decides on the seat."""

    email = address(
        _l("E-mail address"),
        description=_l("We send the confirmation there. It is never published."),
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )
    consent = BooleanField(
        _l("I agree that the organiser keeps these answers to hold this event"),
        validators=[
            InputRequired(_l("Tick the box to agree, or write to the organiser"))
        ],
    )

    def __init__(self, event: Event, *args: Any, **kw: Any) -> None:
        super().__init__(event, *args, **kw)
        if event.legal_basis is not LegalBasis.CONSENT:
            del self.consent

    def to_wish(self) -> RegisterPerson:
        return self.wish_of(self.email.data or "")

    def wish_of(
        self, email: str, *, invitation: InvitationLink | None = None
    ) -> RegisterPerson:
        return RegisterPerson(
            event_id=self.event.id,
            email=email,
            invitation=invitation,
            answers=self.to_answers(),
            locale=str(get_locale()),
            consent_text=self._consent_text(),
            browser_key=browser_key(),
            limits=self.limits(f"event {self.event.id}", email),
        )

    def _consent_text(self) -> str:
        """What was agreed to, word for word, to be kept as its proof."""
        if self.event.legal_basis is not LegalBasis.CONSENT:
            return ""
        return str(self.consent.label.text)
