from collections.abc import Iterable
from datetime import date

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import DateField, DateTimeLocalField, RadioField
from wtforms.validators import NumberRange, Optional, ValidationError

from concertation.domain.local_time import local_time_of
from concertation.domain.recurrence import MOST_DATES, Recurrence, dates_after
from concertation.models import Event
from concertation.services.copying import CopyWish, SeriesWish
from concertation.web.form import line
from concertation.web.moments import as_typed, instant_in, moment
from concertation.web.select import options
from concertation.web.whole_number import WholeNumberField


class CopyForm(FlaskForm):
    title = line(_l("Title"), _l("Enter a title"), most=200)
    starts_at = moment(
        _l("The copy starts"),
        _l("Enter when the copy starts, such as 19/06/2017 09:30"),
    )

    def __init__(self, event: Event) -> None:
        starts_at = as_typed(event.starts_at, event.timezone)
        super().__init__(data={"title": event.title, "starts_at": starts_at})
        self._event = event

    def validate_starts_at(self, field: DateTimeLocalField) -> None:
        if instant_in(field, self._event.timezone) == self._event.starts_at:
            raise ValidationError(_("The event itself starts then: choose another day"))

    def to_wish(self) -> CopyWish:
        starts_at = instant_in(self.starts_at, self._event.timezone)
        if starts_at is None:
            raise AssertionError("only a form that was found valid becomes a wish")
        return CopyWish(
            event_id=self._event.id, title=self.title.data or "", starts_at=starts_at
        )


class RecurrenceForm(FlaskForm):
    """Asks for the dates; it only shows them, so it is read from the address."""

    class Meta:
        csrf = False

    rule = RadioField(
        _l("How often"),
        choices=options(
            [
                (Recurrence.WEEKLY, _l("Every week")),
                (Recurrence.FORTNIGHTLY, _l("Every two weeks")),
                (
                    Recurrence.MONTHLY_WEEKDAY,
                    _l("Every month, on the same weekday (such as the third Thursday)"),
                ),
                (
                    Recurrence.MONTHLY_DATE,
                    _l("Every month, on the same date (such as the 19th)"),
                ),
            ]
        ),
        default=Recurrence.WEEKLY.value,
    )
    count = WholeNumberField(
        _l("Number of dates to add"),
        validators=[Optional(), NumberRange(1, MOST_DATES, _l("Enter from 1 to 60"))],
        render_kw={"inputmode": "numeric"},
    )
    until = DateField(
        _l("Or until"), format=["%Y-%m-%d", "%d/%m/%Y"], validators=[Optional()]
    )

    def __init__(self) -> None:
        super().__init__(formdata=request.args if "rule" in request.args else None)

    @property
    def is_sent(self) -> bool:
        return "rule" in request.args

    def validate_rule(self, field: RadioField) -> None:
        if field.errors:
            return
        if (
            self.count.data is None
            and self.until.data is None
            and not (self.count.raw_data and self.count.raw_data[0])
        ):
            raise ValidationError(
                _("Enter a number of dates, or until when there shall be some")
            )

    def dates_of(self, event: Event) -> list[date] | None:
        """None where nothing was asked, or nothing that makes sense."""
        if not self.is_sent or not self.validate():
            return None
        first = local_time_of(event.starts_at, event.timezone).date()
        rule = Recurrence(self.rule.data)
        return dates_after(first, rule, count=self.count.data, until=self.until.data)


class DatesForm(FlaskForm):
    """The dates that were ticked among those that are shown."""

    def to_wish(
        self, event: Event, sent: MultiDict[str, str], shown: Iterable[date]
    ) -> SeriesWish:
        """What was not shown is left out, be it a date or not."""
        ticked = set(sent.getlist("day"))
        days = tuple(day for day in shown if day.isoformat() in ticked)
        return SeriesWish(event_id=event.id, days=days)
