"""The organisation that somebody names in the form: one that is known, or new."""

import pytest
from sqlalchemy import func, select

from concertation.clock import utc_now
from concertation.database import db
from concertation.models import Organisation
from tests.enrolling import MUSEUM, PAGE, filled, participants, today
from tests.enrolments import enrol
from tests.organisations import make_organisation
from tests.processes import make_published_process


@pytest.fixture
def offer(app):
    return make_published_process(around=today())


def test_a_name_like_a_known_one_is_asked_about_once(client, offer):
    known = make_organisation(MUSEUM)
    typed = filled(offer, organisation="Musee imaginaire de lin")

    asked = client.post(PAGE, data=typed)

    assert asked.status_code == 422
    assert 'id="which-error"' in asked.text
    assert MUSEUM in asked.text
    assert 'value="Musee imaginaire de lin"' in asked.text
    assert participants() == []
    assert client.post(PAGE, data=typed | {"which": str(known)}).status_code == 303
    assert participants()[0].organisation_id == known


def test_a_name_like_a_known_one_may_still_be_a_new_one(client, offer):
    known = make_organisation(MUSEUM)
    typed = filled(offer, organisation="Musee imaginaire de lin", which="new")

    assert client.post(PAGE, data=typed).status_code == 303

    [person] = participants()
    assert person.organisation_id != known
    assert person.organisation.name == "Musee imaginaire de lin"


def test_an_answer_about_another_name_answers_nothing(client, offer):
    """Somebody answered, then typed another name in the same form."""
    make_organisation(MUSEUM)
    other = make_organisation("Forum départemental des sciences")
    typed = filled(offer, organisation="Musee imaginaire de lin", which=str(other))

    answer = client.post(PAGE, data=typed)

    assert answer.status_code == 422
    assert 'id="which-error"' in answer.text


@pytest.mark.parametrize(
    "typed", ["musée imaginaire du LIN", "Musee imaginaire du lin"]
)
def test_a_known_name_finds_its_row_however_it_is_typed(client, offer, typed):
    known = make_organisation(MUSEUM)

    assert client.post(PAGE, data=filled(offer, organisation=typed)).status_code == 303
    assert participants()[0].organisation_id == known
    assert db.session.scalar(select(func.count()).select_from(Organisation)) == 1


def test_who_comes_on_their_own_names_no_organisation(client, offer):
    assert (
        client.post(PAGE, data=filled(offer, organisation="aucune")).status_code == 303
    )
    assert participants()[0].organisation is None


def test_known_organisations_are_proposed_and_unlisted_ones_are_not(client, offer):
    make_organisation(MUSEUM)
    enrol(offer, number=1, now=utc_now())
    client.post(PAGE, data=filled(offer, organisation="Ce qu’un inconnu a tapé"))

    page = client.get(PAGE).text

    assert '<option value="Musée imaginaire du lin">' in page
    assert "inconnu" not in page
