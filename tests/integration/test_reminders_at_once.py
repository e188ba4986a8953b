"""Two reminders that fell on the same instant, which adding one would refuse."""

from datetime import time, timedelta

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.reminders import ReminderRule
from concertation.models import Reminder
from concertation.services.events import edit_event
from concertation.services.reminders import (
    ReminderSheet,
    add_reminder,
    send_due_reminders,
)
from tests.factories import ACTOR, FAR, NOW, make_event, make_sheet, register
from tests.promised import recipients

HOUR = timedelta(hours=1)
BY = {"actor": ACTOR, "now": NOW}
A_DAY = ReminderRule.hours(24)
THE_DAY_BEFORE = ReminderRule.days(1, time(10, 30))
"""An hour later, until the event starts an hour later."""


@pytest.mark.on_both_databases
def test_they_tell_each_person_once(app):
    event = make_event(capacity=1)
    add_reminder(event.id, ReminderSheet(rule=A_DAY), **BY)
    wider = ReminderSheet(rule=THE_DAY_BEFORE, tells_waiting=True)
    add_reminder(event.id, wider, **BY)
    for number in (1, 2):
        register(event, number)
    there = FAR + HOUR
    edit_event(event.id, make_sheet(starts_at=there, ends_at=there + HOUR), **BY)

    while send_due_reminders(now=there - 24 * HOUR):
        pass

    due = db.session.scalars(select(Reminder.due_at)).all()
    assert due == [there - 24 * HOUR] * 2
    assert recipients("event_reminder") == [
        "person1@example.org",
        "person2@example.org",
    ]
