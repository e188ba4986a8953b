"""Which attendees a page is about: read from the address, so that it can be shared."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from concertation.domain.seating import AdmissionState
from concertation.models import Event
from concertation.queries.attendees import AttendeeFilter, AttendeeOrder
from concertation.web.filters import clean_line
from concertation.web.list_filter import ListFilterForm
from concertation.web.select import DropDown, options
from concertation.wording.names import (
    all_category_choices,
    all_departement_choices,
    state_name,
)

OFFERED_STATES = (
    AdmissionState.CONFIRMED,
    AdmissionState.WAITLISTED,
    AdmissionState.ASKED,
    AdmissionState.CANCELLED,
    AdmissionState.DECLINED,
)
ALL = "all"
BETTER = "better"


class AttendeeFilterForm(ListFilterForm):
    q = StringField(_l("Search"), filters=[clean_line])
    state = DropDown(_l("State"))
    category = DropDown(_l("Kind of organisation"))
    departement = DropDown(_l("Département"))
    workshop = DropDown(_l("Workshop"))
    wish = DropDown(_l("Wishes"))
    order = DropDown(_l("Sort by"))

    def __init__(self, given: MultiDict[str, str] | None = None) -> None:
        super().__init__(given)
        states = [(state.value, state_name(state)) for state in OFFERED_STATES]
        self.state.choices = options(
            [
                ("", _("All but those who left")),
                *states,
                (ALL, _("All, also cancelled")),
            ]
        )
        self.departement.choices = options(
            [("", _("All of them")), *all_departement_choices()]
        )
        self.workshop.choices = options([("", _("All of them"))])
        self.category.choices = options([("", _("All kinds")), *all_category_choices()])
        self.wish.choices = options(
            [("", _("All of them")), (BETTER, _("Could have a better one"))]
        )
        self.order.choices = options(
            [
                (AttendeeOrder.NAME.value, _("Name")),
                (AttendeeOrder.ORGANISATION.value, _("Organisation")),
                (AttendeeOrder.LATEST.value, _("Latest first")),
                (AttendeeOrder.LINE.value, _("Order of arrival")),
            ]
        )

    def offer_workshops(self, event: Event) -> None:
        """Also those that are offered no more: some may still have them."""
        offered = [(str(each.id), each.title) for each in event.workshops]
        self.workshop.choices = options([("", _("All of them")), *offered])

    def to_filter(self, event: Event) -> AttendeeFilter:
        """A value that is not offered is no filter: an old link still shows a list."""
        state, kind, order = self.state.data, self.category.data, self.order.data
        place = self.departement.data
        quotas = {str(each.id): each.quota_id for each in event.workshops}
        return AttendeeFilter(
            event_id=event.id,
            text=self.q.data or "",
            state=AdmissionState(state) if state in set(AdmissionState) else None,
            with_ended=state == ALL,
            category=kind if kind in dict(all_category_choices()) else "",
            departement=place if place in dict(all_departement_choices()) else "",
            quota_id=quotas.get(self.workshop.data),
            could_do_better=self.wish.data == BETTER,
            order=AttendeeOrder(order)
            if order in set(AttendeeOrder)
            else AttendeeOrder.NAME,
        )

    def narrowing(self) -> tuple[DropDown, ...]:
        return self.category, self.departement, self.workshop, self.wish
