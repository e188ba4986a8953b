"""What the animator of one group and the facilitator of one process can open.

Every route there is, at the address of each place that is not theirs: refused or
missing. Whatever an address holds besides the names of places is made up here, for a
view that looked at it would have been reached already.
"""

from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.routing import AnyConverter, IntegerConverter

from concertation.database import Base, db, transaction
from concertation.domain.roles import Role
from concertation.models import Event
from concertation.queries.events import all_events
from concertation.web.access import RULES
from concertation.web.access_table import ACCESS, Who
from tests.factories import PASSWORD, make_account, make_event
from tests.processes import make_group, make_offer, make_phase, make_process, publish
from tests.route_values import value_of, values_at

PLACES = ("slug", "process", "group")
REFUSED = {403, 404}
OF_DIRECTORY = {Who.SEES_DIRECTORY, Who.KEEPS_DIRECTORY}


@pytest.fixture
def world(app):
    """Two processes; of the first, two groups; a meeting of each, and one of none."""
    csti = make_process(slug="patrimoine", title="Patrimoine")
    phase = make_phase(csti)
    diffusion = make_group(csti, title="DIFFUSION", slug="diffusion")
    production = make_group(csti, title="PRODUCTION", slug="production")
    offers = {group.slug: make_offer(group, phase) for group in (diffusion, production)}
    publish(csti)
    water = make_process(slug="eau", title="Concertation sur l’eau")
    namesake = make_group(water, title="DIFFUSION", slug="diffusion")
    elsewhere = make_offer(namesake, make_phase(water))
    publish(water)
    return SimpleNamespace(
        csti=csti,
        water=water,
        diffusion=diffusion,
        production=production,
        offer=offers["diffusion"],
        other_offer=offers["production"],
        offer_elsewhere=elsewhere,
        meeting=meeting_of("reunion-diffusion", csti, offers["diffusion"]),
        other_meeting=meeting_of("reunion-production", csti, offers["production"]),
        plenary=meeting_of("pleniere", csti, None),
        foreign=meeting_of("reunion-eau", water, elsewhere),
        alone=make_event(slug="seule"),
    )


def meeting_of(slug, process, offer):
    event = make_event(slug=slug)
    with transaction() as session:
        row = session.get_one(Event, event.id)
        row.process_id, row.offer_id = process.id, offer.id if offer else None
    return event


@pytest.fixture
def browser_of(app):
    def opened(account):
        browser = app.test_client()
        form = {"email": account.email, "password": PASSWORD}
        assert browser.post("/bureau/connexion", data=form).status_code == 303
        return browser

    return opened


def everything_stored():
    return {
        table.name: db.session.execute(select(table)).all()
        for table in Base.metadata.sorted_tables
    }


def places_not_of_the_animator(world) -> Iterator[dict[str, str]]:
    for event in ("reunion-production", "pleniere", "reunion-eau", "seule"):
        yield {"slug": event}
    yield {"process": "patrimoine"}
    yield {"process": "eau"}
    yield {"process": "patrimoine", "group": "production"}
    yield {"process": "eau", "group": "diffusion"}
    yield {"process": "patrimoine", "group": "diffusion", "slug": "reunion-production"}


def places_not_of_the_process(world) -> Iterator[dict[str, str]]:
    for event in ("reunion-eau", "seule"):
        yield {"slug": event}
    yield {"process": "eau"}
    yield {"process": "eau", "group": "diffusion"}
    yield {"process": "patrimoine", "slug": "reunion-eau"}


def addresses_at(app: Flask, place, method) -> Iterator[tuple[str, str]]:
    """Every route whose address names just these kinds of places."""
    urls = app.url_map.bind("")
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            named = {name for name in PLACES if name in rule.arguments}
            if method not in rule.methods or named != set(place) or is_open(rule):
                continue
            values = {
                name: place.get(name) or made_up(rule, name) for name in rule.arguments
            }
            yield rule.endpoint, urls.build(rule.endpoint, values)


def is_open(rule) -> bool:
    who = ACCESS[rule.endpoint]
    return isinstance(who, Who) and who not in RULES


def made_up(rule, name):
    converter = rule._converters[name]  # noqa: SLF001 -- nothing else tells
    if isinstance(converter, AnyConverter):
        return min(converter.items)
    return 1 if isinstance(converter, IntegerConverter) else "x"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("whose", ["animator", "process"])
