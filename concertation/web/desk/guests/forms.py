from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import ValidationError

from concertation.domain.exporting import ExportFormat
from concertation.domain.guests import MOST_LINES, GuestState
from concertation.models import Event
from concertation.queries.guests import GuestFilter
from concertation.services.guests import AddGuests
from concertation.web.filters import clean_line, clean_text
from concertation.web.form import lines
from concertation.web.locale import LABELS
from concertation.web.select import DropDown, options
from concertation.wording.names import GUEST_STATE_NAMES

MOST_CHARACTERS = 200_000
FOR_PEOPLE = (ExportFormat.XLSX, ExportFormat.ODS, ExportFormat.CSV)


class GuestFilterForm(FlaskForm):
    class Meta:
        csrf = False

    q = StringField(_l("Search"), filters=[clean_line])
    state = DropDown(_l("State"))

    def __init__(self) -> None:
        super().__init__(formdata=request.args)
        states = [(state.value, name) for state, name in GUEST_STATE_NAMES.items()]
        self.state.choices = options([("", _("All of them")), *states])

    def to_filter(self, event: Event) -> GuestFilter:
        """A value that is not offered is no filter: an old link still shows a list."""
        state = self.state.data
        return GuestFilter(
            event_id=event.id,
            text=self.q.data or "",
            state=GuestState(state) if state in set(GuestState) else None,
        )

    def in_address(self) -> dict[str, Any]:
        return {field.name: field.data for field in self if field.data}


def pasted(value: str | None) -> str:
    """A spreadsheet parts its cells by tabs; here they are parted by semicolons."""
    return clean_text((value or "").replace("\t", ";"))


class AddForm(FlaskForm):
    text = lines(
        _l("People to invite, one a line"),
        _l("Write or paste at least one address"),
        most=MOST_CHARACTERS,
        required=True,
        clean=pasted,
        render_kw={"rows": "10"},
    )
    locale = DropDown(_l("Language of the mails"), choices=options(LABELS.items()))

    def validate_text(self, field: Any) -> None:
        if len(field.data.splitlines()) > MOST_LINES:
            raise ValidationError(
                _("Paste at most %(most)s lines at a time", most=MOST_LINES)
            )

    def to_wish(self, event: Event) -> AddGuests:
        return AddGuests(
            event_id=event.id, text=self.text.data or "", locale=self.locale.data
        )


class GuestExportForm(FlaskForm):
    format = DropDown(
        _l("Format"),
        choices=options((each.value, each.value.upper()) for each in FOR_PEOPLE),
    )

    @property
    def wanted(self) -> ExportFormat:
        return ExportFormat(self.format.data)
