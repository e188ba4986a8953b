"""What the desk decides about members of a group."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from concertation.database import db, transaction
from concertation.domain.actor import PARTICIPANT
from concertation.domain.enrolment import EndReason
from concertation.domain.errors import NobodyWaits, NoRoomToApprove, NothingToDecide
from concertation.domain.process import GroupRule
from concertation.domain.process_errors import (
    AlreadyEnrolled,
    EnrolmentClosed,
    EnrolmentEnded,
    GroupFull,
    GroupGone,
    NotADeputy,
)
from concertation.domain.seating import QuotaKind
from concertation.models import OutboxMail, SeatPool
from concertation.queries.member_story import story_of
from concertation.queries.moving import landing_in
from concertation.services.group_members import (
    approve_enrolment,
    decline_enrolment,
    move_enrolment,
    promote_enrolment,
    remove_enrolment,
    resend_enrolment,
    stand_in,
)
from concertation.services.own_places import leave_group
from tests.enrolments import (
    MINUTE,
    assert_counted,
    enrol,
    groups,
    limited,
    mails_to,
    place_of,
    standing_of,
    standings,
)
from tests.factories import ACTOR, NOW
from tests.processes import make_published_process

pytestmark = pytest.mark.on_both_databases
DESK = {"actor": ACTOR, "now": NOW + timedelta(hours=1)}


def filled(offer, count):
    for number in range(1, count + 1):
        enrol(offer, number=number, now=NOW + number * MINUTE)


def test_who_is_approved_stands_where_they_asked(app):
    offer = make_published_process(capacity=1, needs_approval=True)
    filled(offer, 3)
    assert standings(1, 2, 3) == ["asked"] * 3

    approve_enrolment(place_of(2).id, **DESK)
    approve_enrolment(place_of(3).id, **DESK)
    approve_enrolment(place_of(1).id, **DESK)

    assert standings(1, 2, 3) == ["waiting", "seat", "waiting"]
    leave_group(place_of(2).id, actor=PARTICIPANT, now=NOW)
    assert standings(1, 3) == ["seat", "waiting"]
    with pytest.raises(NothingToDecide):
        approve_enrolment(place_of(1).id, **DESK)
    assert_counted()


def test_nobody_is_approved_into_a_line_that_is_not_kept(app):
    offer = make_published_process(
        capacity=2, needs_approval=True, keeps_waiting_list=False
    )
    filled(offer, 2)
    approve_enrolment(place_of(1).id, **DESK)
    with transaction() as session:
        session.get_one(SeatPool, offer.pool_id).capacity = 1

    with pytest.raises(NoRoomToApprove):
        approve_enrolment(place_of(2).id, **DESK)

    assert standings(1, 2) == ["seat", "asked"]
    assert "enrolment_standing" in mails_to(1)
    assert len(mails_to(2)) == 1
    assert_counted()


def test_who_is_declined_is_told_why(app):
    offer = make_published_process(needs_approval=True)
    filled(offer, 1)

    decline_enrolment(place_of(1).id, "Le groupe est réservé aux musées.", **DESK)

    place = place_of(1)
    assert place.end_reason is EndReason.DECLINED
    assert place.end_word == "Le groupe est réservé aux musées."
    assert mails_to(1) == ["enrolment_standing", "enrolment_declined"]
    with pytest.raises(NothingToDecide):
        decline_enrolment(place.id, "", **DESK)


def test_who_is_taken_out_makes_room(app):
    offer = make_published_process(capacity=1)
    filled(offer, 2)

    remove_enrolment(place_of(1).id, "Trois absences.", **DESK)
    remove_enrolment(place_of(1).id, "Trois absences.", **DESK)

    assert standings(1, 2) == ["ended", "seat"]
    assert mails_to(1) == ["enrolment_standing", "enrolment_ended"]
    assert_counted()


def test_who_is_promoted_is_served_next(app):
    offer = make_published_process(capacity=1)
    filled(offer, 4)

    assert promote_enrolment(place_of(4).id, **DESK)
    assert not promote_enrolment(place_of(4).id, **DESK)
    with pytest.raises(NobodyWaits):
        promote_enrolment(place_of(1).id, **DESK)
    remove_enrolment(place_of(1).id, "", **DESK)

    assert standings(2, 3, 4) == ["waiting", "waiting", "seat"]
    assert mails_to(4) == ["enrolment_standing"] * 2 + ["enrolment_promoted"]
    assert_counted()


def test_the_history_of_who_waited_says_that_they_got_a_seat(app):
    (offer,) = groups(1, capacity=1)
    for number in (1, 2):
        enrol(offer, number=number, now=NOW + number * MINUTE)
    remove_enrolment(place_of(1).id, "", actor=ACTOR, now=NOW)

    told = [each.action for each in story_of(place_of(2).participant, [place_of(2)])]

    assert told == ["enrolment.seated", "enrolment.made"]


def test_who_is_moved_keeps_their_time_in_the_line(app):
    first, second = groups(2, capacity=1)
    enrol(first, number=1, now=NOW)
    enrol(second, number=2, now=NOW + MINUTE)
    enrol(second, number=3, now=NOW + 3 * MINUTE)
    enrol(first, number=4, now=NOW + 2 * MINUTE)

    move_enrolment(place_of(4).id, second.id, "Plus près de vos sujets.", **DESK)

    remove_enrolment(place_of(2).id, "", **DESK)
    assert standing_of(4, second) == "seat"
    assert standing_of(3) == "waiting"
    assert place_of(4, first).end_reason is EndReason.MOVED
    assert place_of(4, second).previous_id == place_of(4, first).id
    assert_counted()


def test_who_is_moved_leaves_a_seat_and_both_groups_are_told(app):
    first, second = groups(2, capacity=1)
    enrol(first, number=1)
    enrol(first, number=2, now=NOW + MINUTE)

    move_enrolment(place_of(1).id, second.id, "", **DESK)

    assert standings(1, 2) == ["seat", "seat"]
    assert mails_to(1) == ["enrolment_standing", "enrolment_moved"]
    told = select(OutboxMail.recipient).where(OutboxMail.template == "member_moved")
    assert list(db.session.scalars(told)) == ["csti@example.org"] * 2


def test_nobody_is_moved_where_they_are_or_elsewhere_than_in_the_phase(app):
    first, second = groups(2, group_rule=GroupRule.SEVERAL)
    other = make_published_process(slug="autre", title="Autre")
    enrol(first, second)

    with pytest.raises(AlreadyEnrolled):
        move_enrolment(place_of(1, first).id, second.id, "", **DESK)
    with pytest.raises(GroupGone):
        move_enrolment(place_of(1, first).id, other.id, "", **DESK)
    remove_enrolment(place_of(1, first).id, "", **DESK)
    with pytest.raises(EnrolmentEnded):
        move_enrolment(place_of(1, first).id, second.id, "", **DESK)


def test_nobody_loses_their_seat_to_a_quota_of_a_group_where_nobody_waits(app):
    first, second = groups(2, capacity=5)
    second.pool.keeps_waiting_list = False
    limited(second, QuotaKind.CATEGORY, "museum", 0)
    enrol(first)

    assert landing_in(place_of(1), second).standing is None
    with pytest.raises(GroupFull):
        move_enrolment(place_of(1).id, second.id, "", **DESK)

    assert place_of(1).offer_id == first.id
    assert standing_of(1, first) == "seat"
    assert mails_to(1) == ["enrolment_standing"]
    assert_counted()


def test_a_deputy_stands_in_and_the_seat_is_never_free(app):
    offer = make_published_process(capacity=1, one_seat_an_organisation=True)
    filled(offer, 2)

    stand_in(place_of(2).id, **DESK)

    assert standings(1, 2) == ["deputy", "seat"]
    assert mails_to(1)[-1] == mails_to(2)[-1] == "enrolment_role_changed"
    with pytest.raises(NotADeputy):
        stand_in(place_of(2).id, **DESK)
    assert_counted()


def test_a_second_click_sends_no_second_mail(app):
    offer = make_published_process()
    filled(offer, 1)

    assert resend_enrolment(place_of(1).id, **DESK)
    assert not resend_enrolment(place_of(1).id, **DESK)


def test_a_phase_that_is_over_stays_as_it_was(app):
    offer = make_published_process(capacity=1)
    filled(offer, 2)
    late = {"actor": ACTOR, "now": offer.phase.ends_at}

    with pytest.raises(EnrolmentClosed):
        promote_enrolment(place_of(2).id, **late)
    with pytest.raises(EnrolmentClosed):
        remove_enrolment(place_of(1).id, "", **late)
