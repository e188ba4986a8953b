"""Seats that become free: who gets them, who is told, and when nobody is."""

from datetime import timedelta

import pytest

from concertation.database import db
from concertation.domain.errors import EventOver, RegistrationEnded
from concertation.domain.messages import Invitation
from concertation.domain.seating import AdmissionState
from concertation.models import Registration
from concertation.queries.seating import miscounts
from concertation.services.decisions import SECOND_CLICK
from concertation.services.events import edit_event
from concertation.services.personal_data import erase_registration
from concertation.services.registration import (
    cancel_registration,
    change_answers,
    resend_standing,
)
from tests.factories import (
    ACTOR,
    FAR,
    NOW,
    make_answers,
    make_event,
    make_sheet,
    register,
)
from tests.promised import messages, recipients

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]

ENDS = FAR + timedelta(hours=2)


@pytest.fixture(autouse=True)
def _counters_are_right(app):
    yield
    assert miscounts(db.session()) == []


def cancel(receipt, *, now=NOW, by_organiser=False):
    cancel_registration(
        receipt.registration_id, actor=ACTOR, by_organiser=by_organiser, now=now
    )


def edit(event, *, now=NOW, **changes):
    return edit_event(event.id, make_sheet(**changes), actor=ACTOR, now=now)


def registrations(event, *numbers, **changes):
    return [register(event, number, **changes) for number in numbers]


def state_of(receipt):
    found = db.session.get_one(Registration, receipt.registration_id)
    return found.admission.state


def seated(receipts):
    return [state_of(r) is AdmissionState.CONFIRMED for r in receipts]


def test_a_seat_that_becomes_free_goes_to_the_first_who_waits_with_an_invitation():
    receipts = registrations(make_event(capacity=1), 1, 2, 3)

    cancel(receipts[0])

    [promoted] = messages("registration_promoted")
    assert seated(receipts) == [False, True, False]
    assert promoted.recipient == "person2@example.org"
    assert promoted.invitation is Invitation.REQUEST


def test_who_cancels_a_seat_is_told_and_their_calendar_forgets_it():
    [receipt] = registrations(make_event(), 1)

    cancel(receipt)

    before, after = messages()
    assert (after.template, after.had_seat) == ("registration_cancelled", True)
    assert after.by_organiser is False
    assert after.invitation is Invitation.CANCEL
    assert after.meeting.uid == before.meeting.uid
    assert after.meeting.sequence == before.meeting.sequence + 1


def test_the_organiser_may_cancel_and_the_mail_says_so():
    [receipt] = registrations(make_event(), 1)

    cancel(receipt, by_organiser=True)

    assert messages()[-1].by_organiser is True


def test_who_leaves_the_waiting_list_frees_no_seat():
    receipts = registrations(make_event(capacity=1), 1, 2, 3)

    cancel(receipts[1])

    [mail] = messages("registration_cancelled")
    assert (mail.had_seat, mail.invitation) == (False, Invitation.NONE)
    assert messages("registration_promoted") == []
    assert seated(receipts) == [True, False, False]


def test_cancelling_twice_is_cancelling_once():
    receipts = registrations(make_event(capacity=1), 1, 2, 3)

    cancel(receipts[0])
    cancel(receipts[0])

    assert len(messages("registration_cancelled")) == 1
    assert recipients("registration_promoted") == ["person2@example.org"]


def test_nothing_is_left_to_change_or_to_send_after_cancelling():
    [receipt] = registrations(make_event(), 1)
    cancel(receipt)

    with pytest.raises(RegistrationEnded):
        resend_standing(receipt.registration_id, actor=ACTOR, now=NOW)
    with pytest.raises(RegistrationEnded):
        change_answers(receipt.registration_id, make_answers(), actor=ACTOR, now=NOW)


def test_registering_again_after_cancelling_is_another_registration():
    event = make_event()
    [first] = registrations(event, 1)
    cancel(first)

    [second] = registrations(event, 1)

    confirmed = messages("registration_confirmed")
    assert second.is_new
    assert second.registration_id != first.registration_id
    assert second.reference != first.reference
    assert len({message.meeting.uid for message in confirmed}) == 2


