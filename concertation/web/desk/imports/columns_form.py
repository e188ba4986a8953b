"""Say what each column of a file means, and what stands for what it lacks."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import Length, Optional

from concertation.domain.people_import import PersonField
from concertation.domain.typed_text import MOST_CHARACTERS
from concertation.imports.event_columns import OwnColumns, own_columns
from concertation.imports.reading import unsaid
from concertation.imports.words import FIELD_NAMES
from concertation.models import PeopleImport
from concertation.web.filters import clean_line
from concertation.web.locale import LABELS
from concertation.web.select import DropDown, options
from concertation.wording.names import category_choices, departement_choices

COLUMN = "column_"
DEFAULTS = (
    PersonField.ORGANISATION,
    PersonField.ROLE,
    PersonField.CATEGORY,
    PersonField.DEPARTEMENT,
    PersonField.LOCALE,
)


class ColumnsForm(FlaskForm):
    organisation = StringField(
        _l("Organisation, where the file has none"),
        filters=[clean_line],
        validators=[Optional(), Length(max=MOST_CHARACTERS["organisation"])],
    )
    role = StringField(
        _l("Role, where the file has none"),
        filters=[clean_line],
        validators=[Optional(), Length(max=MOST_CHARACTERS["role"])],
    )
    category = DropDown(
        _l("Kind of organisation, where the file has none"), validators=[Optional()]
    )
    departement = DropDown(
        _l("Département, where the file has none"), validators=[Optional()]
    )
    locale = DropDown(
        _l("Language of the mails, where the file has none"), validators=[Optional()]
    )

    def fill_lists(self, own: OwnColumns) -> None:
        blank = ("", _("Choose…"))
        self.category.choices = options([blank, *category_choices()])
        self.departement.choices = options([blank, *departement_choices()])
        self.locale.choices = options(LABELS.items())
        fields = [(field.value, str(name)) for field, name in FIELD_NAMES.items()]
        fields += [(each.key, each.name) for each in own.by_key.values()]
        for field in self.columns():
            field.choices = options([("", _("Not imported")), *fields])

    def columns(self) -> list[DropDown]:
        return [field for field in self if field.name.startswith(COLUMN)]

    def meant(self) -> list[str | None]:
        """What each column is said to hold."""
        return [field.data or None for field in self.columns()]

    def defaults(self) -> dict[PersonField, str]:
        values = {field: self[field.value].data or "" for field in DEFAULTS}
        return {field: value for field, value in values.items() if value}

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        self._refuse_twice()
        for field in unsaid(self.meant(), self.defaults()):
            self._ask_for(field)
        return not self.errors

    def _refuse_twice(self) -> None:
        times = Counter(field.data for field in self.columns() if field.data)
        for field in self.columns():
            if times[field.data] > 1:
                field.errors = [_("Two columns cannot hold the same: change one")]

    def _ask_for(self, field: PersonField) -> None:
        name = FIELD_NAMES[field]
        if field in DEFAULTS:
            self[field.value].errors = [
                _("%(name)s: choose a column, or what stands for it", name=name)
            ]
        else:
            self.form_errors.append(_("%(name)s: say which column holds it", name=name))


def columns_form(taken: PeopleImport) -> ColumnsForm:
    """A form with a list for each heading, and what was guessed or said before."""
    lists = {
        f"{COLUMN}{index}": DropDown(_heading(heading, index), default=column)
        for index, (heading, column) in enumerate(
            zip(taken.headings, taken.columns, strict=True)
        )
    }
    kind: type[ColumnsForm] = type("ColumnsOfThisFile", (ColumnsForm,), lists)
    form = kind(data=_said_before(taken))
    form.fill_lists(own_columns(taken.event))
    return form


def samples(
    rows: Sequence[tuple[int, Sequence[str]]], columns: int, most: int = 3
) -> list[list[str]]:
    """The first cells of each column that say anything."""
    found: list[list[str]] = [[] for _ in range(columns)]
    for _number, cells in rows:
        for sample, cell in zip(found, cells, strict=False):
            if cell.strip() and len(sample) < most and cell not in sample:
                sample.append(cell)
    return found


def _heading(heading: str, index: int) -> str:
    return heading or _("Column %(number)s, without a heading", number=index + 1)


def _said_before(taken: PeopleImport) -> dict[str, str]:
    none = {"organisation": _("none"), "role": _("none"), "locale": "fr"}
    return {**none, **taken.defaults}
