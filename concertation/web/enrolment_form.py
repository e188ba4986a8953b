"""What somebody fills in to enrol in the groups of a phase."""

from typing import Any, Self

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired

from concertation.domain.event import LegalBasis
from concertation.models import Process
from concertation.services.enrolment_wish import EnrolPerson
from concertation.web.asked_of_people import TakesTime
from concertation.web.details_form import DetailsForm
from concertation.web.enrolment_offering import Offering
from concertation.web.form import address
from concertation.web.group_fields import groups_data, groups_field
from concertation.web.registration_form import browser_key
from concertation.web.workshop_fields import chosen_ids


class EnrolmentForm(TakesTime, DetailsForm):
    """Checks the shape of it; the service decides on the seats."""

    email = address(
        _l("E-mail address"),
        description=_l("We send the confirmation there. It is never published."),
        render_kw={"autocomplete": "email", "inputmode": "email"},
    )
    consent = BooleanField(
        _l("I agree that the organiser keeps these answers to hold this consultation"),
        validators=[
            InputRequired(_l("Tick the box to agree, or write to the organiser"))
        ],
    )

    @classmethod
    def at(cls, offering: Offering, group: str = "") -> Self:
        """The group of this address, or the only one, is chosen beforehand."""
        process, offers = offering.process, offering.offers
        form = cls.made_of(process, None, {"groups": groups_field(process, offers)})
        form.phase_id = offering.phase.id
        proposed = [each.id for each in offers if each.group.slug == group]
        if len(offers) == 1:
            proposed = [offers[0].id]
        if proposed and not form.is_submitted():
            form["groups"].data = groups_data(process, proposed)
        return form

    def __init__(self, process: Process, *args: Any, **kw: Any) -> None:
        super().__init__(process, *args, **kw)
        self.phase_id = 0
        if process.legal_basis is not LegalBasis.CONSENT:
            del self.consent

    def to_wish(self) -> EnrolPerson:
        email = self.email.data or ""
        return EnrolPerson(
            process_id=self.process.id,
            phase_id=self.phase_id,
            offer_ids=chosen_ids(self["groups"].data),
            email=email,
            details=self.to_details(),
            locale=str(get_locale()),
            consent_text=self._consent_text(),
            browser_key=browser_key(),
            limits=self.limits(f"process {self.process.id}", email),
        )

    def _consent_text(self) -> str:
        """What was agreed to, word for word, to be kept as its proof."""
        if self.process.legal_basis is not LegalBasis.CONSENT:
            return ""
        return str(self.consent.label.text)
