"""Asking from the space, reading all that is kept, and answering at the desk."""

import json
import re

import pytest
from sqlalchemy import update

from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.domain.roles import Role
from concertation.models import DataRequest
from concertation.queries.data_requests import open_requests
from concertation.queries.personal_data import held_about_address
from concertation.wording.held_data import HELD_NAMES
from tests.enrolling import ask
from tests.enrolments import enrol, make_details
from tests.factories import (
    NOW,
    PASSWORD,
    make_account,
    make_event,
    register,
)
from tests.guests import invite
from tests.processes import make_published_process
from tests.spaces import PERSON, opened_by

HELD, ASKING = "/mon-espace/donnees", "/mon-espace/demandes"
DESK = "/bureau/donnees-personnelles/demandes"


@pytest.fixture
def holder(client, app):
    """A browser that holds its space open, in which there is something of each kind."""
    register(make_event(), 1)
    invite(make_event(slug="autre", title="Conseil"), PERSON)
    offer = make_published_process()
    diet = ask(offer.process, "Régime")
    enrol(offer, number=1, details=make_details(own={diet: "Sans gluten"}))
    assert opened_by(client).status_code == 303
    return client


@pytest.fixture
def officer(app):
    account = make_account(Role.DATA_OFFICER)
    browser = app.test_client()
    sent = {"email": account.email, "password": PASSWORD}
    browser.post("/bureau/connexion", data=sent)
    return browser


def ask_for(holder, kind="erasure", message=""):
    answer = holder.post(ASKING, data={"kind": kind, "message": message})
    assert answer.status_code == 303
    db.session.rollback()
    return open_requests()[-1]


def names_in(held) -> set[str]:
    if isinstance(held, dict):
        return set(held) | set().union(*(names_in(each) for each in held.values()))
    if isinstance(held, list):
        return set().union(*(names_in(each) for each in held))
    return set()


def test_who_asks_is_told_what_must_be_written_and_reads_it_again(holder):
    assert "De quoi il s’agit</label>" in " ".join(holder.get(ASKING).text.split())
    refused = holder.post(ASKING, data={"kind": "limitation"})
    assert refused.status_code == 422

    ask_for(holder, "limitation", "Mon rang est contesté")

    assert "Mon rang est contesté" in holder.get(ASKING).text


def test_all_that_is_kept_is_read_and_taken_away(holder):
    ask_for(holder, "objection", "Une raison")

    page = holder.get(f"{HELD}?lang=fr").text
    file = json.loads(holder.get("/mon-espace/donnees.json").text)

    assert [len(file[part]) for part in file] == [1, 1, 1, 1, 0]
    for told in ("d&#39;Hœuf-Lefèbvre", "Sans gluten", "Conseil", "Une raison"):
        assert told in page
    assert "Confirmée" in page or "Confirmé" in page
    assert not re.search(r">\d{4}-\d{2}-\d{2}T", page)


def test_every_part_of_what_is_kept_has_a_name(holder):
    ask_for(holder)

    assert names_in(held_about_address(PERSON)) <= set(HELD_NAMES)


def test_a_request_is_made_once_however_often_it_is_sent(holder):
    asked = ask_for(holder)
    again = holder.post(ASKING, data={"kind": "erasure"}, follow_redirects=True)

    assert len(open_requests()) == 1
    assert asked.reference in again.text


@pytest.mark.parametrize(
    "sent", [{}, {"kind": "all"}, {"kind": "objection"}, {"kind": "correction"}]
)
def test_what_is_not_said_is_asked_for_and_nothing_is_kept(holder, sent):
    answer = holder.post(ASKING, data=sent)

    assert answer.status_code == 422
    assert open_requests() == []


def test_too_long_a_text_is_kept_in_the_form(holder):
    answer = holder.post(ASKING, data={"kind": "objection", "message": "é" * 5001})

    assert answer.status_code == 422
    assert "é" * 5001 in answer.text


def test_nobody_reads_or_asks_without_a_space(client, app):
    for path in (HELD, ASKING):
        assert client.get(path).status_code == 303
    assert client.post(ASKING, data={"kind": "erasure"}).status_code == 303
    assert open_requests() == []


def test_the_officer_answers_and_the_person_reads_it(holder, officer):
    asked = ask_for(holder, "limitation", "<script>alert(1)</script>")

    page = officer.get(f"{DESK}/{asked.id}?lang=fr").text
    sent = {"outcome": "done", "answer": "Vos données ne servent plus."}
    answer = officer.post(f"{DESK}/{asked.id}", data=sent)

    assert "&lt;script&gt;" in page
    assert answer.status_code == 303
    assert "Vos données ne servent plus." in holder.get(ASKING).text
    again = officer.post(f"{DESK}/{asked.id}", data=sent)
    assert again.status_code == 409


def test_an_answer_has_a_text(holder, officer):
    asked = ask_for(holder)

    for sent in ({"outcome": "done"}, {"answer": "Fait"}, {"outcome": "x"}):
        assert officer.post(f"{DESK}/{asked.id}", data=sent).status_code == 422
    assert officer.post(f"{DESK}/{asked.id}/effacer", data={}).status_code == 422
    assert len(open_requests()) == 1


def test_erasing_asks_first_and_closes_the_space(holder, officer):
    asked = ask_for(holder)

    page = officer.get(f"{DESK}/{asked.id}/effacer?lang=en").text
    assert "1 registration, 1 participation, 1 invitation" in page
    sent = {"answer": "Tout est effacé."}
    assert officer.post(f"{DESK}/{asked.id}/effacer", data=sent).status_code == 303

    assert holder.get("/mon-espace").status_code == 303
    assert len(held_about_address(PERSON)["registrations"]) == 0


def test_what_is_overdue_stands_out(holder, officer):
    ask_for(holder)
    with transaction() as session:
        session.execute(update(DataRequest).values(asked_at=NOW))

    page = officer.get(f"{DESK}?lang=en").text

    late = (utc_now().date() - NOW.date()).days - 31
    assert f"{late} days late" in page
    assert officer.get(f"{DESK}/99").status_code == 404


def test_the_list_asks_as_much_for_three_requests_as_for_one(
    holder, officer, counted_queries
):
    ask_for(holder)
    with counted_queries() as first:
        officer.get(DESK)
    ask_for(holder, "objection", "x")
    ask_for(holder, "limitation", "x")
    with counted_queries() as third:
        officer.get(DESK)

    assert len(third) == len(first)
