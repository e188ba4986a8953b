"""What the link in a process's mails opens, through HTTP."""

import pytest
from sqlalchemy import update

from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.domain.questions import QuestionKind
from concertation.models import Participant, Phase, Question, Questionnaire
from concertation.queries.own_places import places_of, places_of_all
from concertation.services.participant_erasure import erase_participant
from tests.enrolling import DAY, DETAILS, page_of, today
from tests.enrolments import enrol, make_details, place_of, standing_of
from tests.factories import ACTOR, FORM, NOW
from tests.organisations import make_organisation
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_process,
    make_published_process,
    publish,
)


@pytest.fixture
def offer(app):
    return make_published_process(around=today())


@pytest.fixture
def mine(offer):
    """The address of the pages of person 1, who has a seat."""
    enrol(offer, number=1, now=utc_now())
    return page_of(1)


def test_the_page_says_how_somebody_stands_and_what_they_said(client, mine, offer):
    page = client.get(f"{mine}?lang=en").text

    assert offer.group.title in page
    assert "Confirmed place" in page
    assert FORM["organisation"] in page
    assert place_of(1).participant.reference in page
    assert "person2" not in page


def test_who_waits_reads_the_rank(client, app):
    offer = make_published_process(around=today(), capacity=1)
    for number in (1, 2, 3):
        enrol(offer, number=number, now=utc_now())

    assert "2nd on the waiting list" in client.get(f"{page_of(3)}?lang=en").text


def test_no_page_is_kept_and_none_tells_its_address_to_others(client, mine):
    for path in ("", "/modifier", "/effacer", "/donnees.json"):
        headers = client.get(f"{mine}{path}").headers
        assert "no-store" in headers["Cache-Control"], path
        assert headers["Referrer-Policy"] == "no-referrer", path


@pytest.mark.parametrize("token", ["none", "WzEsMV0.forged"])
def test_a_forged_link_is_missing(client, mine, token):
    assert client.get(f"/participations/{token}").status_code == 404


def test_a_link_that_was_revoked_is_missing(client, mine):
    with transaction() as session:
        session.execute(update(Participant).values(link_version=2))

    assert client.get(mine).status_code == 404


def test_a_link_opens_no_place_of_anybody_else(client, mine, offer):
    enrol(offer, number=2, now=utc_now())
    other = place_of(2).id

    for path in ("quitter", "confirmer", "decliner"):
        address = f"{mine}/groupes/{other}/{path}"
        assert client.get(address).status_code == 404
        assert client.post(address).status_code == 404
    assert standing_of(2) == "seat"


def test_details_are_changed_and_shown(client, mine):
    data = DETAILS | {"role": "Présidente", "is_named": "y", "departement": "62"}

    answer = client.post(f"{mine}/modifier", data=data)

    assert answer.location == mine
    person = place_of(1).participant
    assert (person.role, person.is_named, person.departement) == (
        "Présidente",
        True,
        "62",
    )
    assert "Présidente" in client.get(mine).text


def test_a_wrong_detail_is_told_and_what_was_typed_is_kept(client, mine):
    data = DETAILS | {"phone": "call me", "role": "Présidente"}

    answer = client.post(f"{mine}/modifier", data=data)

    assert answer.status_code == 422
    assert 'id="phone-error"' in answer.text
    assert 'value="Présidente"' in answer.text
    assert place_of(1).participant.role == "Directrice"


def test_who_changes_nothing_keeps_the_very_organisation(client, app, offer):
    """Two have this name: the form shows it, and does not choose the other one."""
    first = make_organisation("Médiathèque")
    make_organisation("Médiathèque de Lens", name_key="mediatheque", departement="62")
    details = make_details(organisation=_chosen(first))
    enrol(offer, number=1, details=details, now=utc_now())
    page = client.get(f"{page_of(1)}/modifier").text
    assert 'value="Médiathèque"' in page

    data = DETAILS | {"organisation": "Médiathèque", "departement": "62"}
    client.post(f"{page_of(1)}/modifier", data=data)

    assert place_of(1).participant.organisation_id == first


