"""Register somebody from the desk."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired

from concertation.domain.event import LegalBasis
from concertation.domain.registration import RegistrationSource
from concertation.models import Event
from concertation.services.registration_wish import RegisterPerson
from concertation.web.answers_form import DeskAnswersForm
from concertation.web.form import address
from concertation.web.locale import LABELS
from concertation.web.select import DropDown, options


class NewcomerForm(DeskAnswersForm):
    """The answers of somebody whom the desk registers, and where to write to them."""

    email = address(_l("E-mail address"), render_kw={"autocomplete": "off"})
    locale = DropDown(_l("Language of the mails"), choices=options(LABELS.items()))
    consent = BooleanField(
        _l("This person told us that they agree to be registered for this event"),
        validators=[InputRequired(_l("Ask the person first, then tick the box"))],
    )

    def __init__(self, event: Event, *args: Any, **kw: Any) -> None:
        super().__init__(event, *args, **kw)
        if event.legal_basis is not LegalBasis.CONSENT:
            del self.consent

    def to_wish(self, event: Event, actor: str) -> RegisterPerson:
        return RegisterPerson(
            event_id=event.id,
            email=self.email.data or "",
            answers=self.to_answers(),
            locale=self.locale.data,
            consent_text=self._consent_text(event),
            source=RegistrationSource.DESK,
            actor=actor,
        )

    def _consent_text(self, event: Event) -> str:
        if event.legal_basis is not LegalBasis.CONSENT:
            return ""
        return str(self.consent.label.text)
