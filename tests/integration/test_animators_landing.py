"""Whoever runs one group finds from the first page what they may change there."""

from datetime import timedelta

import pytest

from concertation.domain.roles import Role
from tests.enrolments import enrol
from tests.factories import PASSWORD, make_account
from tests.processes import make_offer, make_phase, make_published_process, today

GROUP = "/bureau/demarches/csti/groupes/production"


@pytest.fixture
def offer(app):
    return make_published_process(around=today())


@pytest.mark.parametrize(
    ("role", "is_led_there"), [(Role.FACILITATOR, True), (Role.READER, False)]
)
def test_to_the_mandate_and_the_animators_name(client, offer, role, is_led_there):
    account = make_account(role, offer.group)
    form = {"email": account.email, "password": PASSWORD}
    client.post("/bureau/connexion", data=form)
    link = f'href="{GROUP}/modifier"'

    landing = client.get("/bureau/").text
    members = client.get(f"{GROUP}/phases/{offer.phase_id}").text

    assert (link in landing) == (link in members) == is_led_there
    answer = client.get(f"{GROUP}/modifier")
    assert answer.status_code == (200 if is_led_there else 403)


def test_to_who_is_in_the_open_phase_and_how_many_ask(client, app):
    offer = make_published_process(around=today(), needs_approval=True)
    late = today() + timedelta(days=50)
    make_offer(offer.group, make_phase(offer.process, starts_at=late))
    enrol(offer, number=1, now=today())
    enrol(offer, number=2, now=today())
    account = make_account(Role.FACILITATOR, offer.group)
    form = {"email": account.email, "password": PASSWORD}
    client.post("/bureau/connexion", data=form)

    landing = client.get("/bureau/").text

    assert f'href="{GROUP}/phases/{offer.phase_id}"' in landing
    assert "2 demandes à examiner" in landing
    assert 'href="/bureau/demarches"' not in landing
    assert 'href="/bureau/groupes"' in landing
