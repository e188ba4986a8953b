from datetime import timedelta

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField, DateTimeLocalField, HiddenField
from wtforms.validators import ValidationError

from concertation.domain.local_time import local_time_of
from concertation.models import Phase, Process
from concertation.services.phases import PhaseSheet
from concertation.web.form import differing_labels, line, lines
from concertation.web.moments import (
    as_typed,
    day,
    instant_in,
    midnight_of,
    moment,
    refuse_year_that_is_a_slip,
)

AN_INSTANT = timedelta(microseconds=1)


class PhaseForm(FlaskForm):
    version = HiddenField()
    """What the phase was when this form was opened."""
    title = line(_l("Title"), _l("Enter a title"), most=200)
    summary = lines(
        _l("Summary"),
        most=20_000,
        description=_l("What happens in this phase, and what comes out of it."),
        render_kw={"rows": "4"},
    )
    first_day = day(_l("First day"), _l("Enter the first day, such as 19/06/2017"))
    last_day = day(_l("Last day"), _l("Enter the last day, such as 30/09/2017"))
    enrolment_opens_at = moment(
        _l("Enrolment opens"),
        description=_l("Empty: when the phase starts. It may open before."),
    )
    enrolment_closes_at = moment(
        _l("Enrolment closes"), description=_l("Empty: when the phase is over.")
    )

    def __init__(self, process: Process, phase: Phase | None = None) -> None:
        zone = process.timezone
        super().__init__(data=_as_written(phase, zone) if phase else None)
        self.zone = zone

    def validate_first_day(self, field: DateField) -> None:
        refuse_year_that_is_a_slip(field)

    def validate_last_day(self, field: DateField) -> None:
        refuse_year_that_is_a_slip(field)
        if self.first_day.data and field.data and field.data < self.first_day.data:
            raise ValidationError(_("The last day must not be before the first one"))

    def validate_enrolment_opens_at(self, field: DateTimeLocalField) -> None:
        instant_in(field, self.zone)

    def validate_enrolment_closes_at(self, field: DateTimeLocalField) -> None:
        closes = instant_in(field, self.zone)
        opens = instant_in(self.enrolment_opens_at, self.zone)
        if closes and opens and closes <= opens:
            raise ValidationError(_("Enrolment must close after it opens"))

    def to_sheet(self) -> PhaseSheet:
        return PhaseSheet(
            title=self.title.data or "",
            summary=self.summary.data or "",
            starts_at=midnight_of(self.first_day, self.zone),
            ends_at=midnight_of(self.last_day, self.zone, days_later=1),
            enrolment_opens_at=instant_in(self.enrolment_opens_at, self.zone),
            enrolment_closes_at=instant_in(self.enrolment_closes_at, self.zone),
        )

    def differing_from(self, phase: Phase) -> list[str]:
        return differing_labels(self, _as_written(phase, self.zone))


def _as_written(phase: Phase, zone: str) -> dict[str, object]:
    return {
        "version": phase.version,
        "title": phase.title,
        "summary": phase.summary,
        "first_day": local_time_of(phase.starts_at, zone).date(),
        "last_day": local_time_of(phase.ends_at - AN_INSTANT, zone).date(),
        "enrolment_opens_at": as_typed(phase.enrolment_opens_at, zone),
        "enrolment_closes_at": as_typed(phase.enrolment_closes_at, zone),
    }
