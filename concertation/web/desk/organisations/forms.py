from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, Length, Optional, ValidationError

from concertation.domain.exporting import ExportFormat
from concertation.domain.organisation import MOST_NAME
from concertation.domain.territory import may_be_in
from concertation.models import Organisation
from concertation.queries.directory import DirectoryFilter, DirectoryOrder, Seen
from concertation.services.directory import OrganisationSheet
from concertation.web.checks import check_siret, check_web_address
from concertation.web.filters import clean_line
from concertation.web.form import line
from concertation.web.list_filter import name_of
from concertation.web.offered_lists import offer_lists
from concertation.web.select import DropDown, options
from concertation.wording.names import all_category_choices, all_departement_choices


class DirectoryFilterForm(FlaskForm):
    """What is searched and chosen, read from the address so that it can be shared."""

    class Meta:
        csrf = False

    q = StringField(
        _l("Search"), filters=[clean_line], description=_l("By name or SIRET number")
    )
    category = DropDown(_l("Kind of organisation"))
    departement = DropDown(_l("Département"))
    seen = DropDown(_l("State"))
    order = DropDown(_l("Sort by"))

    def __init__(self, given: MultiDict[str, str] | None = None) -> None:
        """Read from the page's address, unless another source is given."""
        super().__init__(formdata=request.args if given is None else given)
        self.category.choices = options([("", _("All kinds")), *all_category_choices()])
        self.departement.choices = options(
            [("", _("All of them")), *all_departement_choices()]
        )
        self.seen.choices = options(
            [
                ("", _("All of them")),
                (Seen.NO.value, _("To be looked at")),
                (Seen.YES.value, _("Listed")),
            ]
        )
        self.order.choices = options(
            [
                (DirectoryOrder.NAME.value, _("Name")),
                (DirectoryOrder.LATEST.value, _("Latest first")),
                (DirectoryOrder.PEOPLE.value, _("Most people first")),
            ]
        )

    def to_filter(self) -> DirectoryFilter:
        """A value that is not offered is no filter: an old link still shows a list."""
        kind, place = self.category.data, self.departement.data
        seen, order = self.seen.data, self.order.data
        return DirectoryFilter(
            text=self.q.data or "",
            category=kind if kind in dict(all_category_choices()) else "",
            departement=place if place in dict(all_departement_choices()) else "",
            seen=Seen(seen) if seen in set(Seen) else None,
            order=DirectoryOrder(order)
            if order in set(DirectoryOrder)
            else DirectoryOrder.NAME,
        )

    def chosen(self) -> list[str]:
        """Which of all are listed, and how, in the words of the page."""
        lists = (self.category, self.departement, self.seen, self.order)
        words = [self.q.data or "", *(name_of(each) for each in lists if each.data)]
        return list(filter(None, words))

    def in_address(self) -> dict[str, Any]:
        """What stands in the address of another page about the same list."""
        return {field.name: field.data for field in self if field.data}


class OrganisationForm(FlaskForm):
    version = HiddenField()
    name = line(_l("Name"), _l("Enter the name of the organisation"), most=MOST_NAME)
    siret = StringField(
        _l("SIRET number"),
        filters=[clean_line],
        validators=[Optional(), check_siret],
        description=_l("The 14 digits on the organisation’s papers."),
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    category = DropDown(
        _l("Kind of organisation"),
        validators=[InputRequired(_l("Choose a kind of organisation"))],
    )
    departement = DropDown(
        _l("Département"), validators=[InputRequired(_l("Choose a département"))]
    )
    epci = DropDown(_l("Grouping of communes"), validators=[Optional()])
    city = line(_l("Town"), "", most=120, required=False)
    website = StringField(
        _l("Website"),
        filters=[clean_line],
        validators=[Optional(), Length(max=300), check_web_address],
        description=_l("An address such as https://www.example.org"),
    )
    is_another = BooleanField(_l("None of these: it is another organisation"))

    def __init__(self, organisation: Organisation | None = None) -> None:
        super().__init__(obj=organisation)
        self._kept_epci = organisation.epci if organisation else ""
        offer_lists(self, organisation)
        if organisation:
            del self.is_another

    def validate_epci(self, field: DropDown) -> None:
        if field.data and not may_be_in(field.data, self.departement.data or ""):
            raise ValidationError(
                _("This grouping is not in that département: change one of the two")
            )

    def to_sheet(self) -> OrganisationSheet:
        return OrganisationSheet(
            name=self.name.data or "",
            siret=self.siret.data or "",
            category=self.category.data,
            departement=self.departement.data,
            epci=self.epci.data or "" if "epci" in self else self._kept_epci,
            city=self.city.data or "",
            website=self.website.data or "",
        )


class OtherForm(FlaskForm):
    """The search for the double of an organisation."""

    class Meta:
        csrf = False

    q = StringField(_l("Name or SIRET number"), filters=[clean_line])

    def __init__(self) -> None:
        super().__init__(formdata=request.args)


class DirectoryExportForm(FlaskForm):
    format = DropDown(
        _l("Format"),
        choices=options(
            (each.value, each.value.upper())
            for each in ExportFormat
            if each is not ExportFormat.PLAIN_CSV
        ),
    )

    @property
    def wanted(self) -> ExportFormat:
        return ExportFormat(self.format.data)
