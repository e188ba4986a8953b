"""Everything of a process in one archive, for those who run it."""

import csv
import io
import json
from zipfile import ZipFile

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.models import AuditEntry
from concertation.services.group_members import remove_enrolment
from tests.enrolments import MINUTE, enrol, place_of
from tests.factories import ACTOR, make_event, register
from tests.processes import make_published_process, today
from tests.restrictions import restricted

PAGE = "/bureau/demarches/csti/archive"


@pytest.fixture
def offer(app):
    offer = make_published_process(around=today(), capacity=1)
    for number in (1, 2):
        enrol(offer, number=number, now=today() + number * MINUTE)
    event = make_event(slug="reunion-un")
    event.process_id, event.offer_id = offer.process_id, offer.id
    db.session.commit()
    register(event)
    return offer


def taken(desk):
    answer = desk.post(f"{PAGE}?lang=fr", follow_redirects=True)
    assert answer.status_code == 200
    assert answer.mimetype == "application/zip"
    return ZipFile(io.BytesIO(answer.data))


def rows(archive, name):
    text = archive.read(name).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_it_holds_members_meetings_mails_history_and_the_process_itself(desk, offer):
    remove_enrolment(place_of(1).id, "", actor=ACTOR, now=today())

    archive = taken(desk)

    assert archive.testzip() is None
    assert {"LISEZ-MOI.txt", "membres.xlsx", "membres.ods"} <= set(archive.namelist())
    members = rows(archive, "membres.csv")
    assert len(members) == 1 + 2
    assert any("person1@example.org" in row for row in members)
    assert len(rows(archive, "réunions/reunion-un.csv")) == 1 + 1
    assert len(rows(archive, "courriels.csv")) == 1 + 4
    assert any("enrolment.removed" in row for row in rows(archive, "historique.csv"))
    facts = json.loads(archive.read("démarche.json"))
    assert facts["groups"][0]["offers"][0]["capacity"] == 1
    assert facts["phases"][0]["title"] == "Phase 1"


def test_nothing_of_whose_data_are_limited_stands_in_its_tables(desk, offer):
    restricted(key="person1@example.org")

    archive = taken(desk)

    for name in ("membres.csv", "courriels.csv"):
        held = archive.read(name).decode()
        assert "person1@example.org" not in held
        assert "person2@example.org" in held


def test_taking_it_away_is_noted(desk, offer):
    taken(desk)

    noted = select(AuditEntry.subject_id).where(AuditEntry.action == "process.archived")
    assert list(db.session.scalars(noted)) == [offer.process_id]


def test_a_ticket_of_another_process_opens_nothing(desk, offer):
    make_published_process(slug="autre", title="Autre")
    ordered = desk.post(PAGE)

    ticket = ordered.headers["Location"].rpartition("/")[2].partition("?")[0]
    answer = desk.get(f"/bureau/demarches/autre/archive/{ticket}")

    assert answer.status_code == 303


def test_the_page_says_what_it_holds_before_anything_is_taken(desk, offer):
    page = desk.get(f"{PAGE}?lang=fr")

    assert page.status_code == 200
    assert "Télécharger l’archive" in page.text
