"""Days and times as they are typed, on the clock of a place."""

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from wtforms import DateField, DateTimeLocalField
from wtforms.validators import InputRequired, Optional, ValidationError

from concertation.domain.local_time import (
    FIRST_YEAR,
    LAST_YEAR,
    TimeDoesNotExist,
    YearIsASlip,
    instant_of,
    nearest_instant_of,
)

WRITTEN_TIMES = ["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%d/%m/%Y %H:%M"]


def moment(
    label: str, message: str = "", *, description: str = ""
) -> DateTimeLocalField:
    """A local day and time, in the event's own zone; mandatory with a message."""
    checks = [InputRequired(message)] if message else [Optional()]
    return DateTimeLocalField(
        label, format=WRITTEN_TIMES, validators=checks, description=description
    )


def day(label: str, message: str) -> DateField:
    """A day of the calendar, without an hour; mandatory."""
    return DateField(
        label, format=["%Y-%m-%d", "%d/%m/%Y"], validators=[InputRequired(message)]
    )


def refuse_year_that_is_a_slip(field: DateField) -> None:
    """Raise `ValidationError` for the year 17, and for others that nobody means."""
    if field.data and not FIRST_YEAR <= field.data.year <= LAST_YEAR:
        raise _slip()


def midnight_of(field: DateField, zone: str, *, days_later: int = 0) -> datetime:
    """When the day that was typed begins there, or the one so many days later."""
    if field.data is None:
        raise ValueError("a day that is mandatory was not validated")
    start = datetime.combine(field.data, time.min) + timedelta(days=days_later)
    return nearest_instant_of(start, zone)


def instant_in(field: DateTimeLocalField, zone: str) -> datetime | None:
    """The aware instant; None for what is empty or wrong already.

    Raises `ValidationError` for an hour that the clocks jump over, or a slip.
    """
    if field.data is None or field.errors:
        return None
    try:
        return instant_of(field.data, zone)
    except TimeDoesNotExist as gap:
        raise ValidationError(
            _("Clocks jump over this hour on that day: choose another time")
        ) from gap
    except YearIsASlip as slip:
        raise _slip() from slip


def as_typed(at: datetime | None, zone: str) -> datetime | None:
    """What a field of ours shows for an instant: the local time, without a zone."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if at else None


def _slip() -> ValidationError:
    return ValidationError(
        _("Enter a year from %(first)s to %(last)s", first=FIRST_YEAR, last=LAST_YEAR)
    )
