"""A private event is nowhere for who has neither its code nor a link of their own."""

import re

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.event import Visibility
from concertation.links import registration_event_key, registration_token
from concertation.mailing.rendering import render
from concertation.models import Event, OutboxMail, Registration
from concertation.services.visibility import renew_code
from concertation.web.access_table import ACCESS, Who
from tests.factories import ACTOR, FORM, NOW, make_event, register
from tests.guests import make_private, make_private_event
from tests.route_values import value_of

PRIVATE = [Visibility.BY_CODE, Visibility.INVITED]
TITLE = "Comité secret"
SLUG, UNKNOWN = "comite-secret", "unknown-event"
LINK = re.compile(r"http://localhost(/evenements/\S+)")
KEY_ERRORS = ["", "nonsense", "é", "x" * 5000]


@pytest.fixture(params=PRIVATE)
def event(request, app) -> Event:
    return make_private_event(request.param, slug=SLUG, title=TITLE, capacity=5)


def key_of(event: Event) -> str:
    db.session.rollback()
    return db.session.scalar(select(Event.access_code).where(Event.id == event.id))


def routes_about_an_event(app, method: str) -> list[str]:
    """Whatever anybody may call, with an event in its address."""
    return [
        rule.endpoint
        for rule in app.url_map.iter_rules()
        if method in rule.methods
        and ACCESS[rule.endpoint] is Who.ANYONE
        and "slug" in rule.arguments
    ]


def address(app, endpoint: str, slug: str) -> str:
    values = {"slug": slug, "key": "none"}
    rule = next(r for r in app.url_map.iter_rules() if r.endpoint == endpoint)
    needed = {name: value_of(values, endpoint, name) for name in rule.arguments}
    return app.url_map.bind("").build(endpoint, needed)


def told(response, slug: str) -> tuple[int, str, dict[str, str]]:
    headers = {
        name: value.replace(slug, "SLUG")
        for name, value in response.headers.items()
        if name not in {"Set-Cookie", "Content-Length", "X-Request-ID"}
    }
    return response.status_code, response.text.replace(slug, "SLUG"), headers


@pytest.mark.parametrize("method", ["GET", "POST", "HEAD"])
def test_without_its_key_it_is_told_as_an_event_that_is_not_there(app, event, method):
    endpoints = routes_about_an_event(app, method)

    for endpoint in endpoints:
        answers = [
            told(
                app.test_client().open(
                    address(app, endpoint, slug), method=method, data=FORM
                ),
                slug,
            )
            for slug in (SLUG, UNKNOWN)
        ]
        assert answers[0] == answers[1], endpoint
        assert answers[0][0] in {303, 404}, endpoint
    assert len(endpoints) >= (2 if method == "POST" else 5)


@pytest.mark.parametrize("key", KEY_ERRORS)
def test_a_key_that_is_none_opens_nothing(app, event, client, key):
    for slug in (SLUG, UNKNOWN):
        page = client.get(f"/evenements/{slug}", query_string={"cle": key})
        assert page.status_code == 404
        assert "noindex" not in str(page.headers)


@pytest.mark.settings(keeps_pages=True)
def test_no_page_of_the_site_names_it_whatever_was_asked_before(app, event):
    """Who has the key fills what is kept; a stranger walks every public route."""
    holder, stranger = app.test_client(), app.test_client()
    with app.test_request_context():
        public = [
            rule
            for rule in app.url_map.iter_rules()
            if "GET" in rule.methods
            and ACCESS[rule.endpoint] is Who.ANYONE
            and not rule.endpoint.startswith("static")
        ]
    code = key_of(event)

    for rule in public:
        values = {name: SLUG if name == "slug" else "none" for name in rule.arguments}
        page = app.url_map.bind("").build(rule.endpoint, values)
        for lang in ("", "fr", "en"):
            query = {"lang": lang} if lang else {}
            holder.get(page, query_string={**query, "cle": code})
            seen = stranger.get(page, query_string=query)
            text = seen.text.replace(f"/{SLUG}", "")
            assert TITLE not in text, page
            assert SLUG not in text, page
            if "slug" not in rule.arguments:
                assert SLUG not in seen.text, page
    assert TITLE in holder.get(f"/evenements/{SLUG}?cle={code}").text


def test_its_page_is_for_nobody_but_its_reader(app, client, event):
    page = client.get(f"/evenements/{SLUG}?cle={key_of(event)}")

    assert TITLE in page.text
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "ld+json" not in page.text
    assert "canonical" not in page.text


