"""Days and times as they are typed, on the clock of a place."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import gettext as _
from wtforms import DateTimeLocalField
from wtforms.validators import InputRequired, Optional, ValidationError

from concertation.domain.local_time import (
    FIRST_YEAR,
    LAST_YEAR,
    TimeDoesNotExist,
    YearIsASlip,
    instant_of,
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
        raise ValidationError(
            _(
                "Enter a year from %(first)s to %(last)s",
                first=FIRST_YEAR,
                last=LAST_YEAR,
            )
        ) from slip


def as_typed(at: datetime | None, zone: str) -> datetime | None:
    """What a field of ours shows for an instant: the local time, without a zone."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if at else None