def _chosen(number):
    return type(make_details().organisation)(number=number)


def test_another_organisation_is_asked_about_where_its_name_is_like_one(client, mine):
    known = make_organisation("Forum départemental des sciences")
    data = DETAILS | {"organisation": "Forum departemental de sciences"}

    assert client.post(f"{mine}/modifier", data=data).status_code == 422
    client.post(f"{mine}/modifier", data=data | {"which": str(known)})

    assert place_of(1).participant.organisation_id == known


def test_everything_is_taken_away_as_json(client, mine):
    answer = client.get(f"{mine}/donnees.json")

    assert answer.json["email"] == "person1@example.org"
    assert answer.json["groups"][0]["standing"] == "seat"
    assert "attachment" in answer.headers["Content-Disposition"]


def test_erasing_is_confirmed_first_and_ends_everything(client, mine):
    assert client.get(f"{mine}/effacer").status_code == 200
    assert standing_of(1) == "seat"
    number = place_of(1).participant_id

    answer = client.post(f"{mine}/effacer")

    assert answer.location == "/donnees-effacees"
    assert client.get(mine).status_code == 404
    person = db.session.get_one(Participant, number)
    assert person.given_name == ""


def test_an_erased_person_has_no_page(client, mine):
    number = place_of(1).participant_id

    erase_participant(number, actor=ACTOR, now=utc_now())

    assert client.get(mine).status_code == 404
    assert client.post(f"{mine}/modifier", data=DETAILS).status_code == 404


def test_questions_of_the_desk_are_neither_shown_nor_asked(client, mine, offer):
    with transaction() as session:
        asked = Questionnaire(process_id=offer.process.id, changed_at=NOW)
        for position, audience in enumerate(("participants", "desk"), start=1):
            asked.questions.append(
                Question(
                    position=position,
                    kind=QuestionKind.SHORT_TEXT,
                    label=f"Question for {audience}",
                    audience=audience,
                )
            )
        session.add(asked)
        session.flush()
        own, of_desk = (question.id for question in asked.questions)
        person = session.get_one(Participant, place_of(1).participant_id)
        person.answers = {str(own): "Ma réponse", str(of_desk): "Note interne"}

    shown, form = client.get(mine).text, client.get(f"{mine}/modifier").text
    client.post(f"{mine}/modifier", data=DETAILS | {f"q{own}": "Autre"})

    assert "Ma réponse" in shown
    assert "Note interne" not in shown + form
    assert place_of(1).participant.answers == {
        str(own): "Autre",
        str(of_desk): "Note interne",
    }


@pytest.mark.on_both_databases
@pytest.mark.usefixtures("app")
def test_ranks_are_those_of_the_line_for_many_at_once():
    offer = make_published_process(around=today(), capacity=1)
    for number in range(1, 5):
        enrol(offer, number=number, now=utc_now())
    numbers = [place_of(number).participant_id for number in range(1, 5)]

    found = places_of_all(numbers, now=utc_now())

    assert [found[number][0].rank for number in numbers] == [None, 1, 2, 3]


@pytest.mark.parametrize("places", [1, 3])
def test_places_are_read_in_as_many_queries_for_one_as_for_three(
    app, counted_queries, places
):
    process = make_process(group_rule="several")
    phase = make_phase(process, starts_at=today() - DAY)
    offers = [
        make_offer(make_group(process, title=f"GROUPE {each}"), phase)
        for each in range(places)
    ]
    publish(process)
    enrol(*offers, number=1, now=utc_now())
    person = place_of(1).participant
    db.session.get_one(Phase, phase.id)
    db.session.expire_all()
    number = person.id

    with counted_queries() as statements:
        found = places_of(db.session.get_one(Participant, number), now=utc_now())
        told = [(each.group.title, each.phase.title, each.standing) for each in found]

    assert len(told) == places
    assert len(statements) <= 5
