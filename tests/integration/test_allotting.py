"""Allot ranked wishes: shown first, written as shown, counted right."""

from datetime import timedelta

import pytest

from concertation.database import db
from concertation.domain.actor import PARTICIPANT
from concertation.domain.enrolment import EndReason, Obstacle
from concertation.domain.process import GroupRule
from concertation.domain.process_errors import (
    AllotmentChanged,
    EnrolmentClosed,
    NothingToAllot,
)
from concertation.domain.seating import AdmissionState, QuotaKind
from concertation.models import AuditEntry, OutboxMail
from concertation.services.allotting import allot_phase, plan_allotment
from concertation.services.organisations import NamedOrganisation
from concertation.services.own_places import leave_group
from tests.enrolments import (
    MINUTE,
    assert_counted,
    enrol,
    groups,
    limited,
    mails_to,
    make_details,
    place_of,
    standing_of,
    standings,
)
from tests.factories import ACTOR, NOW

pytestmark = pytest.mark.on_both_databases
LATER = {"actor": ACTOR, "now": NOW + timedelta(hours=1)}


@pytest.fixture
def offers(app):
    return groups(3, capacity=1, group_rule=GroupRule.RANKED, groups_most=3)


def plan(offers):
    db.session.rollback()
    return plan_allotment(db.session(), offers[0].phase_id)


def allot(offers, **changes):
    return allot_phase(offers[0].phase_id, plan(offers).fingerprint, **LATER | changes)


def without_list(offer):
    offer.pool.keeps_waiting_list = False
    db.session.commit()


def facts_of(number):
    """What the mail about the allotment tells this person."""
    mails = db.session.query(OutboxMail).filter_by(
        template="enrolment_allotted", recipient=f"person{number}@example.org"
    )
    return mails.order_by(OutboxMail.id.desc()).first().facts


def test_nobody_has_a_seat_before_wishes_are_allotted(offers):
    first, second, _third = offers

    receipt = enrol(first, second)

    assert [place.standing for place in receipt.places] == ["asked", "asked"]
    assert place_of(1, second).wish_place == 2


def test_what_is_wished_for_later_comes_after_what_was_wished_before(offers):
    first, second, third = offers
    enrol(second)

    enrol(third, first)

    ranked = [place_of(1, each).wish_place for each in (second, third, first)]
    assert ranked == [1, 2, 3]


def test_the_best_wishes_are_granted_and_the_others_end(offers):
    first, second, third = offers
    enrol(first, second, number=1)
    enrol(first, second, third, number=2, now=NOW + MINUTE)
    enrol(first, second, number=3, now=NOW + 2 * MINUTE)

    written = allot(offers)

    assert dict(written.by_place) == {1: 1, 2: 1, 0: 1}
    assert standing_of(1, first) == standing_of(2, second) == "seat"
    assert place_of(2, first).obstacle is Obstacle.FULL
    assert place_of(2, third).end_reason is EndReason.OTHER_WISH
    assert standing_of(3, first) == standing_of(3, second) == "waiting"
    assert mails_to(2) == ["enrolment_standing", "enrolment_allotted"]
    assert_counted()


def test_the_mail_says_which_wish_and_why(offers):
    enrol(offers[0], number=1)
    enrol(offers[0], offers[1], number=2, now=NOW + MINUTE)

    allot(offers)

    mail = db.session.query(OutboxMail).filter_by(
        template="enrolment_allotted", recipient="person2@example.org"
    )
    facts = mail.one().facts
    assert (facts["place"], facts["group_title"]) == (2, "GROUPE 1")
    assert (facts["passed_groups"], facts["obstacles"]) == (["GROUPE 0"], ["full"])


def test_a_seat_that_becomes_free_goes_to_who_waits_and_ends_their_other_wishes(offers):
    first, second, _third = offers
    enrol(first, number=1)
    enrol(second, number=2)
    enrol(first, second, number=3, now=NOW + MINUTE)
    allot(offers)

    leave_group(place_of(2).id, actor=PARTICIPANT, now=NOW)

    assert standing_of(3, second) == "seat"
    assert place_of(3, first).end_reason is EndReason.OTHER_WISH
    assert_counted()


def test_what_changed_since_it_was_shown_is_not_written(offers):
    enrol(offers[0], number=1)
    shown = plan(offers).fingerprint
    enrol(offers[0], number=2, now=NOW + MINUTE)

    with pytest.raises(AllotmentChanged):
        allot_phase(offers[0].phase_id, shown, **LATER)

    assert standing_of(1) == "asked"
    assert_counted()


def test_showing_it_writes_nothing(offers):
    enrol(offers[0], number=1)
    before = db.session.query(AuditEntry).count()

    plan(offers)

    assert db.session.query(AuditEntry).count() == before
    assert standing_of(1) == "asked"


