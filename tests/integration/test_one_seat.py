"""One seat an organisation, whatever happens to its people."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from concertation.database import db, table_of
from concertation.domain.actor import PARTICIPANT
from concertation.domain.enrolment import EndReason, EnrolmentSource, SeatRole
from concertation.domain.process import GroupRule
from concertation.domain.process_errors import PlacesChanged
from concertation.domain.seating import AdmissionState, QuotaKind
from concertation.models import (
    Admission,
    Enrolment,
    GroupOffer,
    Organisation,
    SeatPool,
)
from concertation.services import group_places
from concertation.services.group_members import approve_enrolment
from concertation.services.organisations import NamedOrganisation
from concertation.services.own_places import decline_place, leave_group
from concertation.services.participant_erasure import erase_participant
from concertation.services.participants import change_details
from concertation.services.renewal import renew_group
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
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_process,
    make_published_process,
    publish,
)

pytestmark = pytest.mark.on_both_databases
BY = {"actor": PARTICIPANT, "now": NOW + timedelta(hours=1)}


def of(name, **changes):
    return make_details(organisation=NamedOrganisation(name=name), **changes)


@pytest.fixture
def offer(app):
    return make_published_process(capacity=5, one_seat_an_organisation=True)


def people(offer, *names):
    for number, name in enumerate(names, start=1):
        enrol(offer, number=number, details=of(name), now=NOW + number * MINUTE)


def test_who_goes_over_to_an_organisation_with_a_seat_becomes_its_deputy(offer):
    people(offer, "X", "Y")

    change_details(place_of(2).participant_id, of("X"), **BY)

    assert standings(1, 2) == ["seat", "deputy"]
    assert_counted()


def test_who_goes_over_leaves_the_seat_to_the_deputy(offer):
    people(offer, "X", "X")

    change_details(place_of(1).participant_id, of("Z"), **BY)

    assert standings(1, 2) == ["seat", "seat"]
    db.session.expire_all()
    assert db.session.get_one(GroupOffer, offer.id).pool.seats_taken == 2
    assert mails_to(2)[-1] == "enrolment_role_changed"
    assert_counted()


def test_a_deputy_who_goes_over_asks_for_a_seat_of_their_own(offer):
    people(offer, "X", "X")

    change_details(place_of(2).participant_id, of("Z"), **BY)

    assert standings(1, 2) == ["seat", "seat"]
    assert_counted()


def two_phases(**changes):
    process = make_process(one_seat_an_organisation=True, **changes)
    group = make_group(process)
    phases = [make_phase(process) for _ in range(2)]
    offers = [make_offer(group, phase, capacity=5) for phase in phases]
    publish(process)
    begin = phases[1].starts_at + timedelta(hours=1)
    return offers, {"until": begin + timedelta(days=9), "actor": ACTOR, "now": begin}


def test_a_newcomer_of_the_new_phase_keeps_the_seat_and_the_member_is_a_deputy(app):
    (former, newer), begun = two_phases()
    people(former, "X")
    enrol(
        newer,
        number=9,
        details=of("X"),
        now=begun["now"],
        source=EnrolmentSource.DESK,
    )

    renew_group(newer.id, **begun)

    assert standing_of(9, newer) == "seat"
    assert standing_of(1, newer) == "deputy"
    assert mails_to(1)[-1] == "enrolment_standing"
    assert_counted()


def test_a_deputy_whose_titular_left_is_asked_to_go_on_in_their_stead(app):
    (former, newer), begun = two_phases()
    people(former, "X", "X")
    renew_group(newer.id, **begun)

    decline_place(place_of(1, newer).id, actor=PARTICIPANT, now=begun["now"])

    assert standing_of(2, newer) == "held"
    assert mails_to(2)[-1] == "enrolment_held"
    assert_counted()


def test_approving_two_of_one_organisation_gives_one_seat(app):
    [offer] = groups(
        1,
        capacity=5,
        group_rule=GroupRule.RANKED,
        one_seat_an_organisation=True,
    )
    people(offer, "X", "X")

    for number in (1, 2):
        approve_enrolment(place_of(number).id, actor=ACTOR, now=BY["now"])

    assert standings(1, 2) == ["seat", "deputy"]
    assert_counted()


def test_a_deputy_of_who_only_waits_is_told_that_they_wait(app):
    offer = make_published_process(capacity=1, one_seat_an_organisation=True)
    people(offer, "A", "X", "X")

    leave_group(place_of(2).id, **BY)

    assert standing_of(3) == "waiting"
    assert mails_to(3) == ["enrolment_standing", "enrolment_standing"]


def test_the_groups_that_are_left_are_locked_with_those_one_is_erased_from(app):
    first, second = groups(2, capacity=1, group_rule=GroupRule.RANKED, groups_most=2)
    enrol(first, number=1)
    enrol(second, number=2)
    enrol(first, second, number=3, now=NOW + MINUTE)
    for number, offer in ((1, first), (2, second), (3, first), (3, second)):
        approve_enrolment(place_of(number, offer).id, actor=ACTOR, now=BY["now"])
    before = db.session.get_one(GroupOffer, second.id).pool.lock_version

    erase_participant(place_of(1).participant_id, **BY)

    db.session.expire_all()
    pool = db.session.get_one(GroupOffer, second.id).pool
    assert (pool.parties_waiting, pool.lock_version) == (0, before + 1)
    assert standing_of(3, first) == "seat"
    assert_counted()


def test_a_stranger_is_answered_by_what_they_type_and_not_by_what_is_kept(app):
    (former, newer), begun = two_phases()
    people(former, "X")
    desk = {"source": EnrolmentSource.DESK, "now": begun["now"]}
    enrol(newer, number=7, details=of("X"), **desk)
    typed = {"details": of("Toute nouvelle"), "now": begun["now"] + MINUTE}

    known = enrol(newer, number=1, browser_key="another", **typed)
    unknown = enrol(newer, number=8, browser_key="another", **typed)

    assert known.places[0].standing == unknown.places[0].standing == "seat"
    assert standing_of(1, newer) == "deputy"


def test_a_name_that_one_person_alone_typed_is_forgotten_with_them(offer):
    people(offer, "Cabinet d’une seule personne", "X", "X")

    erase_participant(place_of(1).participant_id, **BY)
    erase_participant(place_of(2).participant_id, **BY)

    names = [each.name for each in db.session.query(Organisation)]
    assert names == ["X"]


def test_what_was_decided_while_somebody_waited_for_the_lock_is_read_again(
    offer, monkeypatch
):
    """The desk takes them out after they read their places, before they hold them."""
    people(offer, "X")
    place, details = place_of(1), of("X", departement="62")
    locked = group_places.lock_together

    def taken_out_first(session, offer_ids):
        monkeypatch.setattr(group_places, "lock_together", locked)
        gone = {"ended_at": NOW, "end_reason": EndReason.REMOVED}
        session.execute(update(table_of(Enrolment)).values(**gone))
        over = {"state": AdmissionState.CANCELLED}
        session.execute(update(table_of(Admission)).values(**over))
        session.execute(update(table_of(SeatPool)).values(seats_taken=0))
        return locked(session, offer_ids)

    monkeypatch.setattr(group_places, "lock_together", taken_out_first)
    limited(offer, QuotaKind.DEPARTEMENT, "62", 5)

    change_details(place.participant_id, details, **BY)

    assert_counted()


def test_a_place_that_was_given_meanwhile_is_not_touched_without_its_lock(
    app, monkeypatch
):
    first, second = groups(2, group_rule=GroupRule.SEVERAL)
    enrol(first)
    monkeypatch.setattr(
        group_places, "lock_together", lambda *_: enrol_elsewhere(second)
    )

    def enrol_elsewhere(offer):
        db.session.add(
            Enrolment(
                participant_id=place_of(1).participant_id,
                offer_id=offer.id,
                seat_role=SeatRole.DEPUTY,
                source=EnrolmentSource.DESK,
                created_at=NOW,
                updated_at=NOW,
            )
        )
        db.session.flush()

    with pytest.raises(PlacesChanged):
        erase_participant(place_of(1).participant_id, **BY)

    assert place_of(1).participant.anonymised_at is None
