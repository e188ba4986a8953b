"""Who comes back with the very page is told that it holds; a proxy, for how long."""

import pytest
from flask import session

from concertation.services.registration import register_person
from tests.factories import NOW, make_event, make_wish
from tests.integration.test_kept_pages import CONSULTATION, EVENT, FORM_PAGE
from tests.processes import make_published_process

pytestmark = pytest.mark.settings(keeps_pages=True, checks_csrf=True)
NOTICES = [f"{EVENT}/donnees-personnelles", "/demarches/csti/donnees-personnelles"]
SITE = ["/", "/donnees-personnelles", "/accessibilite"]
PUBLIC = [*SITE, EVENT, *NOTICES, *CONSULTATION]


@pytest.fixture
def event(app):
    make_published_process()
    return make_event(capacity=2)


def asked_again(client, page, before):
    return client.get(page, headers={"If-None-Match": before.headers["ETag"]})


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize("page", PUBLIC)
def test_a_public_page_says_how_long_it_holds(client, page):
    told = client.get(page)

    assert told.headers["Cache-Control"] == (
        "public, max-age=0, must-revalidate, s-maxage=1"
    )
    assert "Accept-Language" in told.headers["Vary"]
    assert "Set-Cookie" not in told.headers


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize("page", PUBLIC)
def test_who_has_it_is_sent_no_body(client, seconds, page):
    before = client.get(page)

    soon = asked_again(client, page, before)
    seconds.now += 1
    made_anew = asked_again(client, page, before)

    for answer in (soon, made_anew):
        assert (answer.status_code, answer.data) == (304, b"")
        assert answer.headers["ETag"] == before.headers["ETag"]
        assert answer.headers["Cache-Control"] == before.headers["Cache-Control"]
        assert answer.headers["Vary"] == before.headers["Vary"]
        assert "Content-Length" not in answer.headers


def test_whose_page_is_another_by_now_gets_it(client, event, seconds):
    before = client.get(EVENT)
    register_person(make_wish(event), now=NOW)
    seconds.now += 1

    after = asked_again(client, EVENT, before)

    assert after.status_code == 200
    assert after.headers["ETag"] != before.headers["ETag"]
    assert after.data != before.data


@pytest.mark.usefixtures("event")
def test_a_page_in_another_language_is_another(client):
    french = client.get(EVENT, headers={"Accept-Language": "fr"})
    known = {"Accept-Language": "en", "If-None-Match": french.headers["ETag"]}

    assert '<html lang="en">' in client.get(EVENT, headers=known).text


@pytest.mark.usefixtures("event")
def test_a_form_is_nobodys_but_its_readers(client):
    form = client.get(FORM_PAGE)

    assert form.headers["Cache-Control"] == "no-store"
    assert "ETag" not in form.headers


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize("page", PUBLIC)
def test_a_page_that_reads_the_session_is_for_no_proxy(app, client, page):
    app.before_request(lambda: session.get("anything"))

    told = client.get(page)

    assert "Cache-Control" not in told.headers
    assert "ETag" not in told.headers


def give_a_cookie(response):
    response.set_cookie("another", "somebody's own")
    return response


def keep_nowhere(response):
    response.cache_control.no_store = True
    return response


@pytest.mark.usefixtures("event")
@pytest.mark.parametrize("page", PUBLIC)
@pytest.mark.parametrize("make_private", [give_a_cookie, keep_nowhere])
def test_whatever_makes_a_page_somebodys_own_keeps_it_from_others(
    app, page, make_private
):
    app.after_request(make_private)

    first, second = (app.test_client().get(page) for _reader in range(2))

    for told in (first, second):
        assert "public" not in told.headers.get("Cache-Control", "")
        assert "ETag" not in told.headers
    assert ("Set-Cookie" in second.headers) is ("Set-Cookie" in first.headers)


def test_what_is_not_there_is_for_no_proxy(client):
    told = client.get(EVENT)

    assert told.status_code == 404
    assert "Cache-Control" not in told.headers
