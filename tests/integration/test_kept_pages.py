"""Busy public pages are made once a second, and nobody reads what is another's."""

import re

import pytest
from flask import session

from concertation.services.events import edit_event
from concertation.services.registration import register_person
from concertation.web import kept
from tests.factories import ACTOR, FORM, NOW, make_event, make_sheet, make_wish
from tests.processes import make_published_process, today

pytestmark = pytest.mark.settings(keeps_pages=True, checks_csrf=True)
EVENT = "/evenements/ouverture"
FORM_PAGE = f"{EVENT}/inscription"
TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
BUSY = ["/", EVENT, FORM_PAGE]
CONSULTATION = ["/demarches/csti", "/demarches/csti/groupes/production"]


@pytest.fixture
def event(app):
    return make_event(capacity=2)


def registered(browser, email: str) -> str:
    """Register as this person, and return the address of the receipt."""
    token = TOKEN.search(browser.get(FORM_PAGE).text)[1]
    answers = FORM | {"email": email, "csrf_token": token}
    return browser.post(FORM_PAGE, data=answers).headers["Location"]


@pytest.mark.usefixtures("event", "seconds")
@pytest.mark.parametrize("page", BUSY)
def test_a_page_that_is_asked_again_reads_nothing(app, counted_queries, page):
    first = app.test_client().get(page)

    with counted_queries() as queries:
        second = app.test_client().get(page)

    assert queries == []
    assert TOKEN.sub("", second.text) == TOKEN.sub("", first.text)
    assert set(second.headers.keys()) == set(first.headers.keys())


@pytest.mark.parametrize("page", CONSULTATION)
def test_so_are_those_of_a_consultation_for_a_second(
    client, counted_queries, seconds, page
):
    offer = make_published_process()
    first = client.get(page)
    make_event(title="Nouvelle réunion", offer_id=offer.id)

    with counted_queries() as queries:
        soon = client.get(page)
    seconds.now += 1
    later = client.get(page)

    assert queries == []
    assert soon.data == first.data
    assert "Nouvelle réunion" in later.text


@pytest.mark.parametrize("page", BUSY)
def test_after_a_second_it_is_made_anew(client, event, seconds, page):
    client.get(page)
    edit_event(event.id, make_sheet(title="Autre titre"), actor=ACTOR, now=NOW)

    soon = client.get(page).text
    seconds.now += 1
    later = client.get(page).text

    assert "Autre titre" not in soon
    assert "Autre titre" in later


def test_a_place_that_was_taken_is_told_after_a_second(client, event, seconds):
    before = client.get(f"{EVENT}?lang=en").text
    register_person(make_wish(event), now=NOW)
    soon = client.get(f"{EVENT}?lang=en").text
    seconds.now += 1
    later = client.get(f"{EVENT}?lang=en").text

    assert "2 places left" in before
    assert "2 places left" in soon
    assert "1 place left" in later


@pytest.mark.usefixtures("event")
def test_each_reader_of_a_kept_form_has_a_token_that_works(app):
    readers = [app.test_client() for _ in range(3)]

    tokens = {TOKEN.search(reader.get(FORM_PAGE).text)[1] for reader in readers}
    receipts = [
        registered(reader, f"reader{number}@example.org")
        for number, reader in enumerate(readers)
    ]

    assert len(tokens) == 3
    assert all("/recu/" in receipt for receipt in receipts)


@pytest.mark.usefixtures("event")
def test_a_token_of_another_reader_is_refused(app):
    mine, theirs = app.test_client(), app.test_client()
    mine.get(FORM_PAGE)
    stolen = TOKEN.search(theirs.get(FORM_PAGE).text)[1]

    answer = mine.post(FORM_PAGE, data=FORM | {"csrf_token": stolen})

    assert answer.status_code == 422


@pytest.mark.usefixtures("event")
def test_a_kept_receipt_tells_each_reader_of_their_own_registration(app):
    pages, own = [], []
    for name in ("first", "second", "third", "fourth"):
        browser, email = app.test_client(), f"{name}@example.org"
        address = registered(browser, email)
        pages.append(browser.get(f"{address}?lang=en").text)
        own.append((email, address.rpartition("/")[2]))

    for reader, page in enumerate(pages):
        for other, (email, key) in enumerate(own):
            assert (email in page) is (key in page) is (reader == other)
    assert "Your place is confirmed" in pages[1]
    assert "You are number 1 on" in pages[2]
    assert "You are number 2 on" in pages[3]


@pytest.mark.usefixtures("event")
def test_an_address_with_signs_of_html_is_written_as_text(app):
    browser = app.test_client()

    page = browser.get(registered(browser, "o'neil&co@example.org")).text

    assert "o&#39;neil&amp;co@example.org" in page


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize("page", BUSY)
def test_languages_are_kept_apart(client, page):
    french = client.get(page, headers={"Accept-Language": "fr"}).text
    english = client.get(page, headers={"Accept-Language": "en"}).text

    assert '<html lang="fr">' in french
    assert '<html lang="en">' in english


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize("page", BUSY)
@pytest.mark.settings(keeps_pages=True, trusted_hosts=("localhost",))
def test_a_host_that_is_not_trusted_gets_no_kept_page(client, page):
    assert client.get(page).status_code == 200

    assert client.get(page, base_url="http://evil.example").status_code == 400


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize("page", ["/", EVENT])
def test_a_page_that_reads_the_session_is_not_kept(app, client, counted_queries, page):
    """Not even if nobody thought of it: the answer says that it depends on a cookie."""
    app.before_request(lambda: session.get("anything"))
    client.get(page)

    with counted_queries() as queries:
        client.get(page)

    assert queries != []


def test_an_error_is_not_kept(client):
    assert client.get(EVENT).status_code == 404
    make_event(title="Il existe maintenant")

    assert "Il existe maintenant" in client.get(EVENT).text


@pytest.mark.usefixtures("event")
def test_a_head_request_keeps_nothing(client):
    assert client.head(EVENT).data == b""

    assert "<h1" in client.get(EVENT).text


def test_the_shelf_does_not_grow_without_end(monkeypatch):
    monkeypatch.setattr(kept, "MOST_THINGS", 3)
    shelf = kept.Shelf()

    for number in range(10):
        shelf.put(number, "thing")

    assert sum(shelf.get(number) is not None for number in range(10)) <= 3
    assert shelf.get(9) == "thing"


def test_nobody_reads_the_address_in_another_receipt_of_a_group(app):
    offer = make_published_process(around=today(), capacity=None)
    page = f"/demarches/{offer.process.slug}/inscription"
    readers = {f"reader{number}@example.org": app.test_client() for number in range(3)}

    shown = {}
    for email, reader in readers.items():
        token = TOKEN.search(reader.get(page).text)[1]
        answers = {"email": email, "csrf_token": token, "groups": str(offer.id)}
        receipt = reader.post(page, data=FORM | answers).headers["Location"]
        shown[email] = reader.get(receipt).text

    for email, text in shown.items():
        assert email in text
        assert not any(other in text for other in readers if other != email)
