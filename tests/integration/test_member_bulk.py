"""Many members at once: each is decided once, whoever presses at the same time."""

from functools import partial

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.bulk import MOST_AT_ONCE, Passed
from concertation.domain.errors import TooManyAtOnce
from concertation.domain.member_bulk import MemberAction
from concertation.domain.process_errors import EnrolmentClosed, GroupGone
from concertation.domain.seating import QuotaKind
from concertation.models import Enrolment
from concertation.services import member_bulk
from concertation.services.member_bulk import ActOnMembers, act_on_members
from concertation.services.own_places import leave_group
from tests.enrolments import (
    assert_counted,
    enrol,
    limited,
    mails_to,
    place_of,
    standing_of,
    standings,
)
from tests.factories import ACTOR, NOW
from tests.processes import make_group, make_offer, make_phase, make_published_process
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
BY = {"actor": ACTOR, "now": NOW}


@pytest.fixture(autouse=True)
def nothing_is_miscounted(app, monkeypatch):
    monkeypatch.setattr(member_bulk, "BATCH", 2)
    yield
    assert_counted()


def wish_of(offer, action, numbers, **changes):
    ids = [place_of(number, offer).id for number in numbers]
    return ActOnMembers(offer_id=offer.id, action=action, enrolment_ids=ids, **changes)


def act(offer, action, numbers, **changes):
    outcome = act_on_members(wish_of(offer, action, numbers, **changes), **BY)
    return len(outcome.done), {why: len(ids) for why, ids in outcome.passed.items()}


def make_full(count, capacity=2, **changes):
    offer = make_published_process(capacity=capacity, **changes)
    for number in range(1, count + 1):
        enrol(offer, number=number)
    return offer


def test_who_asked_first_gets_the_seats_whatever_the_order_of_the_list(app):
    offer = make_full(5, needs_approval=True)

    done = act(offer, MemberAction.APPROVE, (5, 4, 3, 2, 1))

    assert done == (5, {})
    assert standings(1, 2, 3, 4, 5) == ["seat", "seat", *["waiting"] * 3]
    assert act(offer, MemberAction.APPROVE, (1, 2)) == (0, {Passed.DECIDED: 2})


def test_two_facilitators_at_once_decide_each_person_once(app):
    offer = make_full(6, capacity=3, needs_approval=True)
    numbers = range(1, 7)
    actions = [MemberAction.APPROVE, MemberAction.DECLINE] * 3
    wishes = [wish_of(offer, action, numbers, reason="Non.") for action in actions]
    db.session.rollback()

    tries = all_at_once(app, [partial(act_on_members, each, **BY) for each in wishes])

    assert sum(len(each.result().done) for each in tries) == 6
    told = [mails_to(number)[1:] for number in numbers]
    assert all(len(mails) == 1 for mails in told)


def test_taking_out_seats_nobody_who_is_taken_out_as_well(app):
    offer = make_full(4)

    assert act(offer, MemberAction.REMOVE, (1, 3), reason="Absences.") == (2, {})

    assert standings(1, 2, 3, 4) == ["ended", "seat", "ended", "seat"]
    assert "enrolment_promoted" not in mails_to(3)


def test_a_deputy_who_is_taken_out_as_well_inherits_no_seat(app):
    offer = make_full(2, one_seat_an_organisation=True)
    assert standings(1, 2) == ["seat", "deputy"]

    assert act(offer, MemberAction.REMOVE, (1, 2), reason="Absences.") == (2, {})

    assert standings(1, 2) == ["ended", "ended"]
    assert "enrolment_role_changed" not in mails_to(2)


def test_many_move_as_far_as_there_are_seats_and_a_line(app):
    offer = make_full(3, capacity=5)
    group = make_group(offer.process, title="DIFFUSION")
    there = make_offer(group, offer.phase, capacity=2, keeps_waiting_list=False)

    done = act(offer, MemberAction.MOVE, (1, 2, 3), to_offer_id=there.id)

    assert done == (2, {Passed.FULL: 1})
    assert [standing_of(number, there) for number in (1, 2)] == ["seat", "seat"]
    assert standing_of(3, offer) == "seat"


def test_many_move_as_far_as_a_quota_of_a_group_where_nobody_waits_lets_them(app):
    offer = make_full(3, capacity=5)
    group = make_group(offer.process, title="DIFFUSION")
    there = make_offer(group, offer.phase, capacity=5, keeps_waiting_list=False)
    limited(there, QuotaKind.CATEGORY, "museum", 1)

    done = act(offer, MemberAction.MOVE, (1, 2, 3), to_offer_id=there.id)

    assert done == (1, {Passed.FULL: 2})
    assert standing_of(1, there) == "seat"
    assert [standing_of(number, offer) for number in (2, 3)] == ["seat", "seat"]
    assert "enrolment_moved" not in mails_to(2)


def test_who_is_in_the_other_group_already_is_passed_over(app):
    offer = make_full(1, group_rule="several")
    group = make_group(offer.process, title="DIFFUSION")
    there = make_offer(group, offer.phase, capacity=5)
    enrol(there, number=1)

    done = act(offer, MemberAction.MOVE, (1,), to_offer_id=there.id)

    assert done == (0, {Passed.THERE: 1})
    assert standing_of(1, offer) == "seat"


def test_moving_and_leaving_at_once_keep_the_counts(app):
    offer = make_full(6, capacity=3)
    group = make_group(offer.process, title="DIFFUSION")
    there = make_offer(group, offer.phase, capacity=2)
    move = wish_of(offer, MemberAction.MOVE, (1, 2, 3, 4), to_offer_id=there.id)
    leaving = [place_of(number, offer).id for number in (2, 3, 5)]
    db.session.rollback()

    tries = all_at_once(
        app,
        [
            partial(act_on_members, move, **BY),
            *(partial(leave_group, each, **BY) for each in leaving),
            partial(act_on_members, move, **BY),
        ],
    )

    for each in tries:
        each.result()
    live = select(Enrolment.participant_id).where(Enrolment.ended_at.is_(None))
    people = db.session.scalars(live).all()
    assert len(people) == len(set(people))


def test_who_cannot_be_brought_forward_is_passed_over(app):
    offer = make_full(4)

    done = act(offer, MemberAction.PROMOTE, (1, 4))

    assert done == (1, {Passed.SEATED: 1})
    leave_group(place_of(1).id, **BY)
    assert standings(3, 4) == ["waiting", "seat"]
    assert act(offer, MemberAction.PROMOTE, (3,)) == (0, {Passed.FIRST: 1})


def test_a_message_is_sent_again_once_to_each(app):
    offer = make_full(2)

    assert act(offer, MemberAction.RESEND, (1, 2)) == (0, {Passed.TOLD: 2})


def test_what_cannot_be_is_refused_as_a_whole(app):
    offer = make_full(1)
    elsewhere = make_offer(offer.group, make_phase(offer.process))
    after = {"actor": ACTOR, "now": offer.phase.ends_at}

    with pytest.raises(GroupGone):
        act(offer, MemberAction.MOVE, (1,), to_offer_id=elsewhere.id)
    with pytest.raises(EnrolmentClosed):
        act_on_members(wish_of(offer, MemberAction.REMOVE, (1,)), **after)
    crowd = range(MOST_AT_ONCE + 1)
    with pytest.raises(TooManyAtOnce):
        act_on_members(
            ActOnMembers(
                offer_id=offer.id, action=MemberAction.RESEND, enrolment_ids=crowd
            ),
            **BY,
        )
    assert standing_of(1, offer) == "seat"
