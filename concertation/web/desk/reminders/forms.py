from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, Field, Form, RadioField, TimeField
from wtforms.validators import (
    InputRequired,
    NumberRange,
    StopValidation,
    ValidationError,
)

from concertation.domain.reminders import ReminderRule
from concertation.services.reminders import ReminderSheet
from concertation.web.select import options
from concertation.web.whole_number import WholeNumberField

MOST = 365
DAYS, HOURS = "days", "hours"


def _needed_for_days(form: Form, field: Field) -> None:
    if field.raw_data and field.raw_data[0].strip():
        return
    field.errors = []
    if form["unit"].data == DAYS:
        raise StopValidation(_("Enter a time"))
    raise StopValidation


class ReminderForm(FlaskForm):
    count = WholeNumberField(
        _l("How many"),
        validators=[
            InputRequired(_l("Enter how many days or hours before")),
            NumberRange(0, MOST, _l("Enter from 0 to 365")),
        ],
        render_kw={"inputmode": "numeric"},
    )
    unit = RadioField(
        _l("Days or hours before the event starts"),
        choices=options([(DAYS, _l("Days before")), (HOURS, _l("Hours before"))]),
        default=DAYS,
    )
    at_time = TimeField(
        _l("At what time, for days"),
        format=["%H:%M", "%H:%M:%S"],
        validators=[_needed_for_days],
        description=_l("On the clock of the event’s place, such as 09:00."),
    )
    tells_waiting = BooleanField(_l("Also to those on the waiting list"))

    def validate_count(self, field: WholeNumberField) -> None:
        if self.unit.data == HOURS and field.data == 0:
            raise ValidationError(_("Enter one hour at least"))

    def to_sheet(self) -> ReminderSheet:
        count = self.count.data or 0
        if self.unit.data == HOURS or self.at_time.data is None:
            rule = ReminderRule.hours(count)
        else:
            rule = ReminderRule.days(count, self.at_time.data)
        return ReminderSheet(rule=rule, tells_waiting=self.tells_waiting.data)
