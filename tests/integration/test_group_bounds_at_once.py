"""Two groups enrol one person at the same time: the first one has them alone.

The page of each found nobody when it was opened, so that only the service can tell.
"""

import pytest

from concertation.database import db
from concertation.domain.enrolment import EnrolmentSource
from concertation.domain.process_errors import InAnotherGroup
from concertation.models import Enrolment, GroupOffer, Participant
from concertation.services.participants import change_details
from tests.enrolments import assert_counted, enrol, groups, make_details
from tests.factories import ACTOR, NOW
from tests.storm import all_at_once

pytestmark = pytest.mark.on_both_databases


@pytest.fixture
def offers(app):
    return [each.id for each in groups(2, capacity=30, group_rule="several")]


def add(offer_id, number):
    """As the animator of that group does; True: the person is in it now."""
    offer = db.session.get_one(GroupOffer, offer_id)
    try:
        enrol(
            offer,
            number=number,
            details=make_details(family_name=offer.group.title),
            source=EnrolmentSource.DESK,
            actor=ACTOR,
            within=frozenset({offer.group_id}),
        )
    except InAnotherGroup:
        return False
    return True


def rewrite(offer_id, number):
    """As the animator of that group does with somebody who is in it."""
    offer = db.session.get_one(GroupOffer, offer_id)
    person = db.session.query(Participant).filter_by(
        email_key=f"person{number}@example.org"
    )
    try:
        change_details(
            person.one().id,
            make_details(family_name="Réécrit"),
            actor=ACTOR,
            now=NOW,
            within=frozenset({offer.group_id}),
        )
    except InAnotherGroup:
        return False
    return True


def test_one_of_two_groups_adds_each_person(app, offers):
    people = range(1, 13)
    tasks = [lambda n=n, each=each: add(each, n) for n in people for each in offers]

    added = [future.result() for future in all_at_once(app, tasks)]

    db.session.rollback()
    assert sum(added) == len(people)
    assert db.session.query(Enrolment).count() == len(people)
    for place in db.session.query(Enrolment):
        assert place.participant.family_name == place.offer.group.title
    assert_counted()


def test_nobody_is_rewritten_who_comes_into_another_group(app, offers):
    """Either they are changed before they come there, or not at all."""
    here, there = offers
    people = range(1, 9)
    for number in people:
        add(here, number)

    def come(number):
        enrol(db.session.get_one(GroupOffer, there), number=number)

    tasks = [
        lambda n=n, act=act: act(n)
        for n in people
        for act in (come, lambda number: rewrite(here, number))
    ]
    done = [future.result() for future in all_at_once(app, tasks)]

    db.session.rollback()
    told = dict(zip(people, done[1::2], strict=True))
    for person in db.session.query(Participant):
        number = int(person.email_key.removeprefix("person").split("@")[0])
        assert (person.family_name == "Réécrit") == told[number]
    assert not any(rewrite(here, number) for number in people)
    assert_counted()
