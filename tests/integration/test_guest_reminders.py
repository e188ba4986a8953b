"""Guests are reminded by the site itself: once, in time, and moved with the event."""

from datetime import UTC, datetime, timedelta

import pytest

from concertation.clock import utc_now
from concertation.domain.errors import GuestReminderTooLate
from concertation.domain.guests import QUIET_TIME
from concertation.services.events import call_off_event, edit_event
from concertation.services.guest_answers import decline_invitation
from concertation.services.guest_mails import remind_by_itself
from tests.factories import ACTOR, FAR, NOW, make_event, make_sheet
from tests.forked import working
from tests.guests import ADA, BEN, CLEO, guest_messages, invite, link_of, make_private
from tests.programs import wait_until
from tests.smtp_server import mail_server
from tests.storm import all_at_once

pytestmark = pytest.mark.on_both_databases
DAYS = 7
CLOSES = FAR - timedelta(days=30)
DUE = CLOSES - timedelta(days=DAYS)
INSTANT = timedelta(microseconds=1)


@pytest.fixture
def event(app):
    event = make_event(registration_closes_at=CLOSES)
    return make_private(event, event.visibility, days=DAYS)


def reminded() -> list[str]:
    return [message.recipient for message in guest_messages("guest_reminded")]


def test_they_are_reminded_on_the_day_and_once(event):
    ada, _ben = invite(event, ADA, BEN)
    decline_invitation(link_of(ada), "", now=NOW)

    told = [
        remind_by_itself(now=now)
        for now in (DUE - INSTANT, DUE, DUE, DUE + timedelta(days=3))
    ]

    assert told == [0, 1, 0, 0]
    assert reminded() == [BEN]


def test_who_was_invited_late_is_left_in_peace_for_a_day_and_then_reminded(event):
    invite(event, ADA, now=DUE - timedelta(hours=1))

    told = [remind_by_itself(now=DUE + hours) for hours in (0 * QUIET_TIME, QUIET_TIME)]

    assert told == [0, 1]


def test_nobody_is_reminded_of_what_they_cannot_answer_any_more(event):
    invite(event, ADA)

    assert remind_by_itself(now=CLOSES) == 0
    call_off_event(event.id, "Neige", actor=ACTOR, now=NOW)
    assert remind_by_itself(now=DUE) == 0


def test_the_reminder_moves_with_the_end_of_registration(event):
    invite(event, ADA)
    later = make_sheet(registration_closes_at=CLOSES + timedelta(days=2))
    edit_event(event.id, later, actor=ACTOR, now=NOW)

    told = [remind_by_itself(now=DUE + timedelta(days=days)) for days in (0, 2)]

    assert told == [0, 1]


def test_days_are_those_of_the_calendar_when_the_clocks_change(app):
    """From summer to winter a day has 25 hours: the clock of the place counts."""
    closes = datetime(2099, 10, 26, 10, tzinfo=UTC)
    event = make_event(
        registration_closes_at=closes,
        starts_at=closes,
        ends_at=closes + timedelta(hours=8),
    )
    make_private(event, event.visibility, days=2)
    invite(event, ADA)
    due = datetime(2099, 10, 24, 9, tzinfo=UTC)

    assert [remind_by_itself(now=now) for now in (due - INSTANT, due)] == [0, 1]


def test_without_an_end_of_its_own_registration_ends_when_the_event_starts(app):
    event = make_event()
    make_private(event, event.visibility, days=1)
    invite(event, ADA)

    assert remind_by_itself(now=FAR - timedelta(days=1) - INSTANT) == 0
    assert remind_by_itself(now=FAR - timedelta(days=1)) == 1


@pytest.mark.usefixtures("app")
def test_a_day_that_is_past_is_refused():
    event = make_event(registration_closes_at=NOW + timedelta(days=3))

    with pytest.raises(GuestReminderTooLate):
        make_private(event, event.visibility, days=3)
    make_private(event, event.visibility, days=2)


def test_two_workers_at_once_remind_once(app, event):
    invite(event, ADA, BEN, CLEO)

    tasks = [lambda: remind_by_itself(now=DUE)] * 8
    told = [future.result() for future in all_at_once(app, tasks)]

    assert sum(told) == 3
    assert sorted(reminded()) == sorted([ADA, BEN, CLEO])


def test_the_worker_does_it(app):
    event = make_event(registration_closes_at=utc_now() + timedelta(days=3))
    make_private(event, event.visibility, days=4)
    invite(event, ADA)
    settings = app.config["SETTINGS"]

    with mail_server() as server:
        env = {
            "CONCERTATION_INSTANCE": str(settings.instance),
            "CONCERTATION_DATABASE_URL": settings.database_url,
            "CONCERTATION_SMTP_URL": server.url,
        }
        with working(env):
            wait_until(lambda: reminded() == [ADA], 20)


def test_another_number_of_days_reminds_nobody_twice(event):
    invite(event, ADA)
    remind_by_itself(now=DUE)
    make_private(event, event.visibility, days=1)

    assert remind_by_itself(now=CLOSES - timedelta(hours=12)) == 0
