"""The reminders of an event at the desk."""

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.reminders import ReminderRule
from concertation.models import Reminder
from concertation.services.reminders import ReminderSheet, add_reminder
from tests.factories import ACTOR, FAR, NOW, make_event

URL = "/bureau/evenements/ouverture/rappels"


def test_one_is_set_shown_and_deleted(desk):
    make_event()
    form = {"count": "2", "unit": "days", "at_time": "09:00"}

    assert desk.post(URL, data=form).status_code == 303
    [reminder] = db.session.scalars(select(Reminder)).all()
    assert reminder.due_at == FAR.replace(day=17, hour=7, minute=0)
    page = desk.get(URL).text
    assert "2 jours avant, à 09:00" in page
    assert "17/06/2099 09:00" in page
    url = f"{URL}/{reminder.id}/supprimer"
    assert desk.post(url).status_code == 303
    assert db.session.scalars(select(Reminder)).all() == []


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"count": "", "unit": "hours"}, "Enter how many"),
        ({"count": "2", "unit": "days"}, "Enter a time"),
        ({"count": "0", "unit": "hours"}, "Enter one hour at least"),
        ({"count": "0", "unit": "days", "at_time": "23:00"}, "would never go out"),
        ({"count": "400", "unit": "days", "at_time": "9:00"}, "from 0 to 365"),
    ],
)
def test_what_is_wrong_is_said(desk, form, told):
    make_event()

    answer = desk.post(f"{URL}?lang=en", data=form)

    assert answer.status_code == 422
    assert told in answer.text


def test_more_reminders_cost_no_more_queries(desk, app, counted_queries):
    event = make_event()
    counts = []
    for number in range(1, 4):
        sheet = ReminderSheet(rule=ReminderRule.hours(number))
        add_reminder(event.id, sheet, actor=ACTOR, now=NOW)
        with counted_queries() as statements:
            desk.get(URL)
        counts.append(len(statements))

    assert counts[0] == counts[2]