def test_who_cancels_and_comes_back_stands_behind_those_who_waited():
    event = make_event(capacity=1)
    first, _ = registrations(event, 1, 2)
    cancel(first)

    [again] = registrations(event, 1)

    assert (again.state, again.rank) == (AdmissionState.WAITLISTED, 1)


def test_more_seats_go_to_the_line_in_its_order():
    event = make_event(capacity=1)
    receipts = registrations(event, 1, 2, 3, 4)

    edit(event, capacity=3)

    assert seated(receipts) == [True, True, True, False]
    assert recipients("registration_promoted") == [
        "person2@example.org",
        "person3@example.org",
    ]


def test_taking_the_limit_away_seats_everyone():
    event = make_event(capacity=1)
    receipts = registrations(event, 1, 2, 3, 4)

    edit(event, capacity=None)

    assert all(seated(receipts))


def test_fewer_seats_remove_nobody_and_promote_nobody_until_one_is_free():
    event = make_event(capacity=3)
    receipts = registrations(event, 1, 2, 3, 4)

    edit(event, capacity=1)
    cancel(receipts[0])
    cancel(receipts[1])

    assert seated(receipts) == [False, False, True, False]
    assert messages("registration_promoted") == []

    cancel(receipts[2])

    assert seated(receipts) == [False, False, False, True]


def test_who_waits_keeps_their_place_when_the_list_is_closed():
    event = make_event(capacity=1)
    receipts = registrations(event, 1, 2)

    edit(event, capacity=1, keeps_waiting_list=False)
    cancel(receipts[0])

    assert seated(receipts) == [False, True]


def test_erasing_somebody_seats_the_next_and_tells_only_them():
    receipts = registrations(make_event(capacity=1), 1, 2)

    erase_registration(receipts[0].registration_id, actor=ACTOR, now=NOW)

    assert seated(receipts) == [False, True]
    assert messages("registration_cancelled") == []
    assert recipients("registration_promoted") == ["person2@example.org"]


def test_a_seat_is_given_again_until_the_last_moment_before_the_end():
    receipts = registrations(make_event(capacity=1), 1, 2)

    cancel(receipts[0], now=ENDS - timedelta(seconds=1))

    assert seated(receipts) == [False, True]


def test_nobody_cancels_or_is_promoted_once_the_event_is_over():
    event = make_event(capacity=1)
    receipts = registrations(event, 1, 2)

    with pytest.raises(EventOver):
        cancel(receipts[0], now=ENDS)
    edit(event, capacity=5, now=ENDS)
    erase_registration(receipts[0].registration_id, actor=ACTOR, now=ENDS)

    # Who was there was there: the seat of somebody forgotten goes on counting.
    assert seated(receipts) == [True, False]
    assert messages("registration_promoted") == []


def promoted_elsewhere(app):
    """Somebody who waited when this session read it, and whom another one seated."""
    receipts = registrations(make_event(capacity=1), 1, 2)
    read = db.session.get_one(Registration, receipts[1].registration_id)
    assert read.admission.state is AdmissionState.WAITLISTED
    with app.app_context():
        cancel(receipts[0])
    return read, receipts[1]


def test_who_was_promoted_elsewhere_meanwhile_cancels_a_seat(app):
    read, receipt = promoted_elsewhere(app)

    cancel(receipt)

    assert messages("registration_cancelled")[-1].had_seat is True
    assert read.event.pool.seats_taken == 0


def test_who_was_promoted_elsewhere_meanwhile_is_erased_from_a_seat(app):
    read, receipt = promoted_elsewhere(app)

    erase_registration(receipt.registration_id, actor=ACTOR, now=NOW)

    assert read.event.pool.seats_taken == 0


def test_who_was_promoted_elsewhere_meanwhile_is_sent_a_confirmation(app):
    _read, receipt = promoted_elsewhere(app)

    resend_standing(receipt.registration_id, actor=ACTOR, now=NOW + SECOND_CLICK)

    assert messages()[-1].template == "registration_confirmed"