def test_hard_quotas_hold_and_are_counted(offers):
    first, second, _third = offers
    quota = limited(first, QuotaKind.CATEGORY, "museum", 0)
    enrol(first, second, number=1)
    other = make_details(category="university")
    enrol(first, number=2, details=other, now=NOW + MINUTE)

    allot(offers)

    assert standing_of(1, second) == standing_of(2, first) == "seat"
    assert place_of(1, first).obstacle is Obstacle.CATEGORY
    db.session.refresh(quota)
    assert quota.seats_taken == 0
    assert_counted()


def test_an_organisation_never_gets_two_seats_in_a_group(app):
    """Not at once, and not by waiting twice for what becomes free."""
    first, second = groups(
        2,
        capacity=1,
        group_rule=GroupRule.RANKED,
        groups_most=2,
        one_seat_an_organisation=True,
    )
    for number, name in enumerate("ABBCC", start=1):
        named = make_details(organisation=NamedOrganisation(name=f"Structure {name}"))
        wanted = (first, second) if number == 3 else (first,)
        enrol(*wanted, number=number, details=named, now=NOW + number * MINUTE)

    allot([first, second])

    assert [standing_of(n, first) for n in (1, 2, 4, 5)] == [
        "seat",
        "waiting",
        "waiting",
        "deputy",
    ]
    assert standing_of(3, second) == "seat"
    assert_counted()


def test_nobody_waits_where_a_group_keeps_no_list(offers):
    """Their wish ends with its reason; in other groups they wait as before."""
    first, second, _third = offers
    without_list(first)
    enrol(first, number=1)
    enrol(second, number=2, now=NOW + MINUTE)
    enrol(first, second, number=3, now=NOW + 2 * MINUTE)
    enrol(first, number=4, now=NOW + 3 * MINUTE)

    allot(offers)

    assert place_of(3, first).end_reason is EndReason.NOT_ALLOTTED
    assert standing_of(3, second) == "waiting"
    over = place_of(4, first)
    assert (over.end_reason, over.obstacle) == (EndReason.NOT_ALLOTTED, Obstacle.FULL)
    assert over.admission.state is AdmissionState.DECLINED
    assert facts_of(3)["ended_groups"] == ["GROUPE 0"]
    assert facts_of(4)["ended_groups"] == facts_of(4)["passed_groups"] == ["GROUPE 0"]
    noted = db.session.query(AuditEntry).filter_by(action="enrolment.not_allotted")
    assert {each.subject_id for each in noted} == {over.id, place_of(3, first).id}
    assert_counted()


def test_nobody_is_let_in_later_whose_wish_is_over(offers):
    without_list(offers[0])
    enrol(offers[0], number=1)
    enrol(offers[0], number=2, now=NOW + MINUTE)
    allot(offers)

    leave_group(place_of(1).id, actor=PARTICIPANT, now=NOW)

    assert standing_of(2) == "ended"
    assert_counted()


def test_whoever_got_nothing_may_ask_again(offers):
    without_list(offers[0])
    enrol(offers[0], number=1)
    enrol(offers[0], number=2, now=NOW + MINUTE)
    allot(offers)

    enrol(offers[0], offers[1], number=2, now=NOW + timedelta(hours=2))
    allot(offers)

    assert standing_of(2, offers[1]) == "seat"
    assert_counted()


def test_a_list_that_is_kept_no_more_is_another_plan(offers):
    enrol(offers[0], number=1)
    enrol(offers[0], number=2, now=NOW + MINUTE)
    shown = plan(offers).fingerprint
    without_list(offers[0])

    with pytest.raises(AllotmentChanged):
        allot_phase(offers[0].phase_id, shown, **LATER)


def test_an_organisation_without_a_seat_has_no_deputies_where_nobody_waits(app):
    (only,) = groups(
        1, capacity=1, group_rule=GroupRule.RANKED, one_seat_an_organisation=True
    )
    without_list(only)
    for number, name in enumerate("ABBA", start=1):
        named = make_details(organisation=NamedOrganisation(name=f"Structure {name}"))
        enrol(only, number=number, details=named, now=NOW + number * MINUTE)

    allot([only])

    assert standings(1, 2, 3, 4) == ["seat", "ended", "ended", "deputy"]
    assert facts_of(4)["deputy_groups"] == ["GROUPE 0"]
    assert_counted()


def test_who_asks_later_is_allotted_what_is_left(offers):
    enrol(offers[0], number=1)
    allot(offers)
    with pytest.raises(NothingToAllot):
        allot(offers)
    enrol(offers[0], offers[1], number=2, now=NOW + MINUTE)

    allot(offers)

    assert standing_of(1, offers[0]) == standing_of(2, offers[1]) == "seat"
    assert_counted()


def test_nothing_is_allotted_when_the_phase_is_over_or_nothing_is_ranked(offers):
    enrol(offers[0])
    with pytest.raises(EnrolmentClosed):
        allot(offers, now=offers[0].phase.ends_at)


def test_where_nothing_is_ranked_there_is_nothing_to_allot(app):
    plain = groups(1)
    with pytest.raises(NothingToAllot):
        allot(plain)
