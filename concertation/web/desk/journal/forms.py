from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import DateField
from wtforms.validators import Optional

from concertation.domain.actor import PARTICIPANT, SYSTEM
from concertation.queries.audit import JournalFilter, account_names
from concertation.queries.events import all_events
from concertation.web.select import DropDown, options
from concertation.wording.journal import ACTION_NAMES

TIMEZONE = "Europe/Paris"
"""On whose clock a day of the journal begins."""


class JournalFilterForm(FlaskForm):
    """What the journal shows: read from the address, so that it can be shared."""

    class Meta:
        csrf = False

    actor = DropDown(_l("Who"))
    action = DropDown(_l("Action"))
    event = DropDown(_l("Event"))
    since = DateField(_l("From"), validators=[Optional()])
    until = DateField(_l("To, this day included"), validators=[Optional()])

    def __init__(self) -> None:
        super().__init__(formdata=request.args)
        people = sorted(account_names().items(), key=lambda named: named[1].casefold())
        self.actor.choices = options(
            [
                ("", _("Everybody")),
                *people,
                (PARTICIPANT, _("The registered people themselves")),
                (SYSTEM, _("The site itself")),
            ]
        )
        named = sorted((str(name), action) for action, name in ACTION_NAMES.items())
        self.action.choices = options(
            [("", _("All actions")), *((action, name) for name, action in named)]
        )
        events = [(str(event.id), event.title) for event in all_events()]
        self.event.choices = options([("", _("All events")), *events])

    def to_filter(self) -> JournalFilter:
        """A value that is not offered is no filter: an old link still shows a page."""
        event = _offered(self.event)
        return JournalFilter(
            actor=_offered(self.actor),
            action=_offered(self.action),
            event_id=int(event) if event else None,
            since=_midnight(self.since.data),
            until=_midnight(self.until.data, days=1),
        )


def _offered(field: DropDown) -> str:
    offered = {getattr(choice, "value", "") for choice in field.choices or []}
    return field.data if field.data in offered else ""


def _midnight(day: date | None, *, days: int = 0) -> datetime | None:
    if day is None or day.year < date.min.year + 1 or day.year >= date.max.year:
        return None
    zone = ZoneInfo(TIMEZONE)
    return datetime.combine(day + timedelta(days=days), time(), zone)
