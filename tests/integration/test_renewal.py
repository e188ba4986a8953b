"""From phase to phase: who goes on, who comes first, what nobody confirmed."""

from datetime import timedelta

import pytest

from concertation.database import db
from concertation.domain.actor import PARTICIPANT
from concertation.domain.enrolment import EndReason
from concertation.domain.process_errors import (
    NoFormerPhase,
    NothingToConfirm,
    RenewalOver,
)
from concertation.services.own_places import confirm_place, decline_place, leave_group
from concertation.services.renewal import (
    free_unconfirmed,
    remind_unconfirmed,
    renew_group,
    renew_phase,
)
from tests.enrolments import (
    MINUTE,
    assert_counted,
    enrol,
    mails_to,
    make_details,
    place_of,
    standing_of,
)
from tests.factories import ACTOR, NOW
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_process,
    publish,
)
from tests.restrictions import restricted
from tests.storm import all_at_once

pytestmark = pytest.mark.on_both_databases


@pytest.fixture
def phases(app):
    """The same group in two phases: two seats in each."""
    return two_phases()


def two_phases(*, capacity=2, **changes):
    process = make_process(**changes)
    group = make_group(process)
    first, second = make_phase(process), make_phase(process)
    offers = [make_offer(group, each, capacity=capacity) for each in (first, second)]
    publish(process)
    return offers


def begin(offer):
    """When the phase begins; seats are held for ten days from then."""
    now = offer.phase.starts_at + timedelta(hours=1)
    return {"until": now + timedelta(days=10), "actor": ACTOR, "now": now}


def by_person(begun):
    return {"actor": PARTICIPANT, "now": begun["now"] + timedelta(days=1)}


def filled(offer, count):
    for number in range(1, count + 1):
        enrol(offer, number=number, now=NOW + number * MINUTE)


def test_members_confirm_and_go_on(phases):
    former, offer = phases
    filled(former, 2)
    begun = begin(offer)

    renewed = renew_group(offer.id, **begun)
    confirm_place(place_of(1, offer).id, **by_person(begun))
    confirm_place(place_of(1, offer).id, **by_person(begun))

    assert (renewed.held, renewed.waiting) == (2, 0)
    assert standing_of(1, offer) == "seat"
    assert standing_of(2, offer) == "held"
    assert standing_of(1, former) == "seat"
    assert place_of(1, offer).previous_id == place_of(1, former).id
    assert mails_to(1)[1:] == ["enrolment_held", "enrolment_standing"]
    assert_counted()


def test_whose_data_are_limited_is_asked_to_confirm_and_loses_nothing_unasked(phases):
    former, offer = phases
    filled(former, 2)
    restricted(key="person1@example.org")
    begun = begin(offer)
    before = len(mails_to(1))

    renew_group(offer.id, **begun)
    later = begun | {"now": begun["now"] + timedelta(days=2)}
    remind_unconfirmed(offer.id, actor=ACTOR, now=later["now"])
    confirm_place(place_of(1, offer).id, **by_person(later))

    assert standing_of(1, offer) == "seat"
    told = mails_to(1)[before:]
    assert told == ["enrolment_held", "enrolment_held", "enrolment_standing"]


def test_inviting_twice_is_inviting_once(phases):
    former, offer = phases
    filled(former, 3)

    renew_group(offer.id, **begin(offer))
    again = renew_group(offer.id, **begin(offer))

    assert (again.held, again.waiting) == (0, 0)
    assert mails_to(1).count("enrolment_held") == 1
    assert_counted()


def test_what_nobody_confirmed_is_given_to_who_waited_first(phases):
    former, offer = phases
    filled(former, 3)
    begun = begin(offer)
    renew_group(offer.id, **begun)
    enrol(offer, number=9, now=begun["now"] + MINUTE)
    confirm_place(place_of(2, offer).id, **by_person(begun))

    assert free_unconfirmed(now=begun["until"] - timedelta(microseconds=1)) == 0
    assert free_unconfirmed(now=begun["until"]) == 1
    assert free_unconfirmed(now=begun["until"]) == 0

    assert place_of(1, offer).end_reason is EndReason.NOT_CONFIRMED
    assert standing_of(3, offer) == "seat"
    assert standing_of(9, offer) == "waiting"
    assert mails_to(1)[-1] == "enrolment_ended"
    with pytest.raises(NothingToConfirm):
        confirm_place(place_of(1, offer).id, actor=PARTICIPANT, now=begun["until"])
    assert_counted()


