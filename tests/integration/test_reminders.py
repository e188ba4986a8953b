"""Reminders: at their instant or late, before the start, to each person once."""

import threading
from datetime import time, timedelta

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.errors import ReminderTooLate
from concertation.domain.reminders import ReminderRule
from concertation.models import Event, Reminder, ReminderTold
from concertation.services import reminders as service
from concertation.services.events import call_off_event, edit_event
from concertation.services.registration import cancel_registration
from concertation.services.reminders import (
    ReminderSheet,
    add_reminder,
    delete_reminder,
    send_due_reminders,
)
from tests.factories import (
    ACTOR,
    FAR,
    NOW,
    make_draft,
    make_event,
    make_sheet,
    register,
)
from tests.promised import messages, recipients

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
A_MOMENT = timedelta(seconds=1)
DUE = FAR - 24 * HOUR
ON_TIME = DUE + A_MOMENT
BY = {"actor": ACTOR, "now": NOW}


def remind(event: Event, hours: int = 24, *, now=NOW, **changes) -> int:
    sheet = ReminderSheet(rule=ReminderRule.hours(hours), **changes)
    return add_reminder(event.id, sheet, actor=ACTOR, now=now)


def send_all(now=ON_TIME) -> None:
    while send_due_reminders(now=now):
        pass


def told() -> list[str]:
    return recipients("event_reminder")


def move(event: Event, starts_at, *, now) -> None:
    sheet = make_sheet(starts_at=starts_at, ends_at=starts_at + 2 * HOUR)
    edit_event(event.id, sheet, actor=ACTOR, now=now)


@pytest.mark.on_both_databases
def test_everybody_with_a_place_is_told_once_when_it_is_due(app):
    event = make_event(access_notes="Métro ligne 1.")
    remind(event)
    for number in (1, 2, 3):
        register(event, number)

    send_all(DUE - A_MOMENT)
    assert told() == []
    send_all(DUE)
    send_all(ON_TIME)

    assert told() == ["person1@example.org", "person2@example.org"]
    [first, _second] = messages("event_reminder")
    assert first.has_seat
    assert first.access_notes == "Métro ligne 1."
    assert first.changes_until == FAR


def test_those_who_wait_are_told_where_it_is_for_them_too(app):
    event = make_event(capacity=1)
    remind(event, tells_waiting=True)
    register(event, 1)
    register(event, 2)

    send_all()

    assert [each.has_seat for each in messages("event_reminder")] == [True, False]


@pytest.mark.on_both_databases
def test_who_registers_or_gets_a_place_after_the_instant_gets_none(app):
    """A worker that was away comes late: the confirmation has told them since."""
    event = make_event(capacity=2)
    remind(event)
    first, _second = register(event, 1), register(event, 2)
    register(event, 3)
    cancel_registration(
        first.registration_id, actor=ACTOR, by_organiser=True, now=ON_TIME
    )
    edit_event(event.id, make_sheet(capacity=9), actor=ACTOR, now=ON_TIME)
    register(event, 4, now=DUE)

    send_all(FAR - HOUR)

    assert told() == ["person2@example.org"]


def test_it_is_sent_late_but_never_after_the_start(app):
    event = make_event()
    remind(event)
    register(event)

    send_all(FAR)
    assert told() == []
    send_all(FAR - A_MOMENT)

    assert told() == ["person1@example.org"]


def test_nobody_is_reminded_of_a_draft_or_of_what_is_cancelled(app):
    remind(make_draft(slug="draft"))
    event = make_event()
    remind(event)
    register(event)
    call_off_event(event.id, "Neige", **BY)

    send_all()

    assert told() == []


@pytest.mark.parametrize("batch", [1, 2, 3])
@pytest.mark.on_both_databases
def test_batches_leave_out_nobody(app, batch, monkeypatch):
    monkeypatch.setattr(service, "BATCH", batch)
    event = make_event(capacity=5)
    remind(event)
    for number in range(5):
        register(event, number)

    assert send_due_reminders(now=ON_TIME)
    assert len(told()) == batch
    send_all()

    assert sorted(told()) == [f"person{number}@example.org" for number in range(5)]


