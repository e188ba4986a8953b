"""What answers tell browsers, proxies and strangers."""

import pytest
from flask import request
from sqlalchemy.exc import OperationalError

from concertation.application import create_app
from concertation.database import db
from concertation.web.access_table import ACCESS, Who
from tests.factories import PASSWORD, make_event, make_settings
from tests.integration.test_access import addresses
from tests.route_values import values_at

SHOWN_ALONE = {"desk_mailbox.page", "desk_mail_texts.show"}
"""What stands in a frame of another page."""


@pytest.fixture
def make_browser(database_url, tmp_path):
    """A browser of an application with settings of its own."""
    apps = []

    def make(**changes):
        app = create_app(make_settings(tmp_path, database_url, **changes))
        apps.append(app)
        return app.test_client()

    yield make
    for app in apps:
        with app.app_context():
            db.engine.dispose()


@pytest.mark.parametrize("path", ["/", "/bureau/connexion", "/nowhere"])
def test_every_answer_is_strict(client, path):
    headers = client.get(path).headers

    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in policy
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    for power in ("camera", "geolocation", "microphone", "payment"):
        assert f"{power}=()" in headers["Permissions-Policy"]


def test_an_anonymous_page_sets_no_cookie(client):
    make_event()

    assert "Set-Cookie" not in client.get("/evenements/ouverture").headers


def test_https_binds_cookies_to_the_host_and_browsers_to_https(make_browser):
    browser = make_browser(public_url="https://localhost", checks_csrf=True)

    headers = browser.get("/bureau/connexion", base_url="https://localhost").headers

    cookie = headers["Set-Cookie"]
    assert cookie.startswith("__Host-session=")
    assert all(word in cookie for word in ("Secure", "HttpOnly", "SameSite=Lax"))
    assert headers["Strict-Transport-Security"] == "max-age=31536000"


def test_names_below_the_host_are_bound_where_their_owner_says_so(make_browser):
    browser = make_browser(public_url="https://localhost", hsts_below=True)

    told = browser.get("/", base_url="https://localhost").headers

    assert told["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_a_foreign_host_is_refused(make_browser):
    browser = make_browser(trusted_hosts=("localhost",))

    assert browser.get("/", headers={"Host": "evil.example"}).status_code == 400


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:9000", 200),
        ("[::1]", 200),
        ("[::1]:9000", 200),
        ("[::2]:9000", 400),
        ("[::1", 400),
        ("[::1]evil.example", 400),
        ("[::1]:99999", 400),
    ],
)
def test_an_ipv6_host_is_answered_only_when_it_is_trusted(make_browser, host, status):
    browser = make_browser(trusted_hosts=("localhost", "[::1]"))

    assert browser.get("/", headers={"Host": host}).status_code == status


def test_absolute_addresses_come_from_the_settings(make_browser, app):
    make_event()
    browser = make_browser(public_url="https://concertation.example.org")

    page = browser.get("/evenements/ouverture", headers={"Host": "evil.example"}).text

    assert 'href="https://concertation.example.org/evenements/ouverture"' in page
    assert "evil.example" not in page


@pytest.mark.parametrize(
    ("proxies", "seen"), [(0, "127.0.0.1"), (1, "203.0.113.9"), (2, "198.51.100.1")]
)
def test_only_as_many_proxies_are_believed_as_there_are(make_browser, proxies, seen):
    browser = make_browser(proxies=proxies)
    addresses = []
    browser.application.before_request(lambda: addresses.append(request.remote_addr))
    chain = "6.6.6.6, 198.51.100.1, 203.0.113.9"

    browser.get("/", headers={"X-Forwarded-For": chain})

    assert addresses == [seen]


def test_a_bug_shows_a_reference_that_is_in_the_log_and_no_trace(make_browser, caplog):
    browser = make_browser(testing=False)

    def break_down() -> None:
        raise RuntimeError("secret detail")

    browser.application.before_request(break_down)
    answer = browser.get("/?lang=en")

    assert answer.status_code == 500
    assert "secret detail" not in answer.text
    reference = answer.headers["X-Request-ID"]
    assert f"<strong>{reference}</strong>" in answer.text
    assert [each.exc_info[0] for each in caplog.records if each.exc_info] == [
        RuntimeError
    ]


def test_too_much_at_once_is_refused(client):
    make_event()

    answer = client.post(
        "/evenements/ouverture/inscription", data={"role": "x" * 600_000}
    )

    assert answer.status_code == 413


def test_a_page_says_its_language_and_what_it_depends_on(client):
    asked, negotiated = client.get("/?lang=en"), client.get("/")

    assert asked.headers["Content-Language"] == "en"
    assert negotiated.headers["Content-Language"] == "fr"
    assert "Accept-Language" in negotiated.headers["Vary"]
    assert "Accept-Language" not in asked.headers.get("Vary", "")


@pytest.mark.on_both_databases
@pytest.mark.parametrize("path", ["/evenements/%00", "/evenements/%00/inscription"])
def test_an_address_with_a_nul_is_not_found(client, path):
    assert client.get(path).status_code == 404


def test_the_page_of_trouble_asks_nothing_of_the_database(app, desk, monkeypatch):
    def fail(*_arguments, **_options):
        raise OperationalError("SELECT", {}, Exception("the database is away"))

    app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(db.session, "scalar", fail)
    monkeypatch.setattr(db.session, "scalars", fail)

    answer = desk.get("/bureau/")

    assert answer.status_code == 503
    assert answer.headers["X-Request-ID"] in answer.text


def test_every_cookie_is_bound_to_this_host(make_browser, facilitator):
    browser = make_browser(public_url="https://localhost")
    https = {"base_url": "https://localhost"}
    form = {"email": facilitator, "password": PASSWORD}

    told = browser.post("/bureau/connexion", data=form, **https)

    cookies = told.headers.getlist("Set-Cookie")
    assert len(cookies) == 2
    for cookie in cookies:
        assert cookie.startswith("__Host-")
        words = {word.strip() for word in cookie.split(";")}
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= words
        assert "Domain" not in cookie


def test_a_page_that_is_opened_by_a_key_is_named_to_nobody(app, client):
    values = values_at(make_event())
    for endpoint, address in addresses(app, values, "GET"):
        if ACCESS[endpoint] is Who.LINK_HOLDER:
            headers = client.get(address).headers
            assert headers["Referrer-Policy"] == "no-referrer", endpoint
            assert headers["X-Robots-Tag"] == "noindex", endpoint
            assert headers["Cache-Control"] == "no-store", endpoint


def test_every_page_of_the_desk_lets_one_out(app, desk):
    values, without = values_at(make_event()), []
    for endpoint, address in addresses(app, values, "GET"):
        answer = desk.get(address)
        is_page = answer.status_code == 200 and answer.mimetype == "text/html"
        is_whole = endpoint.startswith("desk_") and endpoint not in SHOWN_ALONE
        if is_page and is_whole and 'action="/bureau/deconnexion' not in answer.text:
            without.append(endpoint)

    assert without == []
