"""The register of processing and the list of cookies: what is really kept and set."""

import pytest

from concertation.domain.event import LegalBasis
from concertation.domain.processing import TABLES, Activity
from concertation.services.questions import retire_question
from concertation.web.cookies import all_cookies
from concertation.wording.processing import (
    ACTIVITY_NAMES,
    PEOPLE,
    PERSONAL,
    PURPOSES,
    data_of,
)
from tests.architecture.test_personal_data import PERSONAL as EVERYTHING_PERSONAL
from tests.consents import PRESS, WEB, agreeing, person, take_back, use
from tests.factories import (
    ACTOR,
    FACILITATOR,
    FORM,
    NOW,
    PASSWORD,
    make_draft,
    make_event,
    register,
)
from tests.processes import make_published_process
from tests.spaces import opened_by

REGISTER = "/bureau/donnees-personnelles/registre?lang=en"


def test_every_personal_column_stands_in_one_activity():
    tables = [table for tables in TABLES.values() for table in tables]

    assert {name.partition(".")[0] for name in EVERYTHING_PERSONAL} == set(tables)
    assert len(tables) == len(set(tables))
    keys = {"registration.email_key", "participant.email_key"}
    assert EVERYTHING_PERSONAL - keys == PERSONAL


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("activity", Activity)
def test_every_activity_says_what_for_about_whom_and_which_data(app, activity):
    with app.test_request_context():
        assert data_of(activity)
        for words in (ACTIVITY_NAMES, PURPOSES, PEOPLE):
            assert str(words[activity])


@pytest.mark.on_both_databases
def test_the_register_tells_how_events_and_consultations_are_set_up(desk):
    make_event(retention_days=30)
    make_event(slug="deux", retention_days=400, legal_basis=LegalBasis.CONSENT)
    make_published_process(retention_days=77)

    page = desk.get(REGISTER).text

    assert "30 to 400 days after the end" in page
    assert "77 days after the end" in page
    assert "Consent (GDPR, article 6.1.a): 1 published event" in page
    assert "Accessibility needs" in page
    assert "Kind of organisation" in page


def test_a_register_of_nothing_yet_is_told(desk):
    page = desk.get(REGISTER).text

    assert "Nothing is published yet" in page
    assert "Not written in the settings of the site yet" in page


def test_it_asks_as_much_for_three_events_as_for_one(desk, counted_queries):
    make_event()
    with counted_queries() as first:
        desk.get(REGISTER)
    for slug in ("deux", "trois"):
        make_event(slug=slug)
    with counted_queries() as third:
        desk.get(REGISTER)

    assert len(third) == len(first)


def test_the_cookies_that_are_set_are_those_that_are_told(app, client, facilitator):
    event = make_event()
    told = {each.name for each in all_cookies()}
    page = client.get("/donnees-personnelles").text

    seen = set()
    for answer in (
        client.get("/"),
        client.get(f"/evenements/{event.slug}/inscription"),
        client.post(f"/evenements/{event.slug}/inscription", data=FORM),
        opened_by(client, FORM["email"]),
        client.get("/bureau/connexion"),
        client.post(
            "/bureau/connexion", data={"email": FACILITATOR, "password": PASSWORD}
        ),
        client.get("/bureau/"),
    ):
        for cookie in answer.headers.getlist("Set-Cookie"):
            seen.add(cookie.partition("=")[0])

    assert seen == told
    assert all(f"<code>{name}</code>" in page for name in told)


@pytest.mark.on_both_databases
def test_each_use_that_rests_on_consent_stands_in_the_register(desk, counted_queries):
    event = make_event(retention_days=365)
    other = make_event(slug="deux", retention_days=100)
    process = make_published_process(retention_days=77).process
    assert "None is asked for" in desk.get(REGISTER).text
    use(event, retention_days=30)
    with counted_queries() as first:
        desk.get(REGISTER)
    for owner in (other, process):
        use(owner)
    use(event, PRESS)

    with counted_queries() as third:
        page = desk.get(REGISTER).text

    told = " ".join(page.split("consents-title")[2].split("</section>")[0].split())
    assert f"{WEB} (2 published events, 1 published consultation – 30 to 100" in told
    assert f"{PRESS} (1 published event – 365 days after the end)" in told
    assert "Consent (GDPR, article 6.1.a)" in told
    assert "What was agreed to" in told
    assert len(third) == len(first)


@pytest.mark.on_both_databases
def test_a_use_stands_in_the_register_until_nobody_agrees_to_it_any_more(desk):
    event = make_event()
    asked, unasked = use(event), use(event, PRESS)
    said = agreeing(**{f"q{asked}": True, f"q{unasked}": False})
    someone = person(register(event, answers=said))
    use(make_draft(slug="brouillon"), "J’accepte la lettre.")
    for number in (asked, unasked):
        retire_question(number, actor=ACTOR, now=NOW)

    page = desk.get(REGISTER).text
    assert WEB in page
    assert PRESS not in page
    assert "la lettre" not in page

    take_back(someone, asked)
    assert WEB not in desk.get(REGISTER).text
