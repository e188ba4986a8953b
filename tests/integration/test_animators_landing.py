"""Whoever runs one group finds from the first page what they may change there."""

from datetime import timedelta

import pytest

from concertation.domain.roles import Role
from concertation.services.grants import RoleToGive, give_role
from tests.enrolments import enrol
from tests.factories import ACTOR, NOW, PASSWORD, make_account, make_event
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_published_process,
    today,
)

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


def sign_in(client, *places, query=""):
    account = make_account(Role.FACILITATOR, places[0])
    for group in places[1:]:
        role = {"role": Role.FACILITATOR, "group_id": group.id, "actor": ACTOR}
        give_role(account.id, RoleToGive(**role), now=NOW)
    form = {"email": account.email, "password": PASSWORD}
    return client.post(f"/bureau/connexion{query}", data=form).location


def test_who_runs_one_group_lands_on_it(client, offer):
    late = today() + timedelta(days=50)
    make_offer(offer.group, make_phase(offer.process, starts_at=late))

    assert sign_in(client, offer.group) == f"{GROUP}/phases/{offer.phase_id}"
    # Whoever is in already comes there as well.
    assert client.get("/bureau/connexion").location.startswith(GROUP)


def test_who_was_going_somewhere_lands_there(client, offer):
    query = "?next=/bureau/mon-compte"

    assert sign_in(client, offer.group, query=query) == "/bureau/mon-compte"


def test_who_runs_several_groups_chooses(client, offer):
    other = make_offer(make_group(offer.process, title="DIFFUSION"), offer.phase)

    assert sign_in(client, offer.group, other.group) == "/bureau/groupes"


def test_who_runs_more_than_groups_lands_on_events(client, offer):
    assert sign_in(client, offer.process) == "/bureau/"


def test_a_meeting_leads_back_to_its_group(client, offer):
    meeting = make_event(slug="reunion", offer_id=offer.id)
    make_event(slug="seule")
    sign_in(client, offer.group)
    above = f'href="{GROUP}/phases/{offer.phase_id}/reunions"'

    for page in ("", "/invites", "/invites/ajouter"):
        text = client.get(f"/bureau/evenements/{meeting.slug}{page}").text
        trail = text[text.index('class="breadcrumb"') :].partition("</nav>")[0]
        assert above in trail, page
        assert ">Événements<" not in trail


def test_an_event_of_no_group_leads_back_to_events(desk):
    make_event(slug="seule")

    text = desk.get("/bureau/evenements/seule/invites").text

    trail = text[text.index('class="breadcrumb"') :].partition("</nav>")[0]
    assert ">Événements<" in trail


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
