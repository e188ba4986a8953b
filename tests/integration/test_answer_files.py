"""Files that people give as answers, from their form to those who may read them."""

from io import BytesIO

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.links import registration_token
from concertation.models import AnswerFile, Event, Registration, StoredFile
from concertation.services.personal_data import erase_registration
from concertation.web import file_field
from tests.factories import ACTOR, FORM, NOW, make_event
from tests.uploads import pdf

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
FORM_PAGE = "/evenements/ouverture/inscription"
PDF = pdf()


@pytest.fixture
def question(app, desk):
    make_event(capacity=10)
    sent = {"kind": "file", "label": "Votre projet", "audience": "participants"}
    desk.post("/bureau/evenements/ouverture/questions/nouvelle?kind=file", data=sent)
    return db.session.get_one(Event, 1).questions[0].id


def send(client, question, content, name="Projet d’été.pdf", page=FORM_PAGE, **more):
    form = {**FORM, f"q{question}": (BytesIO(content), name), **more}
    return client.post(page, data=form, content_type="multipart/form-data")


def registered():
    db.session.expire_all()
    return db.session.scalars(select(Registration)).one()


def kept_files():
    return db.session.scalar(select(func.count()).select_from(StoredFile))


def test_a_file_is_kept_shown_to_its_owner_and_to_the_desk(client, desk, question):
    assert send(client, question, PDF).status_code == 303
    person = registered()
    name = db.session.scalars(select(StoredFile)).one().name
    own = f"/inscriptions/{registration_token(person.id, 1)}"
    at_desk = f"/bureau/evenements/ouverture/inscrits/{person.reference}"

    assert "Projet d’été.pdf" in client.get(own).text
    for reader, page in ((client, own), (desk, at_desk)):
        answer = reader.get(f"{page}/fichiers/{name}")
        assert answer.data == PDF
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert client.get(f"{at_desk}/fichiers/{name}").status_code == 303
    assert desk.get(f"{at_desk}/fichiers/{name[::-1]}").status_code == 404


def test_another_file_replaces_it_and_it_can_be_taken_back(client, question):
    send(client, question, PDF)
    own = f"/inscriptions/{registration_token(registered().id, 1)}/modifier"

    send(client, question, PDF + b"\n", "autre.pdf", page=own)
    assert kept_files() == 1
    assert db.session.scalars(select(AnswerFile)).one().filename == "autre.pdf"
    client.post(own, data=FORM)
    assert kept_files() == 1
    client.post(own, data={**FORM, f"q{question}-remove": "1"})

    assert kept_files() == 0
    assert registered().answers == {}


def test_erasing_somebody_erases_their_files(client, question):
    send(client, question, PDF)

    erase_registration(registered().id, actor=ACTOR, now=NOW)

    assert kept_files() == 0


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"MZ\x90", "virus.pdf"), (b"", "vide.pdf"), (PDF + b" " * 200_000, "gros.pdf")],
)
def test_what_is_no_such_file_is_refused_beside_the_field(
    client, monkeypatch, question, content, name
):
    monkeypatch.setattr(file_field, "MOST_FILE_BYTES", 100_000)
    answer = send(client, question, content, name)

    assert answer.status_code == 422
    assert f'href="#q{question}"' in answer.text
    assert kept_files() == 0


def test_a_mandatory_file_is_demanded(client, desk, question):
    sent = {"kind": "file", "label": "Projet", "is_mandatory": "y"}
    sent["audience"] = "participants"
    desk.post(f"/bureau/evenements/ouverture/questions/{question}", data=sent)

    assert client.post(FORM_PAGE, data=FORM).status_code == 422
    assert send(client, question, PDF).status_code == 303
