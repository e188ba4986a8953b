"""Make one registration of the two that one person has."""

from functools import partial

import pytest

from concertation.database import db
from concertation.domain.errors import RegistrationEnded, SamePerson
from concertation.domain.seating import AdmissionState
from concertation.queries.registrations import rank_of
from concertation.queries.seating import miscounts
from concertation.queries.workshops import chosen_workshops
from concertation.services.merging import merge_registrations
from concertation.services.workshops import WorkshopSheet, add_workshop
from tests.factories import make_answers, make_event, register
from tests.filled_events import BY, done, mails, person, seats, state
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
IN, WAITS = AdmissionState.CONFIRMED, AdmissionState.WAITLISTED
CANCELLED = AdmissionState.CANCELLED


@pytest.fixture(autouse=True)
def nothing_is_miscounted(app):
    yield
    db.session.rollback()
    assert miscounts(db.session()) == []


def merge(kept, other):
    merge_registrations(kept.registration_id, other.registration_id, **BY)


def test_a_merge_keeps_the_answers_of_one_and_the_better_place(app):
    event = make_event(capacity=1)
    workshop = add_workshop(event.id, WorkshopSheet(title="Lin", seats=1), **BY)
    seated = register(
        event, 1, answers=make_answers(phone="+33639980123", workshops=(workshop,))
    )
    kept = register(event, 2, answers=make_answers(role="Trésorière"))
    waiting = register(event, 3)

    merge(kept, seated)

    assert [state(each) for each in (kept, seated, waiting)] == [IN, CANCELLED, WAITS]
    assert (person(kept).role, person(kept).phone) == ("Trésorière", "+33639980123")
    assert [w.title for w in chosen_workshops(person(kept))] == ["Lin"]
    assert (seats(event), rank_of(person(waiting))) == (1, 1)
    assert mails(kept) == ["waitlisted", "merged"]
    assert mails(seated) == ["confirmed"]
    assert done(kept)[-1] == "registration.merged"
    assert done(seated)[-1] == "registration.merged_into"


def test_a_second_seat_is_given_on(app):
    event = make_event(capacity=2)
    one, two, waiting = (register(event, number) for number in range(3))

    merge(two, one)

    assert [state(each) for each in (one, two, waiting)] == [CANCELLED, IN, IN]


def test_the_earlier_rank_stands(app):
    event = make_event(capacity=1)
    _seated, early, between, late = (register(event, number) for number in range(4))

    merge(late, early)

    assert [rank_of(person(each)) for each in (late, between)] == [1, 2]


def test_nobody_is_merged_with_themselves_nor_with_who_left(app):
    event = make_event(capacity=3)
    one, two = register(event, 1), register(event, 2)

    with pytest.raises(SamePerson):
        merge(one, one)
    merge(one, two)
    with pytest.raises(RegistrationEnded):
        merge(one, two)


def test_two_who_merge_the_same_two_do_it_once(app):
    event = make_event(capacity=3)
    one, two = register(event, 1), register(event, 2)

    tries = all_at_once(
        app, [partial(merge, *pair) for pair in ((one, two), (two, one)) * 3]
    )

    errors = [each.exception() for each in tries if each.exception()]
    assert [type(error) for error in errors] == [RegistrationEnded] * 5
    assert seats(event) == 1
