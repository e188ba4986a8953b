"""Everything at once on one event: the public, staff, cancelling, more and fewer seats.

Whatever came first, it must look afterwards as if one had come after the other.
"""

import random
from collections import defaultdict
from contextlib import suppress

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.errors import RegistrationEnded
from concertation.domain.registration import RegistrationSource
from concertation.domain.seating import AdmissionState
from concertation.models import Event, OutboxMail, Registration
from concertation.queries.seating import miscounts
from concertation.services.events import edit_event
from concertation.services.personal_data import erase_registration
from concertation.services.registration import (
    cancel_registration,
    change_answers,
    resend_standing,
)
from tests.factories import (
    ACTOR,
    NOW,
    make_answers,
    make_event,
    make_sheet,
    register,
)
from tests.storm import all_at_once, register_number, register_numbers

pytestmark = pytest.mark.on_both_databases

CONFIRMED = ["registration_confirmed"]
WAITLISTED = ["registration_waitlisted"]
PROMOTED = ["registration_waitlisted", "registration_promoted"]
EARLY, CANCELLING, ERASED = range(40), range(20), range(20, 24)
PUBLIC, BY_STAFF = range(40, 100), range(100, 120)
IMPATIENT = 200


def run(app, tasks):
    """All at once, in any order; return what each gave."""
    random.shuffle(tasks)
    return [future.result() for future in all_at_once(app, tasks)]


def add_by_staff(event_id, number):
    event = db.session.get_one(Event, event_id)
    register(event, number, source=RegistrationSource.DESK, actor=ACTOR)


def cancel(registration_id):
    cancel_registration(registration_id, actor=ACTOR, by_organiser=False, now=NOW)


def erase(registration_id):
    erase_registration(registration_id, actor=ACTOR, now=NOW)


def resend(registration_id):
    with suppress(RegistrationEnded):
        resend_standing(registration_id, actor=ACTOR, now=NOW)


def correct(registration_id):
    with suppress(RegistrationEnded):
        answers = make_answers(role="Conservatrice")
        change_answers(registration_id, answers, actor=ACTOR, now=NOW)


def resize(event_id, capacity):
    edit_event(event_id, make_sheet(capacity=capacity), actor=ACTOR, now=NOW)


def mixed_tasks(event_id, early):
    """One of everything for many; who cancels does so twice at once."""
    on_early = [
        (lambda act=act, id_=early[n]: act(id_))
        for act, numbers in [
            (cancel, [*CANCELLING, *CANCELLING]),
            (erase, ERASED),
            (resend, EARLY),
            (correct, EARLY),
        ]
        for n in numbers
    ]
    return [
        *on_early,
        *(lambda n=n: register_number(event_id, n) for n in [*PUBLIC, IMPATIENT]),
        *(lambda n=n: add_by_staff(event_id, n) for n in BY_STAFF),
        *(lambda c=c: resize(event_id, c) for c in [5, 8, 15, 25, 30, 12, 40, 9]),
    ]


def standing_by_number():
    """State and mails of each registration, by the number in its address."""
    mails = defaultdict(list)
    for mail in db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)):
        mails[mail.registration_id].append(mail.template)
    registrations = db.session.scalars(select(Registration)).all()
    return {
        int(r.email.partition("@")[0].removeprefix("person")): (
            r.admission.state,
            mails[r.id],
        )
        for r in registrations
        if r.email
    }


def test_a_storm_of_everything_ends_as_if_one_had_come_after_the_other(app):
    event = make_event(capacity=10)
    early = [r.registration_id for r in register_numbers(app, event.id, EARLY)]

    run(app, mixed_tasks(event.id, early))

    db.session.expire_all()
    pool, people = event.pool, standing_by_number()
    assert miscounts(db.session()) == []
    assert pool.seats_taken >= pool.capacity or pool.parties_waiting == 0
    assert len(people) == len(EARLY) + len(PUBLIC) + len(BY_STAFF) + 1 - len(ERASED)
    assert_that_everybody_was_told_what_happened(people)


def assert_that_everybody_was_told_what_happened(people):
    for number in [*PUBLIC, *BY_STAFF, IMPATIENT]:
        state, mails = people[number]
        seated = state is AdmissionState.CONFIRMED
        assert mails in ([CONFIRMED, PROMOTED] if seated else [WAITLISTED])
    for number in CANCELLING:
        state, mails = people[number]
        assert state is AdmissionState.CANCELLED
        assert mails.count("registration_cancelled") == 1
    # The others had their mail sent again as well.
    for number in range(ERASED.stop, EARLY.stop):
        state, mails = people[number]
        promoted = mails[:1] == WAITLISTED and state is AdmissionState.CONFIRMED
        assert mails.count("registration_promoted") == promoted


def test_eight_clicks_at_once_are_one_registration_and_one_mail(app):
    event = make_event(capacity=3)

    receipts = run(app, [lambda: register_number(event.id, 1)] * 8)

    assert len({receipt.registration_id for receipt in receipts}) == 1
    assert [receipt.is_new for receipt in receipts].count(True) == 1
    assert list(standing_by_number().values()) == [
        (AdmissionState.CONFIRMED, CONFIRMED)
    ]
    assert miscounts(db.session()) == []


def test_one_seat_and_many_who_leave_it_at_once_is_given_once(app):
    event = make_event(capacity=1)
    receipts = register_numbers(app, event.id, range(12), threads=1)
    first = receipts[0].registration_id

    run(app, [lambda: cancel(first)] * 8)

    states = [state for state, _ in standing_by_number().values()]
    assert states.count(AdmissionState.CONFIRMED) == 1
    assert standing_by_number()[1] == (AdmissionState.CONFIRMED, PROMOTED)
    assert miscounts(db.session()) == []
