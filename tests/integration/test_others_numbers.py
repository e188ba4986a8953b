"""The number of something opens nothing where it does not belong.

For who may do everything: the address says where it is. What is in processes and
groups, `test_access_in_groups` looks after.
"""

import pytest

from concertation.database import db
from concertation.links import participant_token, registration_token
from concertation.models import Participant
from concertation.web.access_table import ACCESS, Who
from tests.enrolments import enrol, place_of
from tests.factories import FORM, make_event, register
from tests.integration.test_access import everything_stored
from tests.processes import make_published_process, today
from tests.route_values import value_of, values_at

NAMES_A_THING = {
    "reference",
    "other",
    "note_id",
    "question_id",
    "workshop_id",
    "item_id",
    "reminder_id",
    "guest_id",
    "quota_id",
    "mail_id",
    "number",
}
"""The variables that name something of one event; files and tickets come below."""

GONE_ALREADY = {
    "desk_programme.delete",
    "desk_reminders.delete",
    "desk_places.lift_limit",
}
"""Deleting twice is deleting once: what is not there is answered as what is gone."""


@pytest.fixture
def values(app):
    """Of one event; and another one, whose address they are tried at."""
    values = values_at(make_event())
    return values | {"slug": make_event(slug="autre").slug}


def addresses_at_another_event(app, values, method):
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            is_tried = "slug" in rule.arguments and rule.arguments & NAMES_A_THING
            if method in rule.methods and is_tried:
                needed = {n: value_of(values, rule.endpoint, n) for n in rule.arguments}
                address = app.url_map.bind("").build(rule.endpoint, needed)
                yield rule.endpoint, address


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_what_belongs_to_another_event_is_missing_on_every_route(
    app, desk, values, method
):
    # But for the event's own lock, which whoever comes takes before they look.
    tried, before = 0, everything_stored(but="seat_pool")
    opened = []
    for endpoint, address in addresses_at_another_event(app, values, method):
        tried += 1
        status = desk.open(address, method=method, data=FORM).status_code
        is_as_gone = status == 303 and endpoint in GONE_ALREADY
        if status not in {403, 404} and not is_as_gone:
            opened.append(f"{endpoint} at {address}: {status}")

    assert "\n".join(opened) == ""
    assert tried > 15
    db.session.rollback()
    assert everything_stored(but="seat_pool") == before


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_nobody_acts_on_the_place_of_another_person_with_a_link_of_their_own(
    app, client, method
):
    offer = make_published_process(around=today(), capacity=None)
    for number in (1, 2):
        enrol(offer, number=number, now=today())
    mine, theirs = place_of(1).participant, place_of(2)
    token = participant_token(mine.id, mine.link_version)
    before, opened, tried = everything_stored(), [], 0

    for rule in app.url_map.iter_rules():
        if "enrolment_id" not in rule.arguments or method not in rule.methods:
            continue
        if ACCESS[rule.endpoint] is not Who.LINK_HOLDER:
            continue
        needed = {"token": token, "enrolment_id": theirs.id}
        with app.test_request_context():
            address = app.url_map.bind("").build(rule.endpoint, needed)
        tried += 1
        status = client.open(address, method=method, data=FORM).status_code
        if status != 404:
            opened.append(f"{rule.endpoint}: {status}")

    assert opened == []
    assert tried >= 2
    assert everything_stored() == before


@pytest.mark.parametrize("change", ["number", "version", "kind"])
def test_a_link_that_somebody_made_of_their_own_opens_nothing(app, client, change):
    event = make_event()
    mine, theirs = register(event, 1), register(event, 2)
    token = registration_token(mine.registration_id, 1)
    other = {
        "number": registration_token(theirs.registration_id, 1),
        "version": registration_token(mine.registration_id, 2),
        "kind": participant_token(mine.registration_id, 1),
    }[change]
    forged = other.rpartition(".")[0] + "." + token.rpartition(".")[2]
    if change != "number":
        assert client.get(f"/inscriptions/{other}").status_code == 404

    if forged != token:
        assert client.get(f"/inscriptions/{forged}").status_code == 404
    assert db.session.query(Participant).count() == 0