def test_a_seat_that_is_held_too_long_is_free_without_any_job(phases):
    former, offer = phases
    filled(former, 2)
    begun = begin(offer)
    renew_group(offer.id, **begun)

    receipt = enrol(offer, number=9, now=begun["until"])

    assert receipt.places[0].standing == "seat"
    assert place_of(1, offer).end_reason is EndReason.NOT_CONFIRMED
    assert_counted()


def test_who_declines_gives_the_seat_on_at_once(phases):
    former, offer = phases
    filled(former, 3)
    begun = begin(offer)
    renew_group(offer.id, **begun)

    decline_place(place_of(1, offer).id, **by_person(begun))
    decline_place(place_of(1, offer).id, **by_person(begun))

    assert place_of(1, offer).end_reason is EndReason.NOT_RENEWED
    assert standing_of(3, offer) == "seat"
    assert_counted()


def test_who_left_is_not_invited_and_who_enrolled_anew_keeps_their_place(phases):
    former, offer = phases
    filled(former, 2)
    leave_group(place_of(1).id, actor=PARTICIPANT, now=NOW)
    begun = begin(offer)
    enrol(offer, number=2, now=begun["now"])

    renewed = renew_group(offer.id, **begun)

    assert renewed.held == 0
    assert standing_of(2, offer) == "seat"
    assert place_of(1).offer_id == former.id


def test_where_there_are_fewer_seats_the_earliest_members_keep_theirs(app):
    former, offer = two_phases(capacity=3)
    filled(former, 3)
    offer.pool.capacity = 1
    db.session.commit()

    renewed = renew_group(offer.id, **begin(offer))

    assert (renewed.held, renewed.waiting) == (1, 2)
    assert standing_of(1, offer) == "held"
    assert standing_of(2, offer) == "waiting"


def test_deputies_go_on_as_deputies(app):
    former, offer = two_phases(one_seat_an_organisation=True)
    filled(former, 2)

    renew_group(offer.id, **begin(offer))
    assert (standing_of(1, offer), standing_of(2, offer)) == ("held", "deputy")
    free_unconfirmed(now=begin(offer)["until"])

    assert standing_of(1, offer) == "ended"
    assert standing_of(2, offer) == "seat"
    assert_counted()


def test_a_whole_phase_is_renewed_group_by_group(phases):
    former, offer = phases
    filled(former, 1)

    assert renew_phase(offer.phase_id, **begin(offer)).held == 1
    with pytest.raises(NoFormerPhase):
        renew_phase(former.phase_id, **begin(former))


def test_the_term_lies_ahead_and_within_the_phase(phases):
    _former, offer = phases
    begun = begin(offer)

    for until in (begun["now"], offer.phase.ends_at):
        with pytest.raises(RenewalOver):
            renew_group(offer.id, **begun | {"until": until})


def test_those_who_have_not_answered_are_reminded_once_a_day(phases):
    former, offer = phases
    filled(former, 2)
    begun = begin(offer)
    renew_group(offer.id, **begun)
    confirm_place(place_of(1, offer).id, **by_person(begun))
    later = begun["now"] + timedelta(days=2)

    assert remind_unconfirmed(offer.id, actor=ACTOR, now=later) == 1
    assert remind_unconfirmed(offer.id, actor=ACTOR, now=later) == 0

    assert mails_to(2).count("enrolment_held") == 2


def test_confirming_and_freeing_at_once_gives_each_seat_once(app):
    former, offer = two_phases(capacity=6)
    offer_id = offer.id
    for number in range(1, 13):
        enrol(
            former,
            number=number,
            now=NOW + number * MINUTE,
            details=make_details(),
        )
    begun = begin(offer)
    renew_group(offer.id, **begun)
    places = [place_of(number, offer).id for number in range(1, 7)]
    just_before = {"actor": PARTICIPANT, "now": begun["until"] - MINUTE}

    def confirm(number):
        try:
            confirm_place(number, **just_before)
        except NothingToConfirm:
            return

    tasks = [lambda n=n: confirm(n) for n in places]
    tasks += [lambda: free_unconfirmed(now=begun["until"])] * 4
    for future in all_at_once(app, tasks):
        future.result()

    assert_counted()
    db.session.expire_all()
    pool = db.session.get_one(type(offer), offer_id).pool
    assert (pool.seats_taken, pool.parties_waiting) == (6, _waiting(places, offer))


def _waiting(places, offer):
    """Six waited before; one is let in for each who did not confirm."""
    ended = sum(place_of(n, offer).ended_at is not None for n in range(1, 7))
    return 6 - ended
