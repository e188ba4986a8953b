"""Fill an event: bring forward, seat beyond, substitute."""

from functools import partial

import pytest

from concertation.database import db
from concertation.domain.errors import (
    AddressRegistered,
    NobodyWaits,
    QuotaFull,
    RegistrationEnded,
)
from concertation.domain.seating import AdmissionState, QuotaKind
from concertation.queries.notes import notes_on
from concertation.queries.registrations import rank_of
from concertation.queries.seating import miscounts
from concertation.queries.workshops import chosen_workshops
from concertation.services.promotion import (
    promote_registration,
    seat_registration_beyond,
)
from concertation.services.quotas import PlaceQuota, set_quota
from concertation.services.registration_rules import RegistrationRules, change_rules
from concertation.services.substitution import Substitution, substitute_person
from concertation.services.workshops import WorkshopSheet, add_workshop
from tests.factories import ACTOR, NOW, make_answers, make_event, make_wish, register
from tests.filled_events import BY, cancel, done, mails, person, seats, state
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
IN, WAITS = AdmissionState.CONFIRMED, AdmissionState.WAITLISTED
CANCELLED = AdmissionState.CANCELLED
COMPANY = "company"


@pytest.fixture(autouse=True)
def nothing_is_miscounted(app):
    yield
    db.session.rollback()
    assert miscounts(db.session()) == []


def beyond(receipt, reason="Intervenant de dernière minute"):
    return seat_registration_beyond(receipt.registration_id, reason, **BY)


def promote(receipt):
    return promote_registration(receipt.registration_id, **BY)


def substitute(receipt, number=9, **answers):
    event = person(receipt).event
    newcomer = make_wish(event, number, answers=make_answers(**answers), actor=ACTOR)
    wish = Substitution(registration_id=receipt.registration_id, newcomer=newcomer)
    return substitute_person(wish, now=NOW)


def test_who_is_promoted_gets_the_next_place_and_is_told(app):
    event = make_event(capacity=1)
    receipts = [register(event, number) for number in range(4)]

    first = promote(receipts[3])
    again = promote(receipts[3])

    assert (first.rank, first.is_new, again.rank, again.is_new) == (1, True, 1, False)
    assert mails(receipts[3]) == ["waitlisted", "waitlisted"]
    assert done(receipts[3]) == ["registration.made", "registration.promoted"]
    assert [rank_of(person(receipt)) for receipt in receipts[1:3]] == [2, 3]
    cancel(receipts[0])
    assert [state(receipt) for receipt in receipts[1:]] == [WAITS, WAITS, IN]


def test_only_who_waits_is_promoted(app):
    event = make_event(capacity=1)
    seated = register(event, 1)

    with pytest.raises(NobodyWaits):
        promote(seated)


def test_a_seat_beyond_is_marked_told_and_noted_with_its_reason(app):
    event = make_event(capacity=1)
    seated, waiting, next_one = (register(event, number) for number in range(3))

    assert beyond(waiting) is True

    admission = person(waiting).admission
    assert (admission.state, admission.is_beyond, seats(event)) == (IN, True, 2)
    assert mails(waiting) == ["waitlisted", "promoted"]
    assert done(waiting) == ["registration.made", "registration.seated_beyond"]
    [note] = notes_on(person(waiting))
    assert note.text == "Intervenant de dernière minute"
    with pytest.raises(NobodyWaits):
        beyond(waiting)

    cancel(seated)
    assert (state(next_one), seats(event)) == (WAITS, 1)
    cancel(waiting)
    assert (state(next_one), seats(event)) == (IN, 1)


def test_a_limit_can_be_exceeded_on_purpose_too(app):
    event = make_event(capacity=5)
    limit = PlaceQuota(kind=QuotaKind.CATEGORY, value=COMPANY, seats=0, is_hard=True)
    set_quota(event.id, limit, **BY)
    waiting = register(event, 1, answers=make_answers(category=COMPANY))
    assert waiting.state is WAITS

    beyond(waiting)

    assert (state(waiting), person(waiting).admission.is_beyond) == (IN, True)


def test_who_asks_and_fits_gets_an_ordinary_seat(app):
    event = make_event(capacity=1)
    rules = RegistrationRules(
        needs_approval=True, companions_most=0, companions_named=False
    )
    change_rules(event.id, rules, **BY)
    one, two = register(event, 1), register(event, 2)

    assert beyond(one) is False
    assert beyond(two) is True

    assert [state(one), state(two)] == [IN, IN]
    assert mails(one) == mails(two) == ["asked", "confirmed"]
    assert done(one)[-1] == "registration.approved"
    assert notes_on(person(one)) == []


def test_two_who_seat_the_same_person_beyond_seat_them_once(app):
    event = make_event(capacity=1)
    _seated, waiting = register(event, 1), register(event, 2)

    tries = all_at_once(app, [partial(beyond, waiting) for _ in range(6)])

    assert len([each for each in tries if not each.exception()]) == 1
    assert seats(event) == 2


def test_a_substitute_takes_the_seat_and_both_are_told(app):
    event = make_event(capacity=1)
    workshop = add_workshop(event.id, WorkshopSheet(title="Lin", seats=1), **BY)
    answers = make_answers(workshops=(workshop,))
    former, waiting = register(event, 1, answers=answers), register(event, 2)

    successor = substitute(former, given_name="Ada", workshops=(workshop,))

    assert [state(each) for each in (former, waiting, successor)] == [
        CANCELLED,
        WAITS,
        IN,
    ]
    assert seats(event) == 1
    assert [w.title for w in chosen_workshops(person(successor))] == ["Lin"]
    assert person(successor).given_name == "Ada"
    assert person(former).ended_at == NOW
    assert mails(former) == ["confirmed", "handed_over"]
    assert mails(successor) == ["confirmed"]
    assert done(former)[-1] == "registration.handed_over"
    assert done(successor) == ["registration.took_over"]


def test_a_substitute_keeps_the_rank(app):
    event = make_event(capacity=1)
    seated, first, second = (register(event, number) for number in range(3))

    successor = substitute(first)

    assert (successor.state, successor.rank) == (WAITS, 1)
    assert mails(first) == ["waitlisted", "handed_over"]
    assert mails(successor) == ["waitlisted"]
    cancel(seated)
    assert [state(successor), state(second)] == [IN, WAITS]


def test_a_substitute_counts_for_their_own_kind_of_organisation(app):
    event = make_event(capacity=3)
    former = register(event, 1)
    limit = PlaceQuota(kind=QuotaKind.CATEGORY, value=COMPANY, seats=0, is_hard=True)
    set_quota(event.id, limit, **BY)

    with pytest.raises(QuotaFull):
        substitute(former, category=COMPANY)

    assert (state(former), mails(former)) == (IN, ["confirmed"])


def test_who_is_registered_cannot_take_over_nor_who_left_hand_over(app):
    event = make_event(capacity=3)
    one, two = register(event, 1), register(event, 2)

    with pytest.raises(AddressRegistered):
        substitute(one, 2)
    cancel(two)
    with pytest.raises(RegistrationEnded):
        substitute(two)


def test_two_who_substitute_the_same_person_do_it_once(app):
    event = make_event(capacity=3)
    former = register(event, 1)

    tries = all_at_once(app, [partial(substitute, former, 20 + n) for n in range(6)])

    errors = [each.exception() for each in tries if each.exception()]
    assert [type(error) for error in errors] == [RegistrationEnded] * 5
    assert seats(event) == 1
