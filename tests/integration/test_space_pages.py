"""The pages of « Mon espace »: the same answer for everybody, and nothing kept."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.models import SpaceLink, SpaceSession
from concertation.web.access_table import ACCESS, Who
from concertation.web.own_space import SPACE_TOKEN
from tests.factories import make_event, register
from tests.guests import invite
from tests.spaces import PERSON, opened_by, space_link_to, space_mails

SPACE, DOOR = "/mon-espace", "/mon-espace/lien"
FOREIGN = "person2@example.org"
OWN_ROUTES = [name for name, who in ACCESS.items() if who is Who.SPACE_HOLDER]


@pytest.fixture
def event(app):
    event = make_event(capacity=5)
    register(event, 1)
    register(event, 2)
    return event


@pytest.fixture
def holder(client, event):
    """A browser that holds its space open."""
    assert opened_by(client).location == SPACE
    return client


def run_out() -> None:
    with transaction() as session:
        session.execute(update(SpaceSession).values(expires_at=utc_now()))


def addresses(app):
    """Of every page that only its holder may open, and how it is asked for."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if rule.endpoint in OWN_ROUTES:
                numbers = dict.fromkeys(rule.arguments, 1)
                path = app.url_map.bind("").build(rule.endpoint, numbers)
                yield from ((path, method) for method in {"GET", "POST"} & rule.methods)


def test_asking_reads_the_same_for_a_known_and_an_unknown_address(app, event):
    answers = {}
    for email in (PERSON, "nobody@example.org"):
        browser = app.test_client()
        sent = browser.post(DOOR, data={"email": email})
        page = browser.get(sent.location)
        assert f"l’adresse {email}," in page.text
        text = page.text.replace(email, "")
        answers[email] = (sent.status_code, sent.location, page.status_code, text)

    assert answers[PERSON] == answers["nobody@example.org"]
    assert "un message avec un lien est en route" in answers[PERSON][3]
    assert [mail.recipient for mail in space_mails()] == [PERSON]


def test_an_address_that_is_none_is_told_beside_its_field(client):
    answer = client.post(DOOR, data={"email": "person@"})

    assert answer.status_code == 422
    assert 'value="person@"' in answer.text


def test_a_sixth_request_in_a_row_has_to_wait(client):
    answers = [
        client.post(DOOR, data={"email": "nobody@example.org"}) for _ in range(6)
    ]

    assert [answer.status_code for answer in answers] == [303] * 5 + [429]
    assert "quinze minutes" in answers[-1].text


def test_opening_the_mailed_link_shows_a_button_and_uses_nothing_up(client, event):
    address = f"{SPACE}/ouvrir/{space_link_to()}"

    pages = [client.get(address) for _ in range(3)]

    assert {page.status_code for page in pages} == {200}
    assert PERSON in pages[0].text
    assert db.session.scalar(select(SpaceSession.id)) is None
    assert client.post(address).location == SPACE


def test_a_used_link_says_so_and_leads_on(app, holder):
    address = f"{SPACE}/ouvrir/{space_link_to(FOREIGN)}"
    other = app.test_client()
    assert other.post(address).status_code == 303

    used = app.test_client().get(address)

    assert used.status_code == 409
    assert DOOR in used.text
    assert "ouvert sur cet appareil" in other.get(address).text


@pytest.mark.parametrize("token", ["none", "WyJhIl0.forged"])
def test_a_forged_link_opens_nothing(client, event, token):
    assert client.get(f"{SPACE}/ouvrir/{token}").status_code == 404
    assert client.post(f"{SPACE}/ouvrir/{token}").status_code == 404


def test_the_space_leads_to_the_pages_of_each_registration_and_invitation(holder):
    invite(make_event(slug="conseil", title="Conseil"), PERSON)
    page = holder.get(SPACE).text

    links = [part.partition('"')[0] for part in page.split('href="')[1:]]
    own = [link for link in links if link.startswith(("/inscriptions", "/invitations"))]

    assert [link.split("/")[1] for link in own] == ["invitations", "inscriptions"]
    assert {holder.get(link).status_code for link in own} == {200}
    assert FOREIGN not in page


def test_everything_is_taken_away_as_json(holder):
    invite(make_event(slug="conseil", title="Conseil"), PERSON)

    answer = holder.get(f"{SPACE}/donnees.json")

    assert [each["email"] for each in answer.json["registrations"]] == [PERSON]
    assert [each["event"] for each in answer.json["invitations"]] == ["Conseil"]
    assert FOREIGN not in answer.text
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("who", ["stranger", "run out", "closed", "facilitator"])
def test_nobody_but_its_holder_opens_a_page_of_a_space(app, event, desk, who):
    browser = desk if who == "facilitator" else app.test_client()
    if who in {"run out", "closed"}:
        opened_by(browser)
    run_out()
    if who == "closed":
        browser.post(f"{SPACE}/fermer")

    for path, method in addresses(app):
        answer = browser.open(path, method=method)
        assert (answer.status_code, answer.location) == (303, DOOR), path


def test_every_page_of_a_space_opens_for_its_holder(app, holder):
    with holder.session_transaction() as session:
        token = session[SPACE_TOKEN]
    for path, method in addresses(app):
        if method == "GET":
            answer = holder.open(path)
            assert answer.status_code == 200, path
            assert "no-store" in answer.headers["Cache-Control"], path
            assert answer.headers["Referrer-Policy"] == "no-referrer", path
    with holder.session_transaction() as session:
        assert session[SPACE_TOKEN] == token


def test_who_comes_back_too_late_is_told_what_became_of_it(holder):
    run_out()

    page = holder.get(holder.get(SPACE).location).text

    assert "s’est refermé" in page
    assert "s’est refermé" not in holder.get(DOOR).text


def test_a_space_that_was_closed_in_another_tab_is_closed_here_too(holder):
    closed = holder.post(f"{SPACE}/fermer")
    assert "est fermé sur cet appareil" in holder.get(closed.location).text

    again = holder.post(f"{SPACE}/fermer")

    assert again.location == DOOR
    assert db.session.scalar(select(SpaceSession.id)) is None


def test_closing_the_space_leaves_the_rest_of_the_browser_session(app, desk, event):
    opened_by(desk)
    assert desk.get(SPACE).status_code == 200

    desk.post(f"{SPACE}/fermer")

    assert desk.get("/bureau/").status_code < 303


def test_two_addresses_on_one_phone_are_never_mixed(holder):
    link = f"{SPACE}/ouvrir/{space_link_to(FOREIGN)}"
    page = holder.get(link).text
    assert PERSON in page  # It closes, and the page says so.

    holder.post(link)

    page = holder.get(SPACE).text
    assert FOREIGN in page
    assert PERSON not in page
    assert db.session.query(SpaceSession).count() == 1


@pytest.mark.settings(keeps_pages=True)
def test_no_page_of_a_space_is_kept_for_somebody_else(app, event):
    mine, other = app.test_client(), app.test_client()
    opened_by(mine)

    assert mine.get(SPACE).status_code == 200
    assert other.get(SPACE).status_code == 303
    opened_by(other, FOREIGN)
    assert FOREIGN in other.get(SPACE).text


def test_a_link_outlives_a_day_for_nobody(client, event):
    address = f"{SPACE}/ouvrir/{space_link_to()}"
    with transaction() as session:
        past = utc_now() - timedelta(seconds=1)
        session.execute(update(SpaceLink).values(expires_at=past))

    assert client.get(address).status_code == 409
    assert client.post(address).status_code == 409
