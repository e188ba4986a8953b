"""Pilots withdraw a process, end it, and take either back, through HTTP."""

from datetime import timedelta

import pytest

from concertation.database import db
from concertation.links import participant_token
from concertation.models import Process
from concertation.services.process_states import end_process, withdraw_process
from tests.enrolments import enrol, place_of
from tests.factories import ACTOR
from tests.processes import make_phase, make_published_process, today

DESK = "/bureau/demarches/csti"
PROCESS = "/demarches/csti"
PUBLIC = [
    f"{page}{end}"
    for page in (PROCESS, f"{PROCESS}/groupes/production")
    for end in ("", "/agenda.ics", "/flux.atom")
]
DAY = timedelta(days=1)


@pytest.fixture
def offer(app):
    made = make_published_process(around=today(), capacity=1)
    for number in (1, 2):
        enrol(made, number=number, now=today())
    return made


def stored():
    db.session.expire_all()
    return db.session.query(Process).one()


def own_page():
    person = place_of(1).participant
    return f"/participations/{participant_token(person.id, person.link_version)}"


def test_what_is_withdrawn_disappears_for_the_public_alone(desk, client, offer):
    enrolling = f"{PROCESS}/inscription?phase={offer.phase_id}"
    seen = [*PUBLIC, enrolling]
    assert [client.get(page).status_code for page in seen] == [200] * len(seen)
    asked = desk.get(f"{DESK}/depublier")
    assert "2 personnes y participent, dont 1 attend" in asked.text

    answer = desk.post(f"{DESK}/depublier")

    assert answer.status_code == 303
    assert [client.get(page).status_code for page in seen] == [404] * len(seen)
    page = client.get(own_page())
    assert page.status_code == 200
    assert "n’est pas montrée au public pour le moment" in page.text
    assert f'href="{PROCESS}"' not in page.text
    overview = desk.get(DESK).text
    assert "Dépubliée" in overview
    assert f"{DESK}/depublier" not in overview
    assert "Concertation CSTI" not in client.get("/").text


def test_it_is_published_again_from_its_preview(desk, client, offer):
    withdraw_process(offer.process_id, actor=ACTOR, now=today())

    assert desk.post(f"{DESK}/publier").status_code == 303

    assert client.get(PROCESS).status_code == 200


def test_what_is_ended_says_since_when_and_takes_nobody(desk, client, offer):
    coming = make_phase(offer.process, title="Suite")
    assert "reste dans la file" in desk.get(f"{DESK}/clore").text

    assert desk.post(f"{DESK}/clore").status_code == 303

    page = client.get(PROCESS).text
    assert "Cette démarche est close depuis le" in page
    assert "N’a pas lieu" in page
    assert "Les inscriptions sont closes" in page
    form = client.get(f"{PROCESS}/inscription?phase={coming.id}")
    assert form.status_code == 409
    assert "close depuis le" in client.get(own_page()).text
    members = desk.get(f"{DESK}/groupes/production/phases/{offer.phase_id}").text
    assert "Inscrire quelqu’un" not in members


def test_the_end_is_taken_back_from_the_overview(desk, client, offer):
    end_process(offer.process_id, actor=ACTOR, now=today())
    assert f"{DESK}/rouvrir" in desk.get(DESK).text
    assert desk.get(f"{DESK}/rouvrir").status_code == 200

    assert desk.post(f"{DESK}/rouvrir").status_code == 303

    assert stored().ended_at is None
    assert "close depuis le" not in client.get(PROCESS).text


def test_what_has_passed_cannot_be_ended(desk):
    made = make_published_process(around=today() - 200 * DAY)
    assert f"{DESK}/clore" not in desk.get(DESK).text

    answer = desk.post(f"{DESK}/clore")

    assert answer.status_code == 409
    assert stored().ended_at is None
    assert made.process.is_published
