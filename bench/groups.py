"""Groups: people who enrol at once, a page of five hundred members, an allotment."""

import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from random import Random

from bench.desk import Desk
from bench.desk_list import queries_of
from bench.figures import Figure, Sign, none_of, percentile
from bench.load import hammer
from bench.members import seat_members
from bench.places import Places, opened
from bench.servers import ceiling, stack
from bench.sizes import Sizes
from bench.visitors import Visits, visit
from concertation.database import db
from concertation.domain.process import GroupRule
from concertation.queries.seating import miscounts
from concertation.services.allotting import allot_phase, plan_allotment
from concertation.services.organisations import NamedOrganisation
from tests.enrolments import enrol, groups, make_details
from tests.factories import ACTOR, FORM, NOW, make_facilitator
from tests.processes import make_published_process, today

LEAST_PER_SECOND = 100
MOST_MILLISECONDS = 500
GROUP_PAGE_MILLISECONDS, GROUP_PAGE_QUERIES = 150, 12
ALLOTMENT_SECONDS, GROUPS, WISHES = 2, 12, 3
VIEWS = ("", "?page=2", "?q=lefebvre", "?state=seat", "?category=museum")


def measure(places: Places, sizes: Sizes) -> Iterator[Figure]:
    yield from _enrolments(places, sizes)
    yield from _group_page(places, sizes)
    yield from _allotment(places, sizes)


def _enrolments(places: Places, sizes: Sizes) -> Iterator[Figure]:
    with places.fresh() as place:
        with opened(place):
            offer = make_published_process(around=today(), capacity=None)
            form = FORM | {"groups": str(offer.id)}
            path = f"/demarches/{offer.process.slug}/inscription"
        with ceiling("insert", place) as bare:
            inserts = hammer(bare.url(), sizes.seconds_a_round, body="text=Maëlys")
        with stack(place) as server:
            visits = visit(
                server.url(path),
                sizes.people,
                at_once=sizes.at_once,
                seconds=sizes.most_seconds,
                form=form,
            )
    yield from _pace(visits, inserts.per_second)


def _pace(visits: Visits, ceiling_per_second: float) -> Iterator[Figure]:
    yield Figure(
        name="completed enrolments, against one insert a request",
        measured=len(visits.journeys) / visits.seconds,
        unit="/s",
        ceiling=ceiling_per_second,
        target=LEAST_PER_SECOND,
        sign=Sign.AT_LEAST,
    )
    yield Figure(
        name="enrolment, POST, p99",
        measured=percentile(visits.posts, 0.99),
        unit="ms",
        target=MOST_MILLISECONDS,
    )
    yield none_of("enrolment, errors", len(visits.errors))


def _group_page(places: Places, sizes: Sizes) -> Iterator[Figure]:
    with places.fresh() as place:
        with opened(place) as app:
            make_facilitator()
            offer = make_published_process(around=today(), capacity=None)
            seat_members(offer, sizes.members)
            path = (
                f"/bureau/demarches/{offer.process.slug}/groupes/{offer.group.slug}"
                f"/phases/{offer.phase_id}"
            )
            queries = max(queries_of(app, path + view) for view in VIEWS)
        with stack(place) as server, closing(Desk(server)) as desk:
            answers = [
                desk.download(path + VIEWS[number % len(VIEWS)])
                for number in range(sizes.asked)
            ]
    name = f"group page of {sizes.members:,} members"
    yield Figure(
        name=f"{name}, p95",
        measured=percentile([1000 * each.seconds for each in answers], 0.95),
        unit="ms",
        target=GROUP_PAGE_MILLISECONDS,
    )
    yield Figure(name=f"{name}, queries", measured=queries, target=GROUP_PAGE_QUERIES)
    yield none_of(f"{name}, errors", sum(each.status != 200 for each in answers))


def _allotment(places: Places, sizes: Sizes) -> Iterator[Figure]:
    """Everybody ranks three of twelve groups, which have room for nine in ten."""
    dice = Random(2017)
    with places.fresh() as place, opened(place):
        capacity = sizes.wishing * 9 // (10 * GROUPS)
        offers = groups(
            GROUPS,
            capacity=capacity,
            group_rule=GroupRule.RANKED,
            groups_most=WISHES,
        )
        for number in range(sizes.wishing):
            named = NamedOrganisation(name=f"Structure {number % 600}")
            enrol(
                *dice.sample(offers, WISHES),
                number=number,
                now=NOW + timedelta(seconds=number),
                details=make_details(organisation=named),
            )
        phase_id, later = offers[0].phase_id, NOW + timedelta(hours=2)
        db.session.rollback()
        started = time.perf_counter()
        plan = plan_allotment(db.session(), phase_id)
        planned = time.perf_counter() - started
        db.session.remove()
        started = time.perf_counter()
        allot_phase(phase_id, plan.fingerprint, actor=ACTOR, now=later)
        written = time.perf_counter() - started
        wrong = len(miscounts(db.session()))
    name = f"allotment of {sizes.wishing:,} people to {GROUPS} groups"
    yield Figure(name=f"{name}, shown", measured=planned, unit="s")
    yield Figure(
        name=f"{name}, written", measured=written, unit="s", target=ALLOTMENT_SECONDS
    )
    yield none_of(f"{name}, counters that differ", wrong)
