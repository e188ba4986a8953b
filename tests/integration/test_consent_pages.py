"""Agreements as people meet them: in forms, on their own pages, at the desk."""

import pytest
from sqlalchemy import select, update

from concertation.database import db, transaction
from concertation.domain.event import LegalBasis
from concertation.domain.questions import QuestionKind
from concertation.links import registration_token
from concertation.models import Consent, Event, Participant, Question, Registration
from concertation.services.questions import QuestionSheet, add_question
from tests.consents import shown
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

    opened = client.get(at)
    form = opened.text
    for number in (web, press):
        (box,) = [part for part in form.split("<input") if f'name="q{number}"' in part]
        assert 'type="checkbox"' in box.partition(">")[0]
        assert "checked" not in box.partition(">")[0]
        assert "required" not in box.partition(">")[0]
    assert form.index("More on your data and your rights") < form.index(WEB)
    sent = FORM | shown(opened) | {f"q{press}": "y"}
    assert client.post(at, data=sent).status_code == 303

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

    at = f"/evenements/{event.slug}/inscription"
    client.post(at, data=FORM | shown(client.get(at)) | {"consent": "y"})

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
    at = f"/demarches/{offer.process.slug}/inscription"
    client.post(at, data=form | shown(client.get(at)))
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
    browser.post(
        link, data=shown(browser.get(link)) | {f"q{web}": "y", f"q{press}": "y"}
    )
    use(event, "Une autre.")
    ticked = {f"q{n}": "y" for n in (web, press, press + 1)}
    browser.post(link, data=shown(browser.get(link)) | ticked)

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


@pytest.mark.on_both_databases
@pytest.mark.usefixtures("app")
def test_a_notice_that_changed_since_the_page_was_opened_is_shown_before_it_is_kept(
    client,
):
    event = make_event(retention_days=30)
    web = use(event)
    at = f"/evenements/{event.slug}/inscription?lang=en"
    sent = FORM | {f"q{web}": "y"} | shown(client.get(at))
    with transaction() as session:
        session.execute(update(Event).values(retention_days=99))

    again = client.post(at, data=sent)

    assert again.status_code == 422
    assert "What you are told about your data has changed" in again.text
    assert "erased 99 days after" in again.text
    assert "checked" in again.text.partition(f'name="q{web}"')[0].rpartition("<")[2]
    assert FORM["given_name"] in again.text
    assert not db.session.scalars(select(Registration)).all()
    assert client.post(at, data=sent | shown(again)).status_code == 303
    (consent,) = db.session.scalars(select(Consent)).all()
    assert "99 days" in consent.notice.text


@pytest.mark.usefixtures("app")
def test_to_take_back_needs_no_notice_and_to_give_does(client):
    event = make_event()
    web = use(event)
    registration = agreed(event=event, **{f"q{web}": False})
    link = f"{link_of(registration)}/accords"
    opened = shown(client.get(link))

    assert client.post(link, data={f"q{web}": "y"}).status_code == 422
    assert client.post(link, data=opened | {f"q{web}": "y"}).status_code == 303
    with transaction() as session:
        session.execute(update(Event).values(retention_days=99))
    assert client.post(link, data=SENT).status_code == 303
    assert db.session.scalars(select(Consent)).one().withdrawn_at


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize(("ticked", "status"), [("", 303), ("web", 303), ("both", 422)])
def test_among_ones_answers_as_well_nothing_but_giving_needs_the_notice(
    client, ticked, status
):
    event = make_event()
    web, press = use(event), use(event, PRESS)
    registration = agreed(event=event, **{f"q{web}": True, f"q{press}": False})
    link = f"{link_of(registration)}/modifier"
    boxes = {
        "": {},
        "web": {f"q{web}": "y"},
        "both": {f"q{web}": "y", f"q{press}": "y"},
    }
    with transaction() as session:
        session.execute(update(Event).values(retention_days=99))

    answer = client.post(link, data=FORM | {"notice_shown": "old"} | boxes[ticked])

    assert answer.status_code == status
    [consent] = db.session.scalars(select(Consent))
    assert bool(consent.withdrawn_at) is (not ticked)


@pytest.mark.settings(keeps_pages=True)
def test_the_page_that_is_kept_for_all_names_the_notice_in_its_language(app):
    event = make_event()
    use(event)
    at = f"/evenements/{event.slug}/inscription"
    pages = [app.test_client().get(f"{at}?lang={x}") for x in ("fr", "fr", "en")]

    french, same, english = (shown(page)["notice_shown"] for page in pages)
    assert french == same != english


@pytest.mark.usefixtures("app")
def test_whoever_changes_answers_is_led_to_the_notice(client):
    event = make_event()
    web = use(event)
    registration = agreed(event=event, **{f"q{web}": True})

    page = client.get(f"{link_of(registration)}/modifier?lang=en")

    assert f"/evenements/{event.slug}/donnees-personnelles" in page.text
    assert shown(page)
