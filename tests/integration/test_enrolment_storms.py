"""Many people at once in the groups of a phase: nobody too many, nobody lost."""

from contextlib import suppress
from datetime import timedelta
from functools import partial
from random import Random

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.enrolment import Standing
from concertation.domain.errors import Refusal
from concertation.models import Enrolment, GroupOffer, Participant
from concertation.services.group_members import (
    move_enrolment,
    promote_enrolment,
    remove_enrolment,
    stand_in,
)
from concertation.services.organisations import NamedOrganisation
from concertation.services.own_places import leave_group
from tests.enrolments import assert_counted, enrol, groups, make_details, place_of
from tests.factories import ACTOR, NOW
from tests.processes import make_published_process
from tests.storm import all_at_once, clock_of

pytestmark = pytest.mark.on_both_databases
PLACES, PEOPLE = 20, range(1, 51)


def offer_of(number):
    return db.session.get_one(GroupOffer, number)


def results(futures):
    return [future.result() for future in futures]


def test_twenty_places_of_a_group_go_to_twenty_of_fifty_people(app):
    offer_id = make_published_process(capacity=PLACES).id

    receipts = results(
        all_at_once(
            app,
            [
                lambda n=n: enrol(offer_of(offer_id), number=n, now=clock_of(n))
                for n in PEOPLE
            ],
        )
    )

    told = [receipt.places[0] for receipt in receipts]
    assert sum(place.standing is Standing.SEAT for place in told) == PLACES
    ranks = sorted(place.rank for place in told if place.rank)
    assert ranks == list(range(1, len(PEOPLE) - PLACES + 1))
    assert_counted()


def test_one_person_who_enrols_everywhere_at_once_is_in_one_group(app):
    ids = [offer.id for offer in groups(3, capacity=5)]

    def one(number):
        with suppress(Refusal):
            enrol(offer_of(number), number=1)

    results(all_at_once(app, [lambda n=n: one(n) for n in ids * 4]))

    db.session.rollback()
    assert db.session.query(Participant).count() == 1
    assert db.session.query(Enrolment).count() == 1
    assert_counted()


def test_an_organisation_that_enrols_ten_people_at_once_has_one_seat(app):
    offer_id = make_published_process(capacity=5, one_seat_an_organisation=True).id

    results(
        all_at_once(
            app,
            [lambda n=n: enrol(offer_of(offer_id), number=n) for n in range(1, 11)],
        )
    )

    db.session.rollback()
    assert db.session.get_one(GroupOffer, offer_id).pool.seats_taken == 1
    standings = [each.standing for each in db.session.scalars(select(Enrolment))]
    assert sorted(standings) == [Standing.DEPUTY] * 9 + [Standing.SEAT]


def acts_in(ids):
    """Whatever can be done to the person of a number, in one of two groups."""
    by = {"actor": ACTOR, "now": NOW + timedelta(minutes=5)}
    return [
        lambda n: enrol(offer_of(ids[n % 2]), number=n + 24, now=clock_of(n)),
        lambda n: leave_group(place_of(n).id, **by),
        lambda n: promote_enrolment(place_of(n).id, **by),
        lambda n: remove_enrolment(place_of(n).id, "", **by),
        lambda n: stand_in(place_of(n).id, **by),
        lambda n: move_enrolment(place_of(n).id, ids[(n + 1) % 2], "", **by),
        lambda n: move_enrolment(place_of(n).id, ids[n % 2], "", **by),
    ]


def test_everything_at_once_ends_with_counters_that_a_recount_finds(app):
    """Enrol, leave, promote, remove, move and stand in, in two groups, both ways."""
    offers = groups(2, capacity=6, one_seat_an_organisation=True)
    ids = [offer.id for offer in offers]
    for number in range(1, 25):
        enrol(
            offers[number % 2],
            number=number,
            now=NOW + timedelta(seconds=number),
            details=make_details(
                organisation=NamedOrganisation(name=f"Structure {number % 9}")
            ),
        )
    dice = Random(4)
    acts = acts_in(ids)

    def act(kind, number):
        with suppress(Refusal):
            kind(number)

    tasks = [partial(act, dice.choice(acts), dice.randint(1, 24)) for _ in range(120)]
    results(all_at_once(app, tasks))

    assert_counted()
    for number in ids:
        pool = offer_of(number).pool
        assert pool.seats_taken <= 6
        assert pool.seats_taken == 6 or pool.parties_waiting == 0
    seated = [
        (each.offer_id, each.participant.organisation_id)
        for each in db.session.scalars(select(Enrolment))
        if each.standing is Standing.SEAT
    ]
    assert len(seated) == len(set(seated))