def test_links_of_its_pages_carry_the_key_and_work(client, event):
    code = key_of(event)
    pages, seen = [f"/evenements/{SLUG}?cle={code}&lang=en"], set()
    while pages:
        page = pages.pop()
        seen.add(page)
        answer = client.get(page)
        assert answer.status_code in {200, 409}, page
        if answer.mimetype == "text/html":
            found = re.findall(rf'href="(/evenements/{SLUG}[^"]*)"', answer.text)
            links = {link.replace("&amp;", "&") for link in found}
            pages.extend(links - seen - set(pages))

    assert len(seen) >= 5
    calendar = client.get(f"/evenements/{SLUG}/agenda.ics?cle={code}")
    assert f"cle={code}" in calendar.text.replace("\r\n ", "")


def test_somebody_registers_with_the_link_on_a_device_that_knows_nothing(app):
    event = make_private_event(slug=SLUG, title=TITLE)
    page = f"/evenements/{SLUG}/inscription?cle={key_of(event)}"

    sent = app.test_client().post(page, data=FORM)

    assert sent.status_code == 303
    [registration] = db.session.scalars(select(Registration))
    assert registration.event_id == event.id


def test_the_receipt_of_another_event_shows_nothing_of_it(app, client):
    make_event(slug="open")
    make_private_event(slug=SLUG, title=TITLE)
    client.get("/evenements/open/inscription")
    receipt = client.post("/evenements/open/inscription", data=FORM).location

    page = client.get(receipt.replace("/open/", f"/{SLUG}/"))

    assert page.status_code == 404
    assert TITLE not in page.text


def test_a_renewed_code_kills_the_link_and_spares_who_is_registered(app, client):
    event = make_private_event(slug=SLUG, title=TITLE)
    register(event, 1)
    before = key_of(event)
    mail = db.session.scalars(select(OutboxMail)).one()
    [own] = LINK.findall(render(mail).get_body(("plain",)).get_content())

    renew_code(event.id, actor=ACTOR, now=NOW)

    assert client.get(f"/evenements/{SLUG}?cle={before}").status_code == 404
    assert client.get(f"/evenements/{SLUG}?cle={key_of(event)}").status_code == 200
    assert client.get(own).status_code == 200


@pytest.mark.on_both_databases
@pytest.mark.settings(keeps_pages=True)
def test_mails_of_a_public_event_open_it_once_it_is_private(app, client):
    event = make_event(slug=SLUG, title=TITLE)
    register(event, 1)
    mail = db.session.scalars(select(OutboxMail)).one()
    [own] = LINK.findall(render(mail).get_body(("plain",)).get_content())
    while_public = client.get(own)

    make_private(event, Visibility.INVITED)
    waited = render(mail).get_body(("plain",)).get_content()

    assert f'rel="canonical" href="http://localhost/evenements/{SLUG}"' in (
        while_public.text.replace("?lang=fr", "")
    )
    assert LINK.findall(waited) == [own]
    assert client.get(own).headers["Cache-Control"] == "no-store"
    assert client.get(own).status_code == 200
    assert client.get(f"/evenements/{SLUG}").status_code == 404


def test_the_key_of_a_person_opens_one_event_and_nothing_of_the_registration(
    app, client
):
    event, other = make_private_event(slug=SLUG), make_private_event(slug="other")
    receipt = register(event, 1)
    key = registration_event_key(receipt.registration_id, 1)
    token = registration_token(receipt.registration_id, 1)

    assert client.get(f"/evenements/{SLUG}?cle={key}").status_code == 200
    assert client.get(f"/evenements/{other.slug}?cle={key}").status_code == 404
    assert client.get(f"/evenements/{SLUG}?cle={token}").status_code == 404
    assert client.get(f"/inscriptions/{key}").status_code == 404
    revoked = registration_event_key(receipt.registration_id, 2)
    assert client.get(f"/evenements/{SLUG}?cle={revoked}").status_code == 404


def test_from_their_own_page_people_reach_the_event(client):
    event = make_private_event(slug=SLUG, title=TITLE)
    receipt = register(event, 1)
    token = registration_token(receipt.registration_id, 1)

    page = client.get(f"/inscriptions/{token}").text
    [link] = re.findall(rf'href="(/evenements/{SLUG}\?[^"]+)"', page)

    assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_what_was_public_keeps_its_code_for_when_it_is_private_again(app, client):
    event = make_private_event(slug=SLUG)
    code = key_of(event)
    make_private(event, Visibility.PUBLIC)
    is_public = client.get(f"/evenements/{SLUG}").status_code == 200
    make_private(event, Visibility.INVITED)

    assert is_public
    assert key_of(event) == code
    assert len(code) >= 32
    assert client.get(f"/evenements/{SLUG}").status_code == 404


def test_a_private_event_is_announced_on_the_home_page_neither_before_nor_after(
    app, client, event
):
    make_event(slug="open", title="Ouverte")

    home = client.get("/").text

    assert "Ouverte" in home
    assert TITLE not in home
