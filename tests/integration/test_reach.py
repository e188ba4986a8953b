"""Whom a process reached: each person and each organisation once."""

from datetime import timedelta

import pytest

from concertation.database import db
from concertation.domain.actor import PARTICIPANT
from concertation.domain.process import GroupRule, TargetKind
from concertation.models import ProcessTarget
from concertation.queries.reach import Reached, reach_of
from concertation.services.organisations import NamedOrganisation
from concertation.services.own_places import leave_group
from tests.enrolments import MINUTE, enrol, groups, make_details, place_of
from tests.factories import FAR, NOW, make_answers, make_event, register

pytestmark = pytest.mark.on_both_databases
LATER = FAR + timedelta(days=1)


def meeting_of(offer, **changes):
    event = make_event(**changes)
    event.process_id, event.offer_id = offer.process_id, offer.id
    db.session.commit()
    return event


def reach(offer, *, now=LATER):
    db.session.rollback()
    return reach_of(offer.process, now=now)


def test_a_person_in_two_groups_and_at_a_meeting_counts_once(app):
    first, second = groups(2, group_rule=GroupRule.SEVERAL)
    enrol(first, second)
    register(meeting_of(first))

    found = reach(first)

    assert (found.persons, found.enrolled, found.organisations) == (1, 1, 1)
    assert found.attendances == 1
    assert [(g.group, g.seated) for g in found.groups] == [
        ("GROUPE 0", 1),
        ("GROUPE 1", 1),
    ]


def test_who_only_came_to_a_meeting_was_reached_and_who_cancelled_was_not(app):
    [offer] = groups(1)
    event = meeting_of(offer, capacity=1)
    here = make_answers(organisation="Forum des sciences", category="science_centre")
    register(event, 1, answers=here)
    register(event, 2)

    found = reach(offer)

    assert (found.persons, found.enrolled) == (1, 0)
    assert [(part.value, part.persons) for part in found.categories] == [
        ("science_centre", 1)
    ]


def test_a_meeting_counts_once_it_was_held(app):
    [offer] = groups(1)
    event = meeting_of(offer)
    register(event)

    assert reach(offer, now=event.ends_at - MINUTE).meetings == []
    assert [m.places for m in reach(offer, now=event.ends_at).meetings] == [1]


def test_whoever_left_was_reached_all_the_same(app):
    [offer] = groups(1)
    enrol(offer)
    leave_group(place_of(1).id, actor=PARTICIPANT, now=NOW)

    assert reach(offer).persons == 1


def test_those_who_were_written_to_stand_beside_those_who_came(app):
    [offer] = groups(1, capacity=None)
    for value, contacted in (("museum", 4), ("media", 9)):
        target = ProcessTarget(
            process_id=offer.process_id,
            kind=TargetKind.CATEGORY,
            value=value,
            contacted=contacted,
        )
        db.session.add(target)
    db.session.commit()
    for number, name in enumerate(("Musée du lin", "musee du LIN", "Autre"), start=1):
        named = make_details(organisation=NamedOrganisation(name=name))
        enrol(offer, number=number, details=named)

    museums, media = reach(offer).categories

    assert museums == Reached(value="museum", persons=3, organisations=2, contacted=4)
    assert museums.share == 0.5
    assert (media.persons, media.contacted, media.share) == (0, 9, 0)


def test_it_asks_the_database_as_often_for_three_as_for_one(app, counted_queries):
    first, second = groups(2, group_rule=GroupRule.SEVERAL, capacity=None)

    def counted():
        process = first.process
        db.session.rollback()
        with counted_queries() as queries:
            reach_of(process, now=LATER)
        return len(queries)

    enrol(first)
    register(meeting_of(first))
    one = counted()
    for number in (2, 3):
        enrol(first, second, number=number)
        register(meeting_of(second, slug=f"autre-{number}"), number)

    assert counted() == one <= 12
