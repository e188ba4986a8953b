"""What people are told when their event is published, moved, renamed or called off."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.errors import (
    AddressTaken,
    EventCancelled,
    EventOver,
)
from concertation.domain.event import EventState
from concertation.domain.messages import Invitation
from concertation.domain.seating import AdmissionState
from concertation.models import AuditEntry, Event, Registration
from concertation.queries.seating import miscounts
from concertation.services.events import call_off_event, edit_event, publish_event
from concertation.services.registration import cancel_registration
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

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]

ENDS = FAR + timedelta(hours=2)
AN_HOUR_LATER = {
    "starts_at": FAR + timedelta(hours=1),
    "ends_at": ENDS + timedelta(hours=1),
}


def edit(event, *, now=NOW, **changes):
    sheet = make_sheet(**{"slug": event.slug} | changes)
    return edit_event(event.id, sheet, actor=ACTOR, now=now)


def call_off(event, *, now=NOW):
    return call_off_event(event.id, "Neige", actor=ACTOR, now=now)


def ended(receipt):
    found = db.session.get_one(Registration, receipt.registration_id)
    return found.admission.state is AdmissionState.CANCELLED and bool(found.ended_at)


def event_with_a_seat_and_a_wait():
    event = make_event(capacity=1)
    return event, [register(event, number) for number in (1, 2)]


def test_publishing_twice_is_publishing_once():
    event = make_draft()

    for minutes in (0, 5):
        now = NOW + timedelta(minutes=minutes)
        publish_event(event.id, actor=ACTOR, now=now)

    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert (event.state, event.published_at) == (EventState.PUBLISHED, NOW)
    assert actions.count("event.published") == 1


def test_what_was_called_off_is_not_published_again():
    event = make_event()
    call_off(event)

    with pytest.raises(EventCancelled):
        publish_event(event.id, actor=ACTOR, now=NOW)


@pytest.mark.parametrize(
    ("changes", "in_time", "in_space"),
    [
        (AN_HOUR_LATER, True, False),
        ({"timezone": "Europe/London"}, True, False),
        ({"venue_name": "Mairie"}, False, True),
        ({"venue_address": "1 rue du Lin"}, False, True),
        ({"city": "Lens", "postal_code": "62300"}, False, True),
        (AN_HOUR_LATER | {"city": "Lens"}, True, True),
    ],
)
def test_an_event_that_moves_tells_everyone_what_moved(changes, in_time, in_space):
    event, _ = event_with_a_seat_and_a_wait()

    edit(event, capacity=1, **changes)

    told = messages("event_changed")
    assert [(mail.recipient, mail.has_seat) for mail in told] == [
        ("person1@example.org", True),
        ("person2@example.org", False),
    ]
    assert {(m.moved_in_time, m.moved_in_space) for m in told} == {(in_time, in_space)}


def test_a_move_is_the_same_calendar_entry_with_the_next_sequence():
    event, _ = event_with_a_seat_and_a_wait()

    edit(event, capacity=1, **AN_HOUR_LATER)
    edit(event, capacity=1, city="Lens", **AN_HOUR_LATER)

    [invited] = messages("registration_confirmed")
    moves = [m for m in messages("event_changed") if m.has_seat]
    assert [m.invitation for m in moves] == [Invitation.REQUEST] * 2
    assert {m.meeting.uid for m in moves} == {invited.meeting.uid}
    assert [m.meeting.sequence - invited.meeting.sequence for m in moves] == [1, 2]
    assert moves[0].meeting.starts_at == FAR + timedelta(hours=1)
    assert "Lens" in moves[1].meeting.location


def test_who_waits_hears_of_a_move_without_an_invitation():
    event, _ = event_with_a_seat_and_a_wait()

    edit(event, capacity=1, city="Lens")

    assert messages("event_changed")[1].invitation is Invitation.NONE


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "Un autre titre"},
        {"summary": "En deux mots", "programme": "- Café"},
        {"access_notes": "Ascenseur", "contact_phone": "0320000000"},
        {"capacity": 1, "registration_closes_at": NOW},
    ],
)
def test_any_other_change_tells_nobody(changes):
    event, _ = event_with_a_seat_and_a_wait()

    saved = edit(event, **{"capacity": 1} | changes)

    assert saved.changed == changes.keys() - {"capacity"}
    assert messages("event_changed") == []
    assert event.calendar_sequence == 0


def test_saving_a_sheet_as_it_was_changes_nothing():
    event, _ = event_with_a_seat_and_a_wait()

    saved = edit(event, capacity=1, now=NOW + timedelta(hours=1))

    assert saved.changed == frozenset()
    assert event.updated_at == NOW
    assert "event.changed" not in db.session.scalars(select(AuditEntry.action)).all()


def test_whoever_cancelled_hears_of_nothing_more():
    event, [first, _] = event_with_a_seat_and_a_wait()
    cancel_registration(first.registration_id, actor=ACTOR, by_organiser=False, now=NOW)

    edit(event, capacity=1, city="Lens")
    call_off(event)

    assert recipients("event_changed") == ["person2@example.org"]
    assert recipients("event_called_off") == ["person2@example.org"]


def test_a_draft_that_moves_and_an_event_that_is_over_tell_nobody():
    draft = make_draft()
    edit(draft, **AN_HOUR_LATER)
    event = make_event(slug="ailleurs")
    register(event)
    edit(event, city="Lens", now=ENDS)

    assert messages("event_changed") == []


def test_more_seats_and_another_place_at_once_tell_both():
    event, _ = event_with_a_seat_and_a_wait()

    edit(event, capacity=2, city="Lens")

    [promoted] = messages("registration_promoted")
    assert recipients("event_changed") == ["person1@example.org", "person2@example.org"]
    assert promoted.recipient == "person2@example.org"
    assert "Lens" in promoted.meeting.location


def test_two_events_never_have_one_address():
    event = make_event(slug="un")
    other = make_draft(slug="deux")

    with pytest.raises(AddressTaken):
        edit(other, slug="un")
    with pytest.raises(AddressTaken):
        make_draft(slug="un")

    assert (event.slug, other.slug) == ("un", "deux")


def test_calling_off_ends_every_registration_and_tells_each():
    event, receipts = event_with_a_seat_and_a_wait()

    told = call_off(event)

    mails = messages("event_called_off")
    invited = messages("registration_confirmed")[0].meeting
    assert told == 2
    assert [(mail.recipient, mail.had_seat, mail.reason) for mail in mails] == [
        ("person1@example.org", True, "Neige"),
        ("person2@example.org", False, "Neige"),
    ]
    assert [m.invitation for m in mails] == [Invitation.CANCEL, Invitation.NONE]
    assert mails[0].meeting.uid == invited.uid
    assert mails[0].meeting.sequence > invited.sequence
    assert event.calendar_sequence == 1
    assert all(ended(receipt) for receipt in receipts)


def test_after_calling_off_no_seat_is_taken_and_nobody_waits_or_is_promoted():
    event, _ = event_with_a_seat_and_a_wait()

    call_off(event)

    assert (event.pool.seats_taken, event.pool.parties_waiting) == (0, 0)
    assert messages("registration_promoted") == []
    assert miscounts(db.session()) == []


def test_calling_off_twice_is_calling_off_once():
    event, _ = event_with_a_seat_and_a_wait()

    assert [call_off(event), call_off(event)] == [2, 0]
    assert len(messages("event_called_off")) == 2


def test_what_is_called_off_is_not_edited_and_what_is_over_is_not_called_off():
    event = make_event()
    over = make_event(slug="fini")

    call_off(event)

    with pytest.raises(EventCancelled):
        edit(event, city="Lens")
    with pytest.raises(EventOver):
        call_off(over, now=ENDS)
    assert db.session.get_one(Event, over.id).state is EventState.PUBLISHED
