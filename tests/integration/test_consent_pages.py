"""Agreements as people meet them: in forms, on their own pages, at the desk."""

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.event import LegalBasis
from concertation.domain.questions import QuestionKind
from concertation.links import registration_token
from concertation.models import Consent, Participant, Question, Registration
from concertation.services.questions import QuestionSheet, add_question
from tests.enrolling import filled, page_of
from tests.exported import taken_csv
from tests.factories import ACTOR, FORM, NOW, make_answers, make_event, register
from tests.processes import make_published_process, today
from tests.spaces import opened_by

WEB, PRESS = "J’accepte les photographies sur le site.", "Et dans la presse."
SENT = {"sent": "1"}
"""A form in which nothing is ticked: a browser sends its token at least."""


def use(owner, label=WEB, **how) -> int:
    sheet = QuestionSheet(kind=QuestionKind.CONSENT, label=label, **how)
    return add_question(owner.id, sheet, of=type(owner), actor=ACTOR, now=NOW)


def agreed(**own) -> Registration:
    event = own.pop("event")
    given = {int(number[1:]): said for number, said in own.items()}
    receipt = register(event, answers=make_answers(own=given))
    return db.session.get_one(Registration, receipt.registration_id)


def link_of(registration) -> str:
    return f"/inscriptions/{registration_token(registration.id, 1)}"


@pytest.mark.usefixtures("app")
def test_each_use_has_a_box_of_its_own_that_nobody_ticked_or_has_to(client):
    event = make_event()
    web, press = use(event), use(event, PRESS)
    at = f"/evenements/{event.slug}/inscription?lang=en"

    form = client.get(at).text
    for number in (web, press):
        (box,) = [part for part in form.split("<input") if f'name="q{number}"' in part]
        assert 'type="checkbox"' in box.partition(">")[0]
        assert "checked" not in box.partition(">")[0]
        assert "required" not in box.partition(">")[0]
    assert form.index("More on your data and your rights") < form.index(WEB)
    assert client.post(at, data=FORM | {f"q{press}": "y"}).status_code == 303

    (consent,) = db.session.scalars(select(Consent)).all()
    assert consent.consent_text == PRESS
    assert "More on your data and your rights" in consent.notice.text
    assert "articles 15 to 21" in consent.notice.text
    assert "<" not in consent.notice.text


@pytest.mark.usefixtures("app")
def test_where_nothing_is_agreed_to_no_notice_is_kept(client):
    event = make_event()

    client.post(f"/evenements/{event.slug}/inscription", data=FORM)

    assert db.session.scalars(select(Registration.notice_id)).one() is None


@pytest.mark.usefixtures("app")
def test_where_keeping_rests_on_consent_the_notice_is_kept(client):
    event = make_event(legal_basis=LegalBasis.CONSENT)

    client.post(f"/evenements/{event.slug}/inscription", data=FORM | {"consent": "y"})

    assert db.session.scalars(select(Registration.notice_id)).one() is not None


@pytest.mark.usefixtures("app")
def test_it_is_taken_back_on_ones_own_page_as_easily_as_given(client):
    event = make_event()
    web = use(event)
    registration = agreed(event=event, **{f"q{web}": True})
    link = link_of(registration)
    assert f"{link}/accords" in client.get(link).text
    assert "checked" in client.get(f"{link}/accords").text

    assert client.post(f"{link}/accords", data=SENT).status_code == 303

    page = client.get(f"{link}?lang=en").text
    assert "Not agreed to" in page
    assert "Taken back on" in page
    assert "checked" not in client.get(f"{link}/accords").text


@pytest.mark.usefixtures("app")
def test_a_participant_agrees_in_the_form_and_takes_it_back(client):
    offer = make_published_process(around=today())
    web = use(offer.process)
    form = filled(offer, email="person1@example.org") | {f"q{web}": "y"}
    client.post(f"/demarches/{offer.process.slug}/inscription", data=form)
    someone = db.session.scalars(select(Participant)).one()
    assert someone.answers == {str(web): True}

    assert client.post(f"{page_of(1)}/accords", data=SENT).status_code == 303

    consent = db.session.scalars(select(Consent)).one()
    assert consent.notice is not None
    assert consent.withdrawn_at
    assert "Taken back on" in client.get(f"{page_of(1)}?lang=en").text


def test_the_space_names_what_holds_and_leads_to_where_it_is_taken_back(
    app, counted_queries
):
    event = make_event()
    web, press = use(event), use(event, PRESS)
    registration = agreed(event=event, **{f"q{web}": True, f"q{press}": False})
    browser = app.test_client()
    opened_by(browser, registration.email)

    with counted_queries() as one:
        page = browser.get("/mon-espace?lang=en").text
    assert WEB in page
    assert PRESS not in page
    link = f"{link_of(registration)}/accords"
    assert link in page
    browser.post(link, data={f"q{web}": "y", f"q{press}": "y"})
    use(event, "Une autre.")
    browser.post(link, data={f"q{n}": "y" for n in (web, press, press + 1)})

    with counted_queries() as three:
        assert PRESS in browser.get("/mon-espace?lang=en").text
    assert len(one) == len(three)
    browser.post(link, data=SENT)
    assert "What I agreed to" not in browser.get("/mon-espace?lang=en").text


def test_the_desk_reads_when_it_was_given_and_takes_it_away_as_a_column(desk):
    event = make_event()
    web = use(event)
    registration = agreed(event=event, **{f"q{web}": True})
    page = desk.get(
        f"/bureau/evenements/{event.slug}/inscrits/{registration.reference}?lang=en"
    ).text

    assert WEB in page
    assert "Agreed to" in page
    assert "Given on" in page
    rows = taken_csv(desk, "?lang=en", ("reference", f"question_{web}"))
    assert rows[1] == [registration.reference, "Yes"]


def test_the_organiser_starts_from_words_that_are_usual(desk):
    event = make_event()
    at = f"/bureau/evenements/{event.slug}/questions"
    assert f"{at}/nouvelle?kind=consent&amp;usage=photo-press" in desk.get(at).text

    form = desk.get(f"{at}/nouvelle?kind=consent&usage=photo-press&lang=en").text
    assert "are given to the press." in form
    assert "is_mandatory" not in form
    sent = desk.post(
        f"{at}/nouvelle?kind=consent", data={"kind": "consent", "label": PRESS}
    )

    assert sent.status_code == 303
    question = db.session.scalars(select(Question)).one()
    assert (question.kind, question.label) == (QuestionKind.CONSENT, PRESS)


def test_words_that_somebody_agreed_to_are_refused_with_what_to_do(desk):
    event = make_event()
    web = use(event)
    agreed(event=event, **{f"q{web}": True})

    answer = desk.post(
        f"/bureau/evenements/{event.slug}/questions/{web}?lang=en",
        data={"kind": "consent", "label": "Tout."},
    )

    assert answer.status_code == 409
    assert "Ask for the new use by itself" in answer.text
