"""In which format, and with which columns, a list is taken away."""

from collections.abc import Iterator, Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import InputRequired

from concertation.domain.exporting import Choice, ExportFormat
from concertation.exports.columns import Group, ListColumn, wanted_keys
from concertation.web.choice_fields import CheckBoxes
from concertation.web.select import options

FORMATS = (
    (ExportFormat.CSV, _l("CSV: opens in Excel with a double click")),
    (ExportFormat.XLSX, _l("XLSX: for Excel, keeps phone numbers as they are")),
    (ExportFormat.ODS, _l("ODS: for LibreOffice, keeps phone numbers as they are")),
    (ExportFormat.JSON, _l("JSON: for programs")),
    (
        ExportFormat.PLAIN_CSV,
        _l("Raw CSV: for programs, not to be opened in a spreadsheet"),
    ),
)
GROUPS = {
    Group.PERSON: _l("The person"),
    Group.ORGANISATION: _l("The organisation"),
    Group.REGISTRATION: _l("The registration"),
    Group.ENROLMENT: _l("The place in the group"),
    Group.ANSWERS: _l("Answers to the questions"),
}


class ExportForm(FlaskForm):
    format = RadioField(
        _l("Format"),
        choices=options((each.value, label) for each, label in FORMATS),
        validators=[InputRequired(_l("Choose a format"))],
    )
    columns = CheckBoxes(
        _l("Columns"),
        validators=[InputRequired(_l("Choose at least one column"))],
    )

    def __init__(self, offered: Sequence[ListColumn], last: Choice) -> None:
        super().__init__(
            data={
                "format": last.format.value,
                "columns": sorted(wanted_keys(offered, last)),
            }
        )
        self.columns.choices = options((each.key, str(each.title)) for each in offered)
        self._offered = offered

    def grouped(self) -> Iterator[tuple[str, list[tuple[Any, ListColumn]]]]:
        """Each group's name, and its boxes with the columns that they stand for."""
        boxes = list(zip(self.columns, self._offered, strict=True))
        for group, name in GROUPS.items():
            found = [each for each in boxes if each[1].group is group]
            if found:
                yield str(name), found

    def to_choice(self) -> Choice:
        wanted = frozenset(self.columns.data or [])
        return Choice(
            format=ExportFormat(self.format.data),
            columns=wanted,
            left_out=frozenset(each.key for each in self._offered) - wanted,
        )
