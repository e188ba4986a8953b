"""Real workers remind people, by mail that arrives, and each of them once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.reminders import ReminderRule
from concertation.models import ReminderTold
from concertation.services.reminders import ReminderSheet, add_reminder
from tests.factories import ACTOR, NOW, make_event, register
from tests.forked import working
from tests.programs import wait_until

PEOPLE = 130
"""More than one batch."""
HOUR = timedelta(hours=1)


def told() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(ReminderTold))


@pytest.mark.on_both_databases
def test_two_processes_remind_everybody_once(app, server):
    starts_at = utc_now() + HOUR
    event = make_event(starts_at=starts_at, ends_at=starts_at + HOUR, capacity=None)
    sheet = ReminderSheet(rule=ReminderRule.hours(2))
    add_reminder(event.id, sheet, actor=ACTOR, now=NOW)
    for number in range(PEOPLE):
        register(event, number)
    settings = app.config["SETTINGS"]
    env = {
        "CONCERTATION_DATABASE_URL": settings.database_url,
        "CONCERTATION_INSTANCE": str(settings.instance),
        "CONCERTATION_SMTP_URL": server.url,
    }

    with working(env) as one, working(env) as two:
        wait_until(lambda: told() == PEOPLE)
        wait_until(lambda: len(server.received) == 2 * PEOPLE)
        codes = [one.end(), two.end()]

    everybody = [f"person{number}@example.org" for number in range(PEOPLE)]
    assert sorted(server.recipients) == sorted(2 * everybody)
    assert codes == [0, 0]
