"""Who may call what, over every route there is."""

import re

import pytest
from sqlalchemy import select

from concertation.application import create_app
from concertation.database import Base, db
from concertation.domain.questions import QuestionKind
from concertation.links import registration_token
from concertation.models import OutboxMail, Quota, Registration, RegistrationNote
from concertation.services.notes import add_note
from concertation.services.questions import QuestionSheet, add_question
from concertation.services.workshops import WorkshopSheet, add_workshop
from concertation.web.access import ACCESS, Who
from tests.factories import (
    ACTOR,
    FORM,
    NOW,
    PASSWORD,
    make_event,
    make_settings,
    register,
)


@pytest.fixture
def values(app):
    """Something real for every variable that a route has."""
    event = make_event()
    receipt, other = register(event, 1), register(event, 2)
    now = {"actor": ACTOR, "now": NOW}
    question = add_question(
        1, QuestionSheet(kind=QuestionKind.SHORT_TEXT, label="Régime"), **now
    )
    workshop = add_workshop(1, WorkshopSheet(title="Atelier", seats=1), **now)
    add_note(receipt.registration_id, "À rappeler", **now)
    registration = db.session.get_one(Registration, receipt.registration_id)
    return {
        "slug": "ouverture",
        "token": registration_token(registration.id, 1),
        "reference": registration.reference,
        "other": other.reference,
        "note_id": db.session.scalar(select(RegistrationNote.id)),
        "mail_id": db.session.scalar(select(OutboxMail.id)),
        "question_id": question,
        "workshop_id": workshop,
        "quota_id": db.session.scalar(select(Quota.id)),
        "name": "none",
        "extension": "csv",
        "key": "none",
        "filename": "css/site.css",
    }


def addresses(app, values, method):
    """Every route that takes this method, with its address."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if method in rule.methods:
                needed = {name: values[name] for name in rule.arguments}
                yield rule.endpoint, app.url_map.bind("").build(rule.endpoint, needed)


def sign_in(browser, email):
    page = browser.get("/bureau/connexion").text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    form = {"email": email, "password": PASSWORD, "csrf_token": token}
    assert browser.post("/bureau/connexion", data=form).status_code == 303


def everything_stored():
    return {
        table.name: db.session.execute(select(table)).all()
        for table in Base.metadata.sorted_tables
    }


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_desk_is_closed_to_strangers(app, client, values, method):
    closed = [e for e, who in ACCESS.items() if who is Who.FACILITATOR]
    before = everything_stored()

    for endpoint, address in addresses(app, values, method):
        if endpoint in closed:
            response = client.open(address, method=method, data=FORM)
            assert response.status_code == 303, endpoint
            assert response.location.startswith("/bureau/connexion"), endpoint

    db.session.rollback()
    assert everything_stored() == before


def test_a_get_never_writes(app, desk, values):
    before = everything_stored()

    for endpoint, address in addresses(app, values, "GET"):
        with desk.get(address) as response:
            assert response.status_code < 500, endpoint

    db.session.rollback()
    assert everything_stored() == before


def test_a_post_without_its_token_changes_nothing(
    app, database_url, tmp_path, values, facilitator
):
    strict = create_app(make_settings(tmp_path, database_url, checks_csrf=True))
    browser = strict.test_client()
    sign_in(browser, facilitator)
    before = everything_stored()

    with strict.app_context():
        for endpoint, address in addresses(app, values, "POST"):
            if endpoint != "desk_sign_in.submit_form":
                response = browser.post(address, data=FORM)
                assert response.status_code in {400, 409, 422}, endpoint
        db.engine.dispose()

    db.session.rollback()
    assert everything_stored() == before
