from datetime import datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateTimeLocalField, RadioField
from wtforms.validators import NumberRange, Optional, ValidationError

from concertation.domain.workshops import WorkshopRule
from concertation.models import Event, Workshop
from concertation.services.registration_rules import WorkshopRules
from concertation.services.workshops import WorkshopSheet
from concertation.web.form import line, lines
from concertation.web.moments import as_typed, instant_in, moment
from concertation.web.select import options
from concertation.web.whole_number import WholeNumberField

MOST_SEATS = 1_000_000
MOST_WORKSHOPS = 50


class WorkshopRulesForm(FlaskForm):
    workshop_rule = RadioField(
        _l("Each participant"),
        choices=options(
            [
                (WorkshopRule.ONE, _l("Chooses one workshop")),
                (WorkshopRule.SEVERAL, _l("Chooses one or several workshops")),
                (
                    WorkshopRule.RANKED,
                    _l("Ranks their wishes, and gets the first that still has room"),
                ),
            ]
        ),
    )
    workshops_most = WholeNumberField(
        _l("How many one may choose, or rank"),
        validators=[Optional(), NumberRange(1, MOST_WORKSHOPS)],
        description=_l("Left empty: as many as one likes."),
        render_kw={"inputmode": "numeric"},
    )
    workshops_mandatory = BooleanField(
        _l("A choice is mandatory, as long as one has room")
    )

    def __init__(self, event: Event) -> None:
        super().__init__(obj=event, data={"workshop_rule": event.workshop_rule.value})
        if not self.is_submitted():
            self.workshop_rule.data = event.workshop_rule.value

    def to_rules(self) -> WorkshopRules:
        return WorkshopRules(
            workshop_rule=WorkshopRule(self.workshop_rule.data),
            workshops_most=self.workshops_most.data,
            workshops_mandatory=self.workshops_mandatory.data,
        )


class WorkshopForm(FlaskForm):
    title = line(_l("Title"), _l("Enter a title"), most=200)
    description = lines(
        _l("Summary"),
        most=2000,
        description=_l("Two or three sentences."),
        render_kw={"rows": "3"},
    )
    room = line(_l("Room"), "", most=200, required=False)
    starts_at = moment(
        _l("Starts"), description=_l("With both times, nobody chooses two at once.")
    )
    ends_at = moment(_l("Ends"))
    seats = WholeNumberField(
        _l("Limit of seats"),
        validators=[Optional(), NumberRange(0, MOST_SEATS)],
        description=_l("Left empty: only the limit of the event."),
        render_kw={"inputmode": "numeric"},
    )

    def __init__(self, event: Event, workshop: Workshop | None = None) -> None:
        super().__init__(data=_as_written(event, workshop) if workshop else None)
        self._event = event

    def validate_starts_at(self, field: DateTimeLocalField) -> None:
        self._inside(field)

    def validate_ends_at(self, field: DateTimeLocalField) -> None:
        starts, ends = instant_in(self.starts_at, self._event.timezone), None
        ends = self._inside(field)
        if bool(starts) != bool(ends):
            raise ValidationError(_("Enter both times, or none"))
        if starts and ends and ends <= starts:
            raise ValidationError(_("The workshop must end after it starts"))

    def to_sheet(self) -> WorkshopSheet:
        zone = self._event.timezone
        return WorkshopSheet(
            title=self.title.data or "",
            description=self.description.data or "",
            room=self.room.data or "",
            starts_at=instant_in(self.starts_at, zone),
            ends_at=instant_in(self.ends_at, zone),
            seats=self.seats.data,
        )

    def _inside(self, field: DateTimeLocalField) -> datetime | None:
        at = instant_in(field, self._event.timezone)
        if at and not self._event.starts_at <= at <= self._event.ends_at:
            raise ValidationError(_("This is outside of the event’s own hours"))
        return at


def _as_written(event: Event, workshop: Workshop) -> dict[str, object]:
    zone = event.timezone
    return {
        "title": workshop.title,
        "description": workshop.description,
        "room": workshop.room,
        "starts_at": as_typed(workshop.starts_at, zone),
        "ends_at": as_typed(workshop.ends_at, zone),
        "seats": workshop.quota.seats,
    }
