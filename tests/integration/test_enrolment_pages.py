"""The public's pages around an enrolment, through HTTP."""

import re

import pytest
from sqlalchemy import select

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.event import LegalBasis
from concertation.domain.process import GroupRule
from concertation.models import Enrolment, OutboxMail, Participant
from tests.consents import shown
from tests.enrolling import (
    DAY,
    PAGE,
    ask,
    filled,
    participants,
    three_offers,
    today,
)
from tests.enrolments import enrol
from tests.factories import FORM
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_process,
    make_published_process,
    publish,
)


def standings(email: str = FORM["email"]) -> list[str]:
    found = select(Enrolment).join(Enrolment.participant)
    rows = found.where(Participant.email_key == email).order_by(Enrolment.id)
    return [each.standing.value for each in db.session.scalars(rows)]


@pytest.mark.parametrize("number", ["9" * 25, "9" * 5000, "0"])
def test_a_phase_whose_number_names_nothing_is_not_there(app, client, number):
    make_published_process(around=today())

    assert client.get(f"{PAGE}?phase={number}").status_code == 404


def answers_of_a_stranger(app, data) -> tuple[int, str]:
    """The page that a fresh browser ends on, without what is its own."""
    browser = app.test_client()
    browser.get(PAGE)
    answer = browser.post(PAGE, data=data)
    if answer.status_code == 303:
        answer = browser.get(answer.location)
    page = answer.text.replace(data["email"], "ADDRESS")
    return answer.status_code, re.sub(r"/recu/[\w-]+", "/recu/KEY", page)


@pytest.fixture
def offer(app):
    return make_published_process(around=today())


def test_a_well_filled_form_leads_to_a_receipt(client, offer):
    answer = client.post(PAGE, data=filled(offer), follow_redirects=True)

    assert [step.status_code for step in answer.history] == [303]
    assert "Votre place est confirmée" in answer.text
    assert FORM["email"] in answer.text
    assert "no-store" in answer.headers["Cache-Control"]
    assert standings() == ["seat"]
    [person] = participants()
    assert (person.is_named, person.organisation_is_named) == (False, False)
    assert person.organisation.name == FORM["organisation"]


def test_who_waits_and_who_asked_are_told_so(client, app, offer):
    enrol(offer, number=1, now=utc_now())
    enrol(offer, number=2, now=utc_now())
    page = client.post(f"{PAGE}?lang=en", data=filled(offer), follow_redirects=True)
    assert "You are on the waiting list" in page.text
    assert "First on the waiting list" in page.text

    approving = make_published_process(
        slug="approved", around=today(), needs_approval=True
    )
    page = app.test_client().post(
        "/demarches/approved/inscription?lang=en",
        data=filled(approving),
        follow_redirects=True,
    )
    assert "Your request is noted" in page.text


@pytest.mark.parametrize(
    "missing",
    [
        "groups",
        "given_name",
        "family_name",
        "email",
        "organisation",
        "role",
        "category",
        "departement",
    ],
)
def test_a_missing_answer_is_named_and_nothing_typed_is_lost(client, app, missing):
    offers = three_offers()
    typed = filled(offers[0], phone="03 20 00 00 00", is_named="y") | {missing: ""}

    answer = client.post(PAGE, data=typed)

    assert answer.status_code == 422
    assert f'id="{missing}-error"' in answer.text
    assert 'value="03 20 00 00 00"' in answer.text
    assert re.search(r'<input checked[^>]*id="is_named"', answer.text)
    assert participants() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("siret", "123"),
        ("siret", "73282932000075"),
        ("email", "nobody"),
        ("category", "made up"),
        ("groups", "999"),
        ("groups", "none"),
        ("phone", "call me"),
        ("organisation", "x" * 201),
    ],
)
def test_a_wrong_answer_is_refused_beside_its_field(client, offer, field, value):
    answer = client.post(PAGE, data=filled(offer) | {field: value})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text
    assert participants() == []


def test_several_groups_are_ticked_as_many_as_the_process_allows(client, app):
    offers = three_offers(group_rule=GroupRule.SEVERAL, groups_most=2)

    refused = client.post(PAGE, data=filled(*offers))
    assert refused.status_code == 422
    assert "2 au plus" in refused.text or "au plus 2" in refused.text

    assert client.post(PAGE, data=filled(*offers[:2])).status_code == 303
    assert standings() == ["seat", "seat"]


