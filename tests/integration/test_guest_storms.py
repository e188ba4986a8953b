"""Where two people meet over one invitation: everybody finds one truth."""

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.errors import GuestRegistered, InvitationWithdrawn
from concertation.domain.guests import GuestState, Writing
from concertation.models import Guest, Registration
from concertation.queries.guests import find_guest
from concertation.services.guest_answers import decline_invitation
from concertation.services.guest_mails import write_again, write_to_guests
from concertation.services.guests import remove_guest
from concertation.services.registration import register_person
from tests.factories import ACTOR, NOW, make_event, make_wish
from tests.guests import (
    ADA,
    BEN,
    CLEO,
    add,
    guest_messages,
    invite,
    link_of,
    make_guest,
    state_of,
)
from tests.storm import all_at_once, clock_of

pytestmark = pytest.mark.on_both_databases


@pytest.fixture
def event(app):
    return make_event(capacity=1)


def outcomes(app, *tasks) -> list[object]:
    """What each returned or raised."""
    futures = all_at_once(app, tasks)
    return [future.exception() or future.result() for future in futures]


def accept(event_id: int, guest_id: int, number: int):
    def task():
        guest = find_guest(guest_id)
        wish = make_wish(
            guest.event,
            email=guest.email,
            invitation=link_of(guest),
            browser_key=f"browser {number}",
        )
        return register_person(wish, now=clock_of(number))

    return task


def decline(link, number: int):
    return lambda: decline_invitation(link, f"word {number}", now=clock_of(number))


def test_accepting_many_times_at_once_is_one_registration(app, event):
    [guest] = invite(event, ADA)

    tasks = [accept(event.id, guest.id, number) for number in range(12)]
    receipts = outcomes(app, *tasks)

    assert len({receipt.reference for receipt in receipts}) == 1
    assert sum(receipt.is_new for receipt in receipts) == 1
    db.session.rollback()
    assert db.session.scalar(select(func.count(Registration.id))) == 1


@pytest.mark.parametrize("attempt", range(3))
def test_declining_while_registering_ends_in_a_registration(app, event, attempt):
    """A no before the yes is taken back, one after it is refused."""
    [guest] = invite(event, ADA)
    link = link_of(guest)

    tasks = [decline(link, number) for number in range(6)]
    tasks.insert(attempt * 3, accept(event.id, guest.id, 1))
    found = outcomes(app, *tasks)

    refused = [each for each in found if isinstance(each, Exception)]
    assert all(isinstance(each, GuestRegistered) for each in refused)
    assert state_of(guest) is GuestState.REGISTERED
    assert db.session.get(Guest, guest.id).declined_at is None
    assert db.session.get(Guest, guest.id).word == ""


@pytest.mark.parametrize("writing", Writing)
def test_facilitators_who_press_at_once_send_one_mail(app, event, writing):
    if writing is Writing.REMINDER:
        invite(event, ADA, BEN, CLEO, now=NOW.replace(day=1))
    else:
        add(event, ADA, BEN, CLEO)
    before = len(guest_messages())

    tasks = [
        lambda: write_to_guests(event.id, writing, actor=ACTOR, now=NOW)
        for _ in range(8)
    ]
    told = outcomes(app, *tasks)

    assert sum(told) == 3
    assert len(guest_messages()) == before + 3


def test_one_guest_pressed_by_two_gets_one_mail(app, event):
    guest = make_guest(event)

    tasks = [lambda: write_again(guest.id, actor=ACTOR, now=NOW)] * 8
    told = outcomes(app, *tasks)

    assert sorted(told) == [False] * 7 + [True]
    assert len(guest_messages()) == 1


def test_the_same_list_pasted_by_many_at_once_is_written_once(app, event):
    tasks = [lambda: add(event, ADA, BEN, CLEO)] * 6
    counts = outcomes(app, *tasks)

    assert sum(each["new"] for each in counts) == 3
    db.session.rollback()
    assert db.session.scalar(select(func.count(Guest.id))) == 3


def test_removing_while_they_answer_leaves_no_half_answer(app, event):
    [guest] = invite(event, ADA)
    link = link_of(guest)

    found = outcomes(
        app,
        *[decline(link, number) for number in range(4)],
        lambda: remove_guest(guest.id, actor=ACTOR, now=NOW),
        *[decline(link, number) for number in range(4)],
    )

    wrong = [each for each in found if isinstance(each, Exception)]
    assert all(isinstance(each, InvitationWithdrawn) for each in wrong)
    db.session.rollback()
    assert db.session.scalar(select(func.count(Guest.id))) == 0


def test_two_guests_and_one_place(app, event):
    ada, ben = invite(event, ADA, BEN)

    receipts = outcomes(app, accept(event.id, ada.id, 1), accept(event.id, ben.id, 2))

    assert sorted(receipt.state for receipt in receipts) == ["confirmed", "waitlisted"]
