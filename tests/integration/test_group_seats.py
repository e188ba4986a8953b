"""Whose seat it is: limits by kind and territory, one seat an organisation."""

import pytest

from concertation.database import db
from concertation.domain.actor import PARTICIPANT
from concertation.domain.enrolment import Obstacle, Standing
from concertation.domain.errors import QuotaFull
from concertation.domain.seating import QuotaKind
from concertation.services.organisations import NamedOrganisation
from concertation.services.own_places import leave_group
from concertation.services.participants import change_details
from tests.enrolments import (
    MINUTE,
    assert_counted,
    enrol,
    limited,
    mails_to,
    make_details,
    place_of,
    standing_of,
    standings,
)
from tests.factories import NOW
from tests.processes import make_published_process

pytestmark = pytest.mark.on_both_databases


@pytest.fixture
def offer(app):
    return make_published_process()


def test_who_would_break_a_hard_quota_is_passed_over_and_it_is_noted(app):
    offer = make_published_process(capacity=3)
    limited(offer, QuotaKind.CATEGORY, "museum", 1)
    enrol(offer, number=1)
    enrol(offer, number=2, now=NOW + MINUTE)
    assert standings(1, 2) == ["seat", "waiting"]
    other = make_details(category="popular_education", organisation=NamedOrganisation())

    enrol(offer, number=3, details=other, now=NOW + 2 * MINUTE)

    assert standings(1, 2, 3) == ["seat", "waiting", "seat"]
    assert place_of(2).obstacle is Obstacle.CATEGORY
    leave_group(place_of(1).id, actor=PARTICIPANT, now=NOW)
    assert standing_of(2) == "seat"
    assert_counted()


def test_a_soft_quota_keeps_nobody_out(offer):
    quota = limited(offer, QuotaKind.DEPARTEMENT, "59", 1, is_hard=False)

    enrol(offer, number=1)
    enrol(offer, number=2)

    db.session.refresh(quota)
    assert standings(1, 2) == ["seat", "seat"]
    assert (quota.seats_taken, quota.seats) == (2, 1)


def test_who_changes_their_kind_counts_anew_and_is_never_put_out(app):
    offer = make_published_process(capacity=3)
    limited(offer, QuotaKind.CATEGORY, "popular_education", 1)
    elsewhere = make_details(category="popular_education")
    enrol(offer, number=1)
    enrol(offer, number=2, details=elsewhere, now=NOW + MINUTE)
    person = place_of(1).participant

    with pytest.raises(QuotaFull):
        change_details(person.id, elsewhere, actor=PARTICIPANT, now=NOW)
    changed = make_details(departement="62", family_name="Autre")
    change_details(person.id, changed, actor=PARTICIPANT, now=NOW)

    assert place_of(1).participant.departement == "62"
    assert place_of(1).participant.category == "museum"
    assert_counted()


def test_an_organisation_has_one_seat_and_deputies(app):
    offer = make_published_process(capacity=3, one_seat_an_organisation=True)

    enrol(offer, number=1)
    receipt = enrol(offer, number=2, now=NOW + MINUTE)
    elsewhere = make_details(organisation=NamedOrganisation(name="Autre musée"))
    enrol(offer, number=3, details=elsewhere, now=NOW + 2 * MINUTE)

    assert receipt.places[0].standing is Standing.DEPUTY
    assert standings(1, 2, 3) == ["seat", "deputy", "seat"]
    db.session.refresh(offer.pool)
    assert offer.pool.seats_taken == 2


def test_the_deputy_takes_over_when_the_titular_member_leaves(app):
    offer = make_published_process(capacity=1, one_seat_an_organisation=True)
    elsewhere = make_details(organisation=NamedOrganisation(name="Autre musée"))
    enrol(offer, number=1)
    enrol(offer, number=2, now=NOW + MINUTE)
    enrol(offer, number=3, details=elsewhere, now=NOW + 2 * MINUTE)

    leave_group(place_of(1).id, actor=PARTICIPANT, now=NOW)

    assert standings(1, 2, 3) == ["ended", "seat", "waiting"]
    assert mails_to(2) == ["enrolment_standing", "enrolment_role_changed"]
    assert_counted()


def test_people_without_an_organisation_are_nobodys_deputies(app):
    offer = make_published_process(one_seat_an_organisation=True)
    alone = make_details(organisation=NamedOrganisation(name="aucune"))

    enrol(offer, number=1, details=alone)
    enrol(offer, number=2, details=alone)

    assert standings(1, 2) == ["seat", "seat"]
