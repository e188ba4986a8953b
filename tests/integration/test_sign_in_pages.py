"""Signing in and out through HTTP."""

import pytest

from tests.factories import PASSWORD, make_facilitator

SIGN_IN = "/bureau/connexion"


def try_to_sign_in(browser, email, password=PASSWORD, **options):
    data = {"email": email, "password": password}
    return browser.post(SIGN_IN, data=data, **options)


def from_network(number):
    return {"environ_overrides": {"REMOTE_ADDR": f"192.0.2.{number}"}}


def test_a_facilitator_gets_where_they_were_going(client, facilitator):
    wanted = client.get("/bureau/evenements/x/inscrits?q=a").location

    answer = client.post(wanted, data={"email": facilitator, "password": PASSWORD})

    assert answer.location == "/bureau/evenements/x/inscrits?q=a"


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/bureau/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/",
        "/bureau/\\..//evil.example",
    ],
)
def test_nobody_is_sent_elsewhere_after_signing_in(client, facilitator, target):
    data = {"email": facilitator, "password": PASSWORD}

    answer = client.post(SIGN_IN, query_string={"next": target}, data=data)

    assert answer.location == "/bureau/"


def test_unknown_address_and_wrong_password_get_the_same_answer(client, facilitator):
    wrong = try_to_sign_in(client, facilitator, "not this one")
    unknown = try_to_sign_in(client, "who@example.org", "not this one")

    assert wrong.status_code == unknown.status_code == 422
    assert wrong.text.replace(facilitator, "") == unknown.text.replace(
        "who@example.org", ""
    )


def test_signing_in_starts_a_new_session(client, facilitator):
    client.get(SIGN_IN)
    with client.session_transaction() as session:
        session["planted"] = "by somebody else"

    try_to_sign_in(client, facilitator)

    with client.session_transaction() as session:
        assert "planted" not in session


def test_signing_out_ends_the_session_even_for_a_stolen_cookie(desk, app):
    stolen = desk.get_cookie("session").value
    desk.post("/bureau/deconnexion")
    thief = app.test_client()
    thief.set_cookie("session", stolen)

    assert thief.get("/bureau/").status_code == 303


def test_a_stranger_locks_out_nobody_but_their_own_network(client, app, facilitator):
    for _try in range(6):
        answer = try_to_sign_in(client, facilitator, "guess", **from_network(1))

    owner = try_to_sign_in(app.test_client(), facilitator, **from_network(2))
    assert answer.status_code == 429
    assert owner.status_code == 303


def test_a_known_browser_is_not_locked_out_by_its_own_network(client, app, facilitator):
    owner = app.test_client()
    try_to_sign_in(owner, facilitator, **from_network(1))
    owner.post("/bureau/deconnexion")
    for _try in range(6):
        stranger = try_to_sign_in(client, facilitator, "guess", **from_network(1))

    assert stranger.status_code == 429
    assert try_to_sign_in(owner, facilitator, **from_network(1)).status_code == 303


def test_a_browser_known_to_one_account_is_a_stranger_to_another(client, facilitator):
    try_to_sign_in(client, facilitator, **from_network(1))
    client.post("/bureau/deconnexion")
    other = make_facilitator("other@example.org")

    answers = [
        try_to_sign_in(client, other, "guess", **from_network(1)) for _try in range(6)
    ]

    assert answers[-1].status_code == 429
