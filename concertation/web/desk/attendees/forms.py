from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired

from concertation.domain.event import LegalBasis
from concertation.domain.registration import RegistrationSource
from concertation.domain.seating import AdmissionState
from concertation.domain.stakeholders import StakeholderCategory
from concertation.models import Event
from concertation.queries.attendees import AttendeeFilter, AttendeeOrder
from concertation.services.registration import RegisterPerson
from concertation.web.answers_form import DeskAnswersForm
from concertation.web.filters import clean_line
from concertation.web.form import address
from concertation.web.locale import LABELS
from concertation.web.select import DropDown, options
from concertation.wording import category_choices, state_name

OFFERED_STATES = (
    AdmissionState.CONFIRMED,
    AdmissionState.WAITLISTED,
    AdmissionState.CANCELLED,
)


ALL = "all"


class AttendeeFilterForm(FlaskForm):
    """What the list shows: read from the address, so that it can be shared."""

    class Meta:
        csrf = False

    q = StringField(_l("Search"), filters=[clean_line])
    state = DropDown(_l("State"))
    category = DropDown(_l("Kind of organisation"))
    order = DropDown(_l("Sort by"))

    def __init__(self) -> None:
        super().__init__(formdata=request.args)
        states = [(state.value, state_name(state)) for state in OFFERED_STATES]
        self.state.choices = options(
            [("", _("Confirmed or waiting")), *states, (ALL, _("All, also cancelled"))]
        )
        self.category.choices = options([("", _("All kinds")), *category_choices()])
        self.order.choices = options(
            [
                (AttendeeOrder.NAME.value, _("Name")),
                (AttendeeOrder.ORGANISATION.value, _("Organisation")),
                (AttendeeOrder.LATEST.value, _("Latest first")),
                (AttendeeOrder.LINE.value, _("Order of arrival")),
            ]
        )

    def to_filter(self, event: Event) -> AttendeeFilter:
        """A value that is not offered is no filter: an old link still shows a list."""
        state, kind, order = self.state.data, self.category.data, self.order.data
        return AttendeeFilter(
            event_id=event.id,
            text=self.q.data or "",
            state=AdmissionState(state) if state in set(AdmissionState) else None,
            with_ended=state == ALL,
            category=StakeholderCategory(kind)
            if kind in set(StakeholderCategory)
            else None,
            order=AttendeeOrder(order)
            if order in set(AttendeeOrder)
            else AttendeeOrder.NAME,
        )


class AddAttendeeForm(DeskAnswersForm):
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
