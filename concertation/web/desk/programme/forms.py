from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField
from wtforms.validators import ValidationError

from concertation.models import Event, ProgrammeItem
from concertation.services.programme import ItemSheet
from concertation.web.form import line, lines
from concertation.web.moments import as_typed, instant_in, moment


class ItemForm(FlaskForm):
    title = line(_l("Title"), _l("Enter a title"), most=200)
    starts_at = moment(
        _l("Starts"), _l("Enter when this starts, such as 19/06/2017 09:30")
    )
    ends_at = moment(_l("Ends"))
    speakers = line(
        _l("Who speaks or animates"),
        "",
        most=300,
        required=False,
        description=_l("This is public: name only who agrees."),
    )
    room = line(_l("Room"), "", most=200, required=False)
    description = lines(_l("Description"), most=2000, render_kw={"rows": "3"})

    def __init__(self, event: Event, item: ProgrammeItem | None = None) -> None:
        zone = event.timezone
        last = event.programme_items[-1] if event.programme_items else None
        # The next item usually begins where the one before ends.
        begins = (last.ends_at or last.starts_at) if last else event.starts_at
        written = {"starts_at": as_typed(begins, zone)}
        if item:
            written = {
                **{name: getattr(item, name) for name in TEXTS},
                "starts_at": as_typed(item.starts_at, zone),
                "ends_at": as_typed(item.ends_at, zone),
            }
        super().__init__(data=written)
        self._event = event

    def validate_starts_at(self, field: DateTimeLocalField) -> None:
        at = self._instant(field)
        if at and not self._event.stretch.holds(at):
            raise ValidationError(_("This is outside of the event’s own hours"))

    def validate_ends_at(self, field: DateTimeLocalField) -> None:
        ends, starts = self._instant(field), self._instant(self.starts_at)
        if ends is None or starts is None:
            return
        if ends <= starts:
            raise ValidationError(_("This must end after it starts"))
        if not self._event.stretch.holds(starts, ends):
            raise ValidationError(_("This is outside of the event’s own hours"))

    def to_sheet(self) -> ItemSheet:
        starts_at = self._instant(self.starts_at)
        if starts_at is None:
            raise AssertionError("only a form that was found valid becomes a sheet")
        texts = {name: self[name].data or "" for name in TEXTS}
        return ItemSheet(
            starts_at=starts_at, ends_at=self._instant(self.ends_at), **texts
        )

    def _instant(self, field: DateTimeLocalField) -> datetime | None:
        return instant_in(field, self._event.timezone)


TEXTS = ("title", "speakers", "room", "description")
