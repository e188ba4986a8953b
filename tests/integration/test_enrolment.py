"""Enrol in groups: who gets a seat, who waits, who is told what."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.actor import PARTICIPANT
from concertation.domain.enrolment import EndReason, EnrolmentSource, Standing
from concertation.domain.process import GroupRule
from concertation.domain.process_errors import (
    EnrolmentClosed,
    EnrolmentNotOpen,
    GroupFull,
    GroupGone,
    ProcessNotPublished,
    TooManyGroups,
)
from concertation.models import OutboxMail, Participant
from concertation.services.own_places import leave_group
from concertation.services.participant_erasure import erase_participant
from tests.enrolments import (
    MINUTE,
    assert_counted,
    enrol,
    groups,
    mails_to,
    make_details,
    place_of,
    standing_of,
    standings,
)
from tests.factories import ACTOR, NOW
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_process,
    make_published_process,
    publish,
)

pytestmark = pytest.mark.on_both_databases


@pytest.fixture
def offer(app):
    return make_published_process()


def test_seats_are_given_in_order_and_the_others_wait(offer):
    receipts = [enrol(offer, number=n, now=NOW + n * MINUTE) for n in range(1, 5)]

    told = [(r.places[0].standing, r.places[0].rank) for r in receipts]
    seat, waits = Standing.SEAT, Standing.WAITING
    assert told == [(seat, None), (seat, None), (waits, 1), (waits, 2)]
    assert mails_to(3) == ["enrolment_standing"]
    assert_counted()


def test_a_seat_is_given_in_as_many_statements_to_the_third_as_to_the_first(
    offer, counted_queries
):
    def statements(number: int) -> int:
        db.session.remove()
        with counted_queries() as made:
            enrol(offer, number=number)
        return len(made)

    db.session.remove()
    enrol(offer, number=1)  # Its organisation is new to the directory.
    leave_group(place_of(1).id, actor=PARTICIPANT, now=NOW)
    second, third = statements(2), statements(3)

    assert second == third <= 13
    assert_counted()


def test_whoever_leaves_makes_room_for_the_first_in_line(offer):
    for number in range(1, 5):
        enrol(offer, number=number, now=NOW + number * MINUTE)

    leave_group(place_of(1).id, actor=PARTICIPANT, now=NOW)
    leave_group(place_of(1).id, actor=PARTICIPANT, now=NOW)

    assert standings(1, 2, 3, 4) == ["ended", "seat", "seat", "waiting"]
    assert place_of(1).end_reason is EndReason.LEFT
    assert mails_to(1) == ["enrolment_standing", "enrolment_ended"]
    assert mails_to(3) == ["enrolment_standing", "enrolment_promoted"]
    assert_counted()


def test_whoever_comes_back_stands_at_the_end_and_keeps_their_history(offer):
    for number in range(1, 4):
        enrol(offer, number=number, now=NOW + number * MINUTE)
    leave_group(place_of(1).id, actor=PARTICIPANT, now=NOW)

    receipt = enrol(offer, number=1, now=NOW + 9 * MINUTE)

    person = db.session.get_one(Participant, receipt.participant_id)
    assert receipt.places[0].rank == 1
    assert [each.standing.value for each in person.enrolments] == ["ended", "waiting"]


@pytest.mark.parametrize(
    ("offset", "refusal"),
    [
        (-timedelta(microseconds=1), EnrolmentNotOpen),
        (timedelta(0), None),
        (timedelta(days=60) - timedelta(microseconds=1), None),
        (timedelta(days=60), EnrolmentClosed),
    ],
)
def test_a_phase_is_half_open(offer, offset, refusal):
    now = offer.phase.starts_at + offset
    if refusal is None:
        assert enrol(offer, now=now).is_new
        return
    with pytest.raises(refusal) as refused:
        enrol(offer, now=now)
    assert refused.value.phase == offer.phase.title


def test_the_desk_enrols_outside_of_the_window_until_the_phase_is_over(offer):
    early = offer.phase.starts_at - timedelta(days=3)
    desk = {"source": EnrolmentSource.DESK, "actor": ACTOR}

    assert enrol(offer, now=early, **desk).places[0].standing is Standing.SEAT
    with pytest.raises(EnrolmentClosed):
        enrol(offer, number=2, now=offer.phase.ends_at, **desk)


def test_nobody_enrols_in_a_draft(app):
    process = make_process()
    drafted = make_offer(make_group(process), make_phase(process))

    with pytest.raises(ProcessNotPublished):
        enrol(drafted)


def test_a_second_group_is_one_too_many_where_one_is_the_rule(app):
    first, second = groups(2)

    with pytest.raises(TooManyGroups):
        enrol(first, second)
    enrol(first)
    with pytest.raises(TooManyGroups):
        enrol(second)
    assert db.session.query(Participant).count() == 1


def test_several_groups_are_told_in_one_mail_and_added_by_the_same_browser(app):
    first, second, third = groups(3, group_rule=GroupRule.SEVERAL, groups_most=2)

    enrol(first)
    receipt = enrol(first, second)

    assert {place.offer_id for place in receipt.places} == {first.id, second.id}
    assert mails_to(1) == ["enrolment_standing", "enrolment_standing"]
    with pytest.raises(TooManyGroups):
        enrol(third)


def test_a_group_of_another_phase_or_process_is_none_of_this_one(offer):
    other = make_published_process(slug="autre", title="Autre démarche")

    with pytest.raises(GroupGone):
        enrol(offer, offer_ids=(offer.id, other.id))
    with pytest.raises(GroupGone):
        enrol(offer, offer_ids=())


def test_a_full_group_without_a_line_takes_nobody(app):
    full = make_published_process(capacity=1, keeps_waiting_list=False)
    enrol(full)

    with pytest.raises(GroupFull):
        enrol(full, number=2)

    assert db.session.query(Participant).count() == 1
    assert_counted()


def test_a_group_that_is_closed_takes_nobody_but_from_the_desk(app):
    closed = make_published_process(capacity=0)

    with pytest.raises(GroupFull):
        enrol(closed)
    desk = {"source": EnrolmentSource.DESK, "actor": ACTOR}
    assert enrol(closed, **desk).places[0].standing is Standing.WAITING


def test_a_stranger_learns_nothing_of_an_address_that_is_enrolled(offer):
    enrol(offer)
    enrol(offer, number=2)

    known = enrol(offer, number=1, browser_key="another", now=NOW + 20 * MINUTE)
    unknown = enrol(offer, number=3, browser_key="another", now=NOW + 20 * MINUTE)

    assert known.places == unknown.places
    assert standing_of(1) == "seat"
    assert mails_to(1) == ["enrolment_standing", "enrolment_standing"]


def test_a_stranger_changes_nothing_of_a_person_who_is_enrolled(offer):
    enrol(offer)

    enrol(offer, browser_key="another", details=make_details(family_name="Autre"))

    assert place_of(1).participant.family_name == "d'Hœuf-Lefèbvre"


def test_the_mail_goes_out_again_after_a_quiet_time_only(offer):
    enrol(offer)
    enrol(offer, now=NOW + 9 * MINUTE)
    assert mails_to(1) == ["enrolment_standing"]

    enrol(offer, now=NOW + 10 * MINUTE)

    assert mails_to(1) == ["enrolment_standing"] * 2


def test_erasing_somebody_frees_the_seat_and_leaves_nothing_personal(offer):
    for number in range(1, 4):
        enrol(offer, number=number, now=NOW + number * MINUTE)
    person = place_of(1).participant

    erase_participant(person.id, actor=PARTICIPANT, now=NOW)
    erase_participant(person.id, actor=PARTICIPANT, now=NOW)

    db.session.refresh(person)
    assert (person.family_name, person.email, person.organisation_id) == ("", "", None)
    assert (person.category, person.departement) == ("museum", "59")
    assert person.enrolments[0].end_reason is EndReason.ERASED
    assert standing_of(3) == "seat"
    assert_counted()


def test_leaving_a_phase_that_is_over_changes_nothing(offer):
    enrol(offer)

    with pytest.raises(EnrolmentClosed):
        leave_group(place_of(1).id, actor=PARTICIPANT, now=offer.phase.ends_at)

    assert standing_of(1) == "seat"


def test_an_address_alone_changes_nothing_of_who_was_in_a_former_phase(app):
    process = make_process()
    group = make_group(process)
    former, newer = (make_offer(group, make_phase(process)) for _ in range(2))
    publish(process)
    enrol(former)
    now = newer.phase.starts_at
    typed = make_details(family_name="Autre", is_named=True)

    receipt = enrol(newer, now=now, browser_key="another", details=typed)

    person = place_of(1, newer).participant
    assert receipt.places[0].standing is Standing.SEAT
    assert (person.family_name, person.is_named) == ("d'Hœuf-Lefèbvre", False)
    facts = db.session.scalars(
        select(OutboxMail.facts).order_by(OutboxMail.id.desc())
    ).first()
    assert facts["keeps_details"]


def test_the_same_browser_says_anew_who_somebody_is_in_another_phase(app):
    process = make_process()
    group = make_group(process)
    former, newer = (make_offer(group, make_phase(process)) for _ in range(2))
    publish(process)
    enrol(former)

    enrol(newer, now=newer.phase.starts_at, details=make_details(family_name="Nouveau"))

    assert place_of(1, newer).participant.family_name == "Nouveau"