@pytest.mark.on_both_databases
def test_a_crash_in_a_batch_leaves_neither_mail_nor_trace(app, monkeypatch):
    event = make_event()
    remind(event)
    register(event, 1)
    register(event, 2)
    real, told_so_far = service.tell, []

    def tell(*args, **facts):
        if told_so_far:
            raise RuntimeError("the power went out")
        told_so_far.append(real(*args, **facts))

    monkeypatch.setattr(service, "tell", tell)
    with pytest.raises(RuntimeError):
        send_due_reminders(now=ON_TIME)
    assert told() == []
    assert db.session.scalar(select(func.count()).select_from(ReminderTold)) == 0
    monkeypatch.undo()

    send_all()

    assert len(told()) == 2


@pytest.mark.on_both_databases
def test_two_workers_at_once_tell_each_person_once(app, monkeypatch):
    monkeypatch.setattr(service, "BATCH", 2)
    event = make_event(capacity=9)
    remind(event)
    for number in range(9):
        register(event, number)
    together = threading.Barrier(3)

    def work():
        with app.app_context():
            together.wait()
            send_all()
            db.session.remove()

    workers = [threading.Thread(target=work) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert sorted(told()) == [f"person{number}@example.org" for number in range(9)]


class TestMoved:
    def test_it_moves_with_the_event(self, app):
        event = make_event()
        remind(event)
        register(event)
        move(event, FAR + DAY, now=NOW)

        send_all()
        assert told() == []
        send_all(ON_TIME + DAY)

        assert len(told()) == 1

    def test_who_was_told_is_told_of_the_new_date_when_that_is_still_to_come(self, app):
        event = make_event()
        remind(event)
        register(event)
        send_all()
        move(event, FAR + 7 * DAY, now=ON_TIME)

        send_all(ON_TIME + DAY)
        assert len(told()) == 1
        send_all(ON_TIME + 7 * DAY)
        send_all(ON_TIME + 7 * DAY)

        starts = [each.meeting.starts_at for each in messages("event_reminder")]
        assert starts == [FAR, FAR + 7 * DAY]

    @pytest.mark.on_both_databases
    def test_there_and_back_again_is_told_once(self, app):
        event = make_event()
        remind(event)
        register(event)
        send_all()
        move(event, FAR + 7 * DAY, now=ON_TIME)
        move(event, FAR, now=ON_TIME)

        send_all(FAR - A_MOMENT)

        assert len(told()) == 1

    def test_an_instant_that_the_move_puts_into_the_past_says_nothing(self, app):
        """The notice of the move has just told everybody."""
        event = make_event()
        number = remind(event)
        register(event)
        move(event, FAR - 7 * DAY, now=FAR - 7 * DAY - HOUR)

        send_all(FAR - 7 * DAY - A_MOMENT)

        assert told() == []
        assert db.session.get_one(Reminder, number).comes_too_late

    def test_a_longer_event_leaves_it_where_it_is(self, app):
        event = make_event()
        number = remind(event)
        edit_event(event.id, make_sheet(ends_at=FAR + DAY), actor=ACTOR, now=ON_TIME)

        assert not db.session.get_one(Reminder, number).comes_too_late


@pytest.mark.parametrize("now", [DUE, DUE + HOUR])
def test_one_whose_instant_is_past_is_refused(app, now):
    event = make_event()

    with pytest.raises(ReminderTooLate):
        remind(event, now=now)


def test_one_after_the_start_is_refused(app):
    event = make_event()
    sheet = ReminderSheet(rule=ReminderRule.days(0, time(23)))

    with pytest.raises(ReminderTooLate):
        add_reminder(event.id, sheet, **BY)


@pytest.mark.on_both_databases
def test_adding_the_same_one_twice_is_adding_it_once(app):
    event = make_event()

    assert remind(event) == remind(event)


@pytest.mark.on_both_databases
def test_one_that_told_people_can_be_deleted_twice(app):
    event = make_event()
    number = remind(event)
    register(event)
    send_all()

    for _ in range(2):
        delete_reminder(event.id, number, **BY)

    assert db.session.scalar(select(func.count()).select_from(Reminder)) == 0


def test_a_reminder_of_another_event_is_not_deleted(app):
    event, other = make_event(), make_event(slug="other")
    number = remind(event)

    delete_reminder(other.id, number, **BY)

    assert db.session.get(Reminder, number)
