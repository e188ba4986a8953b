"""One's own account through HTTP: second factor, sessions, password."""

import re

import pytest
from pyotp import TOTP
from sqlalchemy import select

from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.domain.roles import Role
from concertation.domain.second_factor import totp_secret
from concertation.links import PASSWORD_SALT, signed_link
from concertation.models import DeskSession
from tests.factories import PASSWORD, make_account
from tests.people import NEW_PASSWORD, code_of, enter

ACCOUNTS = "/bureau/comptes"
MINE = "/bureau/mon-compte"
SECOND = f"{MINE}/double-authentification"
SIGN_IN = "/bureau/connexion"
FORGOTTEN = "/bureau/mot-de-passe-oublie"


@pytest.fixture
def reader(app):
    make_account(Role.ADMINISTRATOR)
    return make_account(Role.READER)


@pytest.fixture
def their_browser(app, reader):
    return enter(app, reader)[0]


def test_the_second_factor_is_set_up_and_then_asked_for(app, reader, their_browser):
    page = their_browser.get(SECOND).text
    secret = "".join(re.search(r'class="secret">([^<]+)<', page)[1].split())
    assert secret == totp_secret(app.config["SECRET_KEY"], reader.id, reader.totp_salt)
    assert "<svg" in page
    assert their_browser.post(SECOND, data={"code": "000000"}).status_code == 422

    told = their_browser.post(SECOND, data={"code": TOTP(secret).at(utc_now())})

    codes = re.findall(r"<li><code>([^<]+)</code>", told.text)
    assert len(codes) == 10
    assert told.headers["Cache-Control"] == "no-store"
    browser, answer = enter(app, reader)
    assert answer.location == f"{SIGN_IN}/code"
    assert browser.get("/bureau/").location.startswith(SIGN_IN)
    assert browser.get_cookie("known-device") is None
    assert browser.post(f"{SIGN_IN}/code", data={"code": "000000"}).status_code == 422
    assert (
        browser.post(f"{SIGN_IN}/code", data={"code": codes[0]}).location == "/bureau/"
    )
    assert browser.get("/bureau/").status_code == 200
    assert browser.get_cookie("known-device") is not None


def test_without_the_password_first_there_is_no_second_step(client):
    assert client.get(f"{SIGN_IN}/code").location == SIGN_IN
    answer = client.post(f"{SIGN_IN}/code", data={"code": "123456"})
    assert answer.location == SIGN_IN


def test_one_gets_where_one_was_going_after_the_second_step(app, reader, their_browser):
    their_browser.get(SECOND)
    their_browser.post(SECOND, data={"code": code_of(app, reader)})
    [code, *_] = re.findall(
        r"<li><code>([^<]+)</code>",
        their_browser.post(
            f"{SECOND}/codes-de-secours", data={"password": PASSWORD}
        ).text,
    )
    browser = app.test_client()
    wanted = browser.get("/bureau/journal?actor=x").location

    step = browser.post(wanted, data={"email": reader.email, "password": PASSWORD})
    answer = browser.post(step.location, data={"code": code})

    assert answer.location == "/bureau/journal?actor=x"


def test_who_must_have_a_second_factor_sets_it_up_before_anything_else(
    desk, app, reader, their_browser
):
    desk.post(f"{ACCOUNTS}/double-authentification", data={"roles": ["reader"]})

    for page in ("/bureau/", MINE, f"{SECOND}/desactiver"):
        assert their_browser.get(page).location == SECOND
    assert their_browser.post(f"{MINE}/nom", data={}).location == SECOND
    assert "Votre rôle exige" in their_browser.get(SECOND).text
    their_browser.post(SECOND, data={"code": code_of(app, reader)})
    assert their_browser.get("/bureau/").status_code == 200
    assert desk.get("/bureau/").status_code == 200


def test_a_reset_by_mail_does_not_spare_the_second_factor(app, reader, their_browser):
    their_browser.post(SECOND, data={"code": code_of(app, reader)})
    client = app.test_client()
    known, unknown = (
        client.post(FORGOTTEN, data={"email": email}, follow_redirects=True)
        for email in (reader.email, "nobody@example.org")
    )
    assert known.text == unknown.text
    db.session.expire_all()
    link = signed_link(PASSWORD_SALT, reader.id, reader.link_version)

    client.post(f"/bureau/mot-de-passe/{link}", data={"new_password": NEW_PASSWORD})

    assert their_browser.get("/bureau/").status_code == 303
    assert enter(app, reader, NEW_PASSWORD)[1].location == f"{SIGN_IN}/code"


@pytest.mark.parametrize("page", ["invitation", "mot-de-passe"])
def test_a_link_that_was_forged_is_missing(client, page):
    assert client.get(f"/bureau/{page}/forged").status_code == 404
    assert client.post(f"/bureau/{page}/forged", data={}).status_code == 404


def test_ones_own_page_lists_where_one_is_signed_in(app, reader, their_browser):
    other, _ = enter(app, reader)
    with transaction() as session:
        held = session.scalars(select(DeskSession).order_by(DeskSession.id)).all()
        held[1].device = "Firefox, Windows"
    page = their_browser.get(MINE).text
    assert "Firefox, Windows" in page
    assert "Celui-ci" in page

    their_browser.post(f"{MINE}/sessions/{held[1].id}/fermer")

    assert other.get("/bureau/").status_code == 303
    assert their_browser.get("/bureau/").status_code == 200
    answer = their_browser.post(f"{MINE}/sessions/fermer")
    assert answer.location == SIGN_IN
    assert their_browser.get("/bureau/").status_code == 303


def test_ones_password_is_changed_with_the_present_one(app, reader, their_browser):
    wrong = {"password": "not this one", "new_password": NEW_PASSWORD}
    assert their_browser.post(f"{MINE}/mot-de-passe", data=wrong).status_code == 422
    weak = {"password": PASSWORD, "new_password": "azertyuiop12"}
    answer = their_browser.post(f"{MINE}/mot-de-passe", data=weak)
    assert "trop facile à deviner" in answer.text

    their_browser.post(
        f"{MINE}/mot-de-passe",
        data={"password": PASSWORD, "new_password": NEW_PASSWORD},
    )

    assert their_browser.get("/bureau/").status_code == 200
    assert enter(app, reader, PASSWORD)[1].status_code == 422
    assert enter(app, reader, NEW_PASSWORD)[1].status_code == 303
