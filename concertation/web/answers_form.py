"""The answers that a person gives when registering, and may change afterwards."""

from functools import cache
from itertools import chain
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Optional, ValidationError

from concertation.domain.stakeholders import StakeholderCategory
from concertation.domain.territory import may_be_in
from concertation.domain.typed_text import PHONE
from concertation.models import Registration
from concertation.services.registration import Answers
from concertation.web.filters import clean_line
from concertation.web.form import line, lines
from concertation.web.select import DropDown, options
from concertation.wording import (
    category_choices,
    departement_choices,
    epci_choices,
)


class AnswersForm(FlaskForm):
    given_name = line(
        _l("Given name"),
        _l("Enter the given name"),
        most=120,
        render_kw={"autocomplete": "given-name"},
    )
    family_name = line(
        _l("Family name"),
        _l("Enter the family name"),
        most=120,
        render_kw={"autocomplete": "family-name"},
    )
    organisation = line(
        _l("Organisation"),
        _l("Enter the organisation, or “none”"),
        most=200,
        description=_l(
            "Association, museum, town, company… or “none” for who comes on their own."
        ),
        render_kw={"autocomplete": "organization"},
    )
    role = line(
        _l("Role in the organisation"),
        _l("Enter the role, such as director or volunteer, or “none”"),
        most=200,
        render_kw={"autocomplete": "organization-title"},
    )
    category = DropDown(
        _l("Kind of organisation"),
        validators=[InputRequired(_l("Choose a kind of organisation"))],
    )
    departement = DropDown(
        _l("Département"), validators=[InputRequired(_l("Choose a département"))]
    )
    epci = DropDown(
        _l("Grouping of communes"),
        validators=[Optional()],
        description=_l("The métropole, agglomération or communauté de communes."),
    )
    phone = StringField(
        _l("Phone"),
        filters=[clean_line],
        validators=[Optional()],
        description=_l("Only used if something changes at the last minute."),
        render_kw={"autocomplete": "tel", "type": "tel"},
    )
    accessibility_needs = lines(
        _l("What you need to take part with ease"),
        most=2000,
        description=_l(
            "Access by wheelchair, sign language, large print… Only those who"
            " organise the event read it."
        ),
        render_kw={"rows": "3"},
    )

    def __init__(self, registration: Registration | None = None) -> None:
        super().__init__(obj=registration)
        for name, choices in _lists(str(get_locale())).items():
            self[name].choices = choices

    def validate_phone(self, field: StringField) -> None:
        if not PHONE.fullmatch(field.data or ""):
            raise ValidationError(
                _("Enter a phone number such as 03 20 00 00 00, or leave it empty")
            )

    def validate_epci(self, field: DropDown) -> None:
        if field.data and not may_be_in(field.data, self.departement.data or ""):
            raise ValidationError(
                _("This grouping is not in that département: change one of the two")
            )

    def to_answers(self) -> Answers:
        return Answers(
            given_name=self.given_name.data or "",
            family_name=self.family_name.data or "",
            organisation=self.organisation.data or "",
            role=self.role.data or "",
            category=StakeholderCategory(self.category.data),
            departement=self.departement.data,
            epci=self.epci.data or "",
            phone=self.phone.data or "",
            accessibility_needs=self.accessibility_needs.data or "",
        )


@cache
def _lists(_locale: str) -> dict[str, list[Any]]:
    """What the lists offer, made once for each language that is spoken."""
    blank = ("", _("Choose…"))
    none = ("", _("None, or I do not know"))
    return {
        "category": options([blank, *category_choices()]),
        "departement": options([blank, *departement_choices()]),
        "epci": [
            *options([none]),
            *chain.from_iterable(
                options(choices, group=departement)
                for departement, choices in epci_choices().items()
            ),
        ],
    }
