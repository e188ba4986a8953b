"""Places in groups change under people: nobody loses one, and who fits gets in."""

from datetime import timedelta

import pytest

from concertation.database import db
from concertation.domain.process_errors import GroupInUse, OfferInUse, PhaseInUse
from concertation.domain.seating import QuotaKind
from concertation.models import Enrolment, GroupOffer
from concertation.queries.seating import place_quotas
from concertation.services.groups import remove_group
from concertation.services.offer_quotas import remove_offer_quota, set_offer_quota
from concertation.services.offers import OfferSheet, change_offer, withdraw_offer
from concertation.services.phases import remove_phase
from concertation.services.quotas import PlaceQuota
from tests.enrolments import (
    assert_counted,
    enrol,
    mails_to,
    make_details,
    standings,
)
from tests.factories import ACTOR, NOW
from tests.processes import make_published_process
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]

BY = {"actor": ACTOR, "now": NOW + timedelta(hours=1)}
MUSEUMS = PlaceQuota(kind=QuotaKind.CATEGORY, value="museum", seats=1, is_hard=True)


def seats(offer, capacity):
    change_offer(offer.id, OfferSheet(capacity=capacity), **BY)
    db.session.expire_all()


def test_fewer_places_remove_nobody_and_more_let_in_who_waits():
    offer = make_published_process(capacity=2)
    for number in (1, 2, 3, 4):
        enrol(offer, number=number)

    seats(offer, 1)
    assert standings(1, 2, 3, 4) == ["seat", "seat", "waiting", "waiting"]
    assert offer.pool.is_overfull

    seats(offer, 3)
    assert standings(1, 2, 3, 4) == ["seat", "seat", "seat", "waiting"]
    assert len(mails_to(3)) == len(mails_to(4)) + 1
    assert_counted()


def test_a_limit_counts_who_is_in_already_and_lets_in_others_when_lifted():
    offer = make_published_process(capacity=10)
    enrol(offer, number=1)

    set_offer_quota(offer.id, MUSEUMS, **BY)
    enrol(offer, number=2)
    enrol(offer, number=3, details=make_details(category="university"))

    assert standings(1, 2, 3) == ["seat", "waiting", "seat"]
    (quota,) = place_quotas(offer.pool_id)
    assert (quota.seats, quota.seats_taken) == (1, 1)
    assert_counted()
    for _twice in range(2):
        remove_offer_quota(offer.id, quota.id, **BY)
    assert standings(2) == ["seat"]
    assert_counted()


def test_a_limit_that_is_set_again_is_changed():
    offer = make_published_process()
    set_offer_quota(offer.id, MUSEUMS, **BY)

    more = PlaceQuota(kind=QuotaKind.CATEGORY, value="museum", seats=5, is_hard=False)
    set_offer_quota(offer.id, more, **BY)

    (quota,) = place_quotas(offer.pool_id)
    assert (quota.seats, quota.is_hard) == (5, False)


def test_where_anybody_was_nothing_is_removed():
    offer = make_published_process()
    enrol(offer)

    with pytest.raises(OfferInUse):
        withdraw_offer(offer.id, **BY)
    with pytest.raises(PhaseInUse):
        remove_phase(offer.phase_id, **BY)
    with pytest.raises(GroupInUse):
        remove_group(offer.group_id, **BY)
    assert db.session.query(Enrolment).count() == 1


def test_whoever_enrols_while_the_group_is_withdrawn_is_in_or_refused(app):
    """Never in a group that is gone, and never lost without a word."""
    offer = make_published_process(capacity=50)
    number = offer.id

    def join(person):
        return enrol(db.session.get_one(GroupOffer, number), number=person)

    tasks = [lambda n=n: join(n) for n in range(1, 9)]
    tasks.insert(4, lambda: withdraw_offer(number, **BY))
    done = all_at_once(app, tasks)

    db.session.rollback()
    db.session.expire_all()
    is_there = db.session.get(GroupOffer, number) is not None
    joined = sum(
        1 for index, each in enumerate(done) if index != 4 and not each.exception()
    )
    assert joined == (8 if is_there else 0)
    assert db.session.query(Enrolment).count() == joined
    assert_counted()