def test_nothing_opens_at_a_place_that_is_not_theirs(
    app, world, browser_of, method, whose
):
    own = world.diffusion if whose == "animator" else world.csti
    browser = browser_of(make_account(Role.FACILITATOR, own))
    not_theirs = {
        "animator": places_not_of_the_animator,
        "process": places_not_of_the_process,
    }[whose]
    before = everything_stored()
    opened = [
        f"{endpoint} at {place}: {status}"
        for place in not_theirs(world)
        for endpoint, address in addresses_at(app, place, method)
        if (status := browser.open(address, method=method).status_code) not in REFUSED
    ]

    assert opened == []
    db.session.rollback()
    assert everything_stored() == before


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_is_named_by_number_is_missing_where_it_does_not_belong(
    app, world, desk, method
):
    """Even for who may do everything: the address says where it is."""
    strange = {
        "phase_id": world.offer_elsewhere.phase_id,
        "offer_id": world.offer_elsewhere.id,
        "group_id": world.offer_elsewhere.group_id,
    }
    of_the_other_group = {"offer_id": world.other_offer.id}
    here = {"process": "patrimoine", "group": "diffusion"}
    found = [
        f"{address}: {status}"
        for numbers in (strange, of_the_other_group)
        for address in addresses_with(app, here, numbers, method)
        if (status := desk.open(address, method=method).status_code) != 404
    ]

    assert found == []


def addresses_with(app: Flask, here, numbers, method) -> Iterator[str]:
    """Every route of the desk below this process that names one of these numbers.

    An offer of another group is strange to addresses alone that name a group.
    """
    urls = app.url_map.bind("")
    for rule in app.url_map.iter_rules():
        asked = rule.arguments
        named = "group" if set(numbers) == {"offer_id"} else "process"
        if method not in rule.methods or is_open(rule):
            continue
        if named in asked and asked & numbers.keys():
            values = {
                name: here.get(name) or numbers.get(name) or made_up(rule, name)
                for name in asked
            }
            with app.test_request_context():
                yield urls.build(rule.endpoint, values)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_pages_of_the_whole_site_are_closed_to_them(app, world, browser_of, method):
    for own in (world.diffusion, world.csti):
        browser = browser_of(make_account(Role.FACILITATOR, own))
        for endpoint, address in addresses_at(app, {}, method):
            rule = ACCESS[endpoint]
            is_theirs = rule is Who.ADDS_MEETINGS or (
                rule in OF_DIRECTORY and own is world.csti
            )
            if not is_theirs:
                status = browser.open(address, method=method).status_code
                assert status == 403, endpoint


@pytest.mark.parametrize("own", ["diffusion", "csti"])
def test_all_pages_of_their_meetings_open(app, world, browser_of, own):
    values = values_at(world.meeting)
    browser = browser_of(make_account(Role.FACILITATOR, getattr(world, own)))
    urls = app.url_map.bind("")
    refused = []
    for rule in app.url_map.iter_rules():
        if "GET" in rule.methods and "slug" in rule.arguments and not is_open(rule):
            needed = {
                name: value_of(values, rule.endpoint, name) for name in rule.arguments
            }
            with app.test_request_context():
                address = urls.build(rule.endpoint, needed)
            status = browser.get(address).status_code
            if status == 403 or status >= 500:
                refused.append(f"{rule.endpoint}: {status}")

    assert refused == []


def test_who_reads_in_a_group_changes_nothing_there(world, browser_of):
    browser = browser_of(make_account(Role.READER, world.diffusion))
    page = "/bureau/evenements/reunion-diffusion"

    assert browser.get(page).status_code == 200
    assert browser.get(f"{page}/modifier").status_code == 403
    assert browser.post(f"{page}/publier").status_code == 403


@pytest.mark.parametrize(
    ("own", "seen"),
    [
        ("diffusion", {"reunion-diffusion"}),
        ("csti", {"reunion-diffusion", "reunion-production", "pleniere"}),
        ("plenary", {"pleniere"}),
        ("alone", {"seule"}),
    ],
)
def test_the_list_of_events_shows_those_in_reach(world, browser_of, own, seen):
    page = browser_of(make_account(Role.READER, getattr(world, own))).get("/bureau/")

    listed = {event.slug for event in all_events() if f'/{event.slug}"' in page.text}
    assert listed == seen


def test_whose_meeting_it_is_is_asked_once_and_of_those_alone_who_need_it(
    world, browser_of, counted_queries
):
    lookups = {}
    for own in ("diffusion", "plenary", None):
        place = getattr(world, own) if own else None
        browser = browser_of(make_account(Role.FACILITATOR, place))
        address = "reunion-diffusion" if own != "plenary" else "pleniere"
        with counted_queries() as statements:
            assert browser.get(f"/bureau/evenements/{address}").status_code == 200
        lookups[own] = sum(
            "FROM event JOIN process" in statement for statement in statements
        )

    assert lookups == {"diffusion": 1, "plenary": 0, None: 0}


def test_copies_are_made_where_the_event_belongs(world, browser_of):
    animator = browser_of(make_account(Role.FACILITATOR, world.diffusion))
    of_one_event = browser_of(make_account(Role.FACILITATOR, world.plenary))
    answers = {
        slug: animator.get(f"/bureau/copie?de={slug}").status_code
        for slug in ("reunion-diffusion", "reunion-production", "pleniere", "seule")
    }

    assert answers == {
        "reunion-diffusion": 200,
        "reunion-production": 403,
        "pleniere": 403,
        "seule": 403,
    }
    assert of_one_event.get("/bureau/copie?de=pleniere").status_code == 403
