"""Which members a page is about: read from the address, so that it can be shared."""

from collections.abc import Iterable

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms import StringField

from concertation.domain.enrolment import Standing
from concertation.queries.group_figures import OrganisationInGroup
from concertation.queries.member_rows import MemberFilter, MemberOrder
from concertation.web.addresses import key_in
from concertation.web.filters import clean_line
from concertation.web.list_filter import ListFilterForm
from concertation.web.select import DropDown, options
from concertation.wording.enrolment import standing_name
from concertation.wording.names import all_category_choices, all_departement_choices

ALL = "all"


class MemberFilterForm(ListFilterForm):
    q = StringField(_l("Search"), filters=[clean_line])
    state = DropDown(_l("State"))
    category = DropDown(_l("Kind of organisation"))
    departement = DropDown(_l("Département"))
    organisation = DropDown(_l("Organisation"))
    order = DropDown(_l("Sort by"))

    def __init__(self, given: MultiDict[str, str] | None = None) -> None:
        super().__init__(given)
        states = [(each.value, standing_name(each)) for each in Standing]
        self.state.choices = options(
            [
                ("", _("All but those who left")),
                *states,
                (ALL, _("All, also those who left")),
            ]
        )
        everywhere = ("", _("All of them"))
        self.departement.choices = options([everywhere, *all_departement_choices()])
        self.category.choices = options([("", _("All kinds")), *all_category_choices()])
        self.organisation.choices = options([("", _("All organisations"))])
        self.order.choices = options(
            [
                (MemberOrder.NAME.value, _("Name")),
                (MemberOrder.ORGANISATION.value, _("Organisation")),
                (MemberOrder.LATEST.value, _("Latest first")),
                (MemberOrder.LINE.value, _("Order of arrival")),
            ]
        )

    def offer_organisations(self, found: Iterable[OrganisationInGroup]) -> None:
        named = [(str(each.id), each.name) for each in found]
        self.organisation.choices = options([("", _("All organisations")), *named])

    def to_filter(
        self, process_id: int, phase_id: int | None = None, offer_id: int | None = None
    ) -> MemberFilter:
        """A value that is not offered is no filter: an old link still shows a list."""
        state, kind, place = self.state.data, self.category.data, self.departement.data
        order, organisation = self.order.data, self.organisation.data or ""
        return MemberFilter(
            process_id=process_id,
            phase_id=phase_id,
            offer_id=offer_id,
            text=self.q.data or "",
            standing=Standing(state) if state in set(Standing) else None,
            with_ended=state == ALL,
            category=kind if kind in dict(all_category_choices()) else "",
            departement=place if place in dict(all_departement_choices()) else "",
            organisation_id=key_in(organisation),
            order=MemberOrder(order) if order in set(MemberOrder) else MemberOrder.NAME,
        )

    def narrowing(self) -> tuple[DropDown, ...]:
        return self.category, self.departement, self.organisation
