"""Whoever runs one group finds from the first page what they may change there."""

import pytest

from concertation.domain.roles import Role
from tests.factories import PASSWORD, make_account
from tests.processes import make_published_process, today

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