def test_ranked_groups_are_kept_in_their_order_for_the_organiser(client, app):
    first, second, third = three_offers(group_rule=GroupRule.RANKED)

    twice = client.post(PAGE, data=filled(third, third))
    assert twice.status_code == 422
    page = client.post(PAGE, data=filled(third, first), follow_redirects=True).text

    assert "Votre demande est notée" in page or "Votre demande est bien notée" in page
    rows = db.session.scalars(select(Enrolment).order_by(Enrolment.wish_place))
    assert [(each.offer_id, each.wish_place) for each in rows] == [
        (third.id, 1),
        (first.id, 2),
    ]
    assert second.id not in {each.offer_id for each in rows}


def test_consent_is_asked_where_it_is_the_basis_and_its_words_are_kept(client, app):
    offer = make_published_process(around=today(), legal_basis=LegalBasis.CONSENT)

    assert client.post(PAGE, data=filled(offer)).status_code == 422
    sent = filled(offer, consent="y") | shown(client.get(PAGE))
    assert client.post(PAGE, data=sent).status_code == 303

    [person] = participants()
    assert "organisateur" in person.consent_text
    assert person.consented_at is not None


def test_the_organisers_questions_are_asked_and_kept(client, offer):
    question = ask(offer.process, "Depuis quand ?", is_mandatory=True)
    assert "Depuis quand" in client.get(PAGE).text

    missing = client.post(PAGE, data=filled(offer))
    client.post(PAGE, data=filled(offer, **{f"q{question}": "1998"}))

    assert missing.status_code == 422
    assert f'id="q{question}-error"' in missing.text
    assert participants()[0].answers == {str(question): "1998"}


def test_the_group_from_whose_page_somebody_comes_is_chosen(client, app):
    offers = three_offers()

    page = client.get(f"{PAGE}?groupe=diffusion").text

    assert re.search(rf'<input checked[^>]*value="{offers[1].id}"', page)
    assert not re.search(rf'<input checked[^>]*value="{offers[0].id}"', page)


@pytest.mark.on_both_databases
@pytest.mark.parametrize("taken", [1, 2, 3])
@pytest.mark.parametrize("keeps_list", [True, False])
def test_pages_are_the_same_for_an_address_that_is_enrolled(app, taken, keeps_list):
    """With places left, on the last place, and where people wait."""
    offer = make_published_process(
        around=today(), capacity=2 if keeps_list else 3, keeps_waiting_list=keeps_list
    )
    for number in range(1, taken + 1):
        enrol(offer, number=number, now=utc_now() - DAY)

    known = answers_of_a_stranger(app, filled(offer, email="person1@example.org"))
    unknown = answers_of_a_stranger(app, filled(offer, email="nobody@example.org"))

    assert known == unknown


def test_a_receipt_is_found_by_the_browser_that_enrolled_alone(app, client, offer):
    place = client.post(PAGE, data=filled(offer)).location

    assert client.get(place).status_code == 200
    elsewhere = app.test_client().get(place)
    assert (elsewhere.status_code, elsewhere.location) == (303, PAGE)


@pytest.mark.parametrize("groups", [1, 3])
def test_the_form_is_made_in_as_many_queries_for_one_group_as_for_three(
    client, counted_queries, groups
):
    process = make_process()
    phase = make_phase(process, starts_at=today() - DAY)
    for number in range(groups):
        make_offer(make_group(process, title=f"GROUPE {number}"), phase)
    publish(process)

    with counted_queries() as statements:
        assert client.get(PAGE).status_code == 200

    selects = [each for each in statements if each.startswith("SELECT")]
    assert len(selects) <= 7


def test_one_mail_is_promised_and_says_where_to_change_it(client, offer):
    client.post(PAGE, data=filled(offer))
    client.post(PAGE, data=filled(offer))  # A double click.

    [mail] = db.session.scalars(select(OutboxMail)).all()
    assert (mail.template, mail.recipient) == ("enrolment_standing", FORM["email"])
