"""Who may call what, over every route there is.

Routes come from the application's own map, and what they need from the access table: a
route that is added is walked here without anybody thinking of it.
"""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import delete, select

from concertation.application import create_app
from concertation.clock import utc_now
from concertation.database import Base, db, transaction
from concertation.domain.roles import Right, Role
from concertation.links import INVITATION_SALT, PASSWORD_SALT, signed_link
from concertation.models import Account, AccountGrant, DeskSession
from concertation.queries.events import find_event
from concertation.services.accounts import session_key
from concertation.web.access import right_asked
from concertation.web.access_table import ACCESS, Who
from concertation.web.identity import SESSION_TOKEN
from tests.factories import (
    FORM,
    PASSWORD,
    make_account,
    make_event,
    make_settings,
)
from tests.route_values import value_of, values_at

SIGN_IN = "/bureau/connexion"
TOKEN = "what the browser of a test holds"
HERE, ELSEWHERE = "ouverture", "autre"

ADDS_MEETINGS = {"administrator", "facilitator"}
SEES_DIRECTORY = {"administrator", "facilitator", "reader"}
"""In a process or a group as well: `test_access_in_groups` looks after those."""

# Who is let in, by what the route asks for: with an event in its address, and without.
# Written out, so that a mistake in the rules of the domain is seen here.
AT_EVENT = {
    Right.ADMINISTER: {"administrator"},
    Right.PREPARE: {"administrator", "facilitator", "facilitator here"},
    Right.FILL: {"administrator", "facilitator", "facilitator here"},
    Right.READ: {
        "administrator",
        "facilitator",
        "facilitator here",
        "reader",
        "reader here",
    },
    Right.WELCOME: {
        "administrator",
        "facilitator",
        "facilitator here",
        "reader",
        "reader here",
        "welcomer here",
    },
    Right.PROTECT: {"administrator", "data officer"},
}
ON_SITE = {
    right: {name for name in names if not name.endswith(" here")}
    for right, names in AT_EVENT.items()
}
PEOPLE: dict[str, tuple[Role | None, str | None]] = {
    "administrator": (Role.ADMINISTRATOR, None),
    "facilitator": (Role.FACILITATOR, None),
    "facilitator here": (Role.FACILITATOR, HERE),
    "facilitator elsewhere": (Role.FACILITATOR, ELSEWHERE),
    "reader": (Role.READER, None),
    "reader here": (Role.READER, HERE),
    "reader elsewhere": (Role.READER, ELSEWHERE),
    "welcomer here": (Role.WELCOMER, HERE),
    "welcomer elsewhere": (Role.WELCOMER, ELSEWHERE),
    "data officer": (Role.DATA_OFFICER, None),
    "nobody in particular": (None, None),
}


@pytest.fixture
def events(app):
    return {slug: make_event(slug=slug) for slug in (HERE, ELSEWHERE)}


@pytest.fixture
def values(app, events):
    return values_at(events[HERE])


def addresses(app, values, method) -> Iterator[tuple[str, str]]:
    """Every route that takes this method, with its address."""
    with app.test_request_context():
        for rule in app.url_map.iter_rules():
            if method in rule.methods:
                needed = {
                    name: value_of(values, rule.endpoint, name)
                    for name in rule.arguments
                }
                yield rule.endpoint, app.url_map.bind("").build(rule.endpoint, needed)


def sign_in(browser, email):
    page = browser.get(SIGN_IN).text
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)[1]
    form = {"email": email, "password": PASSWORD, "csrf_token": token}
    assert browser.post(SIGN_IN, data=form).status_code == 303


def everything_stored(*, but: str = ""):
    return {
        table.name: db.session.execute(select(table)).all()
        for table in Base.metadata.sorted_tables
        if table.name != but
    }


def is_open_to_all(endpoint: str) -> bool:
    """Or closed by another door than the desk's."""
    return ACCESS[endpoint] in {Who.ANYONE, Who.LINK_HOLDER, Who.SPACE_HOLDER}


def expected(endpoint: str, address: str, person: str) -> bool:
    match ACCESS[endpoint]:
        case Who.ADDS_MEETINGS:
            return person in ADDS_MEETINGS
        case Who.KEEPS_DIRECTORY:
            return person in ADDS_MEETINGS
        case Who.SEES_DIRECTORY:
            return person in SEES_DIRECTORY
    right = right_asked(endpoint)
    table = AT_EVENT if f"/{HERE}" in address else ON_SITE
    return right is None or person in table[right]


