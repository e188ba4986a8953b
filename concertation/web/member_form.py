"""What the desk fills in about somebody of a process: to enrol or to correct them."""

from typing import Any, ClassVar

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import InputRequired

from concertation.domain.enrolment import EnrolmentSource
from concertation.domain.event import LegalBasis
from concertation.domain.questions import Audience
from concertation.models import GroupOffer, Process
from concertation.services.enrolment_wish import EnrolPerson
from concertation.web.details_form import DetailsForm
from concertation.web.form import address
from concertation.web.locale import LABELS
from concertation.web.select import DropDown, options


class DeskDetailsForm(DetailsForm):
    """With the questions that only the desk answers."""

    audiences: ClassVar[frozenset[Audience]] = frozenset(Audience)

    def notice_read(self) -> str:
        """Somebody else has it before their eyes."""
        return ""


class NewMemberForm(DeskDetailsForm):
    email = address(_l("E-mail address"), render_kw={"autocomplete": "off"})
    locale = DropDown(_l("Language of the mails"), choices=options(LABELS.items()))
    consent = BooleanField(
        _l("This person told us that they agree to take part in this consultation"),
        validators=[InputRequired(_l("Ask the person first, then tick the box"))],
    )

    def __init__(self, process: Process, *args: Any, **kw: Any) -> None:
        super().__init__(process, *args, **kw)
        if process.legal_basis is not LegalBasis.CONSENT:
            del self.consent

    def to_wish(
        self, offer: GroupOffer, actor: str, within: frozenset[int] | None
    ) -> EnrolPerson:
        return EnrolPerson(
            process_id=offer.process_id,
            phase_id=offer.phase_id,
            offer_ids=(offer.id,),
            email=self.email.data or "",
            details=self.to_details(),
            locale=self.locale.data,
            consent_text=str(self.consent.label.text) if "consent" in self else "",
            within=within,
            source=EnrolmentSource.DESK,
            actor=actor,
        )