@pytest.fixture
def browser_of(app) -> Callable:
    """A browser that is signed in, whatever the requests before did to its session."""

    def opened(account: Account):
        with transaction() as session:
            session.execute(delete(DeskSession))
            session.add(
                DeskSession(
                    token_hash=session_key(TOKEN),
                    account_id=account.id,
                    created_at=utc_now(),
                    expires_at=utc_now() + timedelta(hours=1),
                )
            )
        browser = app.test_client()
        with browser.session_transaction() as session:
            session[SESSION_TOKEN] = TOKEN
        return browser

    return opened


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("person", PEOPLE)
def test_each_role_opens_what_is_its_own_and_nothing_else(
    app: Flask, values, browser_of, commits, *, person, method
):
    role, slug = PEOPLE[person]
    account = make_account(role, find_event(slug) if slug else None)
    wrong = []

    before = everything_stored(but="desk_session")

    for endpoint, address in addresses(app, values, method):
        if is_open_to_all(endpoint):
            continue
        browser = browser_of(account)
        count = commits()
        response = browser.open(address, method=method, data=FORM)
        is_let_in = response.status_code != 403
        if is_let_in != expected(endpoint, address, person):
            wrong.append(f"{endpoint}: {response.status_code}")
        if commits() != count:
            after = everything_stored(but="desk_session")
            if not is_let_in and after != before:
                wrong.append(f"{endpoint}: wrote")
            before = after
        to_sign_in = (response.location or "").startswith(f"{SIGN_IN}?")
        if response.status_code >= 500 or to_sign_in:
            wrong.append(f"{endpoint}: {response.status_code} {response.location}")

    assert wrong == []


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("person", ["stranger", "deactivated", "without code"])
def test_the_desk_is_closed_to_who_is_not_signed_in(
    app, values, browser_of, person, method
):
    browser = app.test_client()
    if person != "stranger":
        account = make_account(Role.ADMINISTRATOR)
        browser = browser_of(account)
        with transaction() as session:
            held = session.scalars(select(DeskSession)).one()
            held.awaits_code = person == "without code"
            session.get_one(Account, account.id).is_active = person != "deactivated"
    before = everything_stored()

    for endpoint, address in addresses(app, values, method):
        if not is_open_to_all(endpoint):
            response = browser.open(address, method=method, data=FORM)
            if method == "POST" and person != "stranger":
                # They get back what they sent; see `test_typed_in_vain.py`.
                assert response.status_code == 403, endpoint
                assert "Votre session a pris fin" in response.text, endpoint
                continue
            assert response.status_code == 303, endpoint
            assert response.location.startswith(SIGN_IN), endpoint

    db.session.rollback()
    assert everything_stored() == before


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_event_that_is_not_there_is_missing_for_everybody(
    app, values, browser_of, method
):
    welcomer = make_account(Role.WELCOMER, make_event(slug="third"))
    values["slug"] = "never-was"

    for endpoint, address in addresses(app, values, method):
        if not is_open_to_all(endpoint) and "never-was" in address:
            response = browser_of(welcomer).open(address, method=method, data=FORM)
            assert response.status_code == 404, endpoint


def test_a_person_may_have_several_roles_and_rights_add_up(events, browser_of):
    account = make_account(Role.WELCOMER, events[HERE])
    other = make_account(Role.READER, events[ELSEWHERE])
    with transaction() as session:
        for grant in session.scalars(select(AccountGrant)):
            grant.account_id = account.id
        session.delete(session.get_one(Account, other.id))
    browser = browser_of(account)

    answers = {
        slug: browser.get(f"/bureau/evenements/{slug}/inscrits").status_code
        for slug in (HERE, ELSEWHERE)
    }

    assert answers == {HERE: 403, ELSEWHERE: 200}
    assert browser.get(f"/bureau/evenements/{HERE}/accueil").status_code == 200


def test_a_get_never_writes(app, desk, values):
    before = everything_stored()

    for endpoint, address in addresses(app, values, "GET"):
        with desk.get(address) as response:
            assert response.status_code < 500, endpoint

    db.session.rollback()
    assert everything_stored() == before


@pytest.mark.parametrize("salt", [INVITATION_SALT, PASSWORD_SALT])
def test_looking_at_a_link_for_a_password_uses_nothing_up(client, salt, app):
    account = make_account(Role.READER)
    with transaction() as session:
        row = session.get_one(Account, account.id)
        row.link_expires_at = utc_now() + timedelta(hours=1)
        row.password_hash = "" if salt == INVITATION_SALT else row.password_hash
    page = "invitation" if salt == INVITATION_SALT else "mot-de-passe"
    address = f"/bureau/{page}/{signed_link(salt, account.id, 1)}"
    before = everything_stored()

    answers = [client.get(address).status_code for _ in range(2)]

    assert answers == [200, 200]
    assert everything_stored() == before


def test_a_post_without_its_token_changes_nothing(
    app, database_url, tmp_path, values, facilitator
):
    strict = create_app(make_settings(tmp_path, database_url, checks_csrf=True))
    browser = strict.test_client()
    sign_in(browser, facilitator)
    before = everything_stored()

    with strict.app_context():
        for endpoint, address in addresses(app, values, "POST"):
            if endpoint != "desk_sign_in.submit_form":
                response = browser.post(address, data=FORM)
                assert response.status_code in {400, 404, 409, 422, 303}, endpoint
        db.engine.dispose()

    db.session.rollback()
    assert everything_stored() == before
