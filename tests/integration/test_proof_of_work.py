"""A proof of work, where it is demanded: of those who bring none, few get through."""

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.limit_figures import LimitFigures
from concertation.links import guest_token
from concertation.models import LimitUse, OutboxMail, Registration
from concertation.web import proof_of_work, signed_time
from tests.factories import make_event
from tests.guests import make_guest
from tests.proofs import EMAIL, PAGE, TASK, proof_for, prove, send, tasks_on
from tests.public_forms import public_forms

REFUSED = "n’exécutent pas le script"
SCRIPT = "/static/js/proof.js"
SIGNING_IN = "desk_sign_in.submit_form"
"""It creates nothing and mails nobody; each account counts who tries it in vain."""

DEMANDED = pytest.mark.settings(proof_seconds=1, limits=LimitFigures(without_proof=2))
ONE_WITHOUT = pytest.mark.settings(
    proof_seconds=1, limits=LimitFigures(without_proof=1)
)
pytestmark = DEMANDED


@pytest.fixture(autouse=True)
def quick_work(monkeypatch):
    monkeypatch.setattr(proof_of_work, "ROUNDS", 1)


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def use_up_what_needs_no_proof(client):
    for number in range(2):
        assert send(client, f"unproven{number}@example.org").status_code == 303
    assert send(client, "late@example.org").status_code == 429


@pytest.mark.on_both_databases
def test_who_brings_none_waits_after_a_few_and_loses_nothing(client):
    make_event(capacity=None)
    told = [send(client, f"person{n}@example.org").status_code for n in (1, 2)]
    written = count(Registration), count(OutboxMail)

    refused = send(client, "person3@example.org", family_name="Ce qui était écrit")

    assert told == [303, 303]
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 1800
    assert REFUSED in refused.text
    assert "Sans JavaScript" in refused.text
    assert "dans 30 minutes" in refused.text
    assert "csti@example.org" in refused.text
    assert "Ce qui était écrit" in refused.text
    assert (count(Registration), count(OutboxMail)) == written
    # The page that says so brings what is needed to send it again at once.
    [task] = tasks_on(refused.text)
    proof = prove(task, "person3@example.org")
    assert send(client, "person3@example.org", proof=proof).status_code == 303


@pytest.mark.on_both_databases
def test_who_brings_one_is_not_counted_among_them(client):
    make_event(capacity=None)
    use_up_what_needs_no_proof(client)

    for number in range(3):
        email = f"proven{number}@example.org"
        answer = send(client, email, proof=proof_for(client, email))
        assert answer.status_code == 303

    assert count(Registration) == 5


def wrong_proofs(client) -> dict[str, str]:
    good = proof_for(client)
    challenge, *words = good.split()
    return {
        "of nobody": "",
        "of somebody else": proof_for(client, "somebody@example.org"),
        "of another page": proof_for(client, page="/mon-espace/lien"),
        "of this address written otherwise": proof_for(client, EMAIL.upper()),
        "with too few words": good.rpartition(" ")[0],
        "with one word too many": f"{good} 0",
        "with another word": " ".join([challenge, *words[1:], words[0]]),
        "without a challenge": " ".join(words),
        "forged": " ".join([f"A{challenge}", *words]),
        "signed for another purpose": " ".join([signed_time.stamp("other"), *words]),
        "of signs": "\0 \U0001f600 \u202e",
        "endless": "9" * 4000,
        "blank": " \r\n\t",
    }


@ONE_WITHOUT
def test_a_wrong_one_is_as_none(client):
    make_event(capacity=None)
    proofs = wrong_proofs(client)
    assert send(client, "first@example.org").status_code == 303

    told = {kind: send(client, proof=proof) for kind, proof in proofs.items()}

    assert {kind: answer.status_code for kind, answer in told.items()} == dict.fromkeys(
        proofs, 429
    )
    assert all(REFUSED in answer.text for answer in told.values())
    # It is not given back either: what comes with the page is worth its work.
    assert all('name="proof" value=""' in answer.text for answer in told.values())
    assert send(client, proof=proof_for(client)).status_code == 303


@ONE_WITHOUT
@pytest.mark.parametrize("way", [1, -1], ids=["later", "on a clock set back"])
def test_it_runs_out_after_a_day(client, form_clock, way):
    make_event(capacity=None)
    send(client, "first@example.org")
    proof = proof_for(client)

    form_clock.go_on(hours=way * 25)
    assert send(client, proof=proof).status_code == 429

    form_clock.go_on(hours=way * -2)
    assert send(client, proof=proof).status_code == 303


@ONE_WITHOUT
def test_it_is_kept_while_somebody_mends_other_fields(client):
    make_event(capacity=None)
    send(client, "first@example.org")
    proof = proof_for(client)

    asked = send(client, proof=proof, family_name="")

    assert asked.status_code == 422
    assert f'name="proof" value="{proof}"' in asked.text
    assert send(client, proof=proof).status_code == 303


def test_it_is_not_kept_for_an_address_that_the_page_writes_otherwise(client):
    make_event(capacity=None)
    typed = "Maelys@EXAMPLE.org"

    asked = send(client, typed, proof=proof_for(client, typed), family_name="")

    assert asked.status_code == 422
    assert 'value="Maelys@example.org"' in asked.text
    assert 'name="proof" value=""' in asked.text


@pytest.mark.settings(
    proof_seconds=1, limits=LimitFigures(without_proof=1, per_network=2)
)
def test_who_brings_one_waits_as_everybody(client):
    make_event(capacity=None)
    for number in range(2):
        email = f"proven{number}@example.org"
        send(client, email, proof=proof_for(client, email))

    refused = send(client, proof=proof_for(client))

    assert refused.status_code == 429
    assert "Trop d’envois" in refused.text
    assert REFUSED not in refused.text


@ONE_WITHOUT
def test_every_form_that_anyone_may_send_asks_for_it(client):
    """A form that is added is walked here without anybody thinking of it."""
    forms = [each for each in public_forms(client) if each[0] != SIGNING_IN]
    assert len(forms) >= 5

    for number, (endpoint, page, answers) in enumerate(forms):
        network = f"203.0.113.{number}"
        shown = client.get(page).text
        [task] = tasks_on(shown)
        assert SCRIPT in shown, endpoint
        told = []
        for time, has_proof in enumerate((False, False, True)):
            email = f"person{number}{time}@example.org"
            more = {"proof": prove(task, email)} if has_proof else {}
            sent = answers | more
            told.append(
                send(client, **sent | {"email": email}, page=page, network=network)
            )
        assert [each.status_code for each in told] == [303, 429, 303], endpoint
        assert REFUSED in told[1].text, endpoint


@ONE_WITHOUT
@pytest.mark.parametrize("page", ["/mon-espace/lien", "/bureau/mot-de-passe-oublie"])
def test_known_and_unknown_addresses_are_told_the_same(
    app, facilitator, page, counted_queries
):
    told = []
    for number, email in enumerate((facilitator, "nobody@example.org")):
        browser, network = app.test_client(), f"203.0.113.{number}"
        browser.get(page)
        proof = proof_for(browser, email, page=page)
        for sent in ("", "", proof):
            with counted_queries() as queries:
                answer = send(browser, email, page=page, network=network, proof=sent)
            text = answer.text.replace(email, "…")
            told.append((answer.status_code, TASK.sub("", text), len(queries)))

    assert [status for status, _, _ in told] == [303, 429, 303] * 2
    assert told[:3] == told[3:]


def test_whoever_is_invited_is_asked_nothing_of_the_kind(client):
    guest = make_guest(make_event())
    page = f"/invitations/{guest_token(guest.id, guest.link_version)}/inscription"

    assert tasks_on(client.get(page).text) == []
    assert send(client, page=page).status_code == 303
    assert count(LimitUse) == 3


@pytest.mark.on_both_databases
def test_a_proof_costs_no_statement_and_none_costs_none_either(client, counted_queries):
    make_event(capacity=None)
    send(client, "first@example.org", network="192.0.2.1")
    proof = proof_for(client)
    with counted_queries() as proven:
        send(client, proof=proof, network="192.0.2.2")
    with counted_queries() as unproven:
        send(client, "other@example.org", network="192.0.2.3")

    assert len(proven) == len(unproven)


@pytest.mark.settings
def test_nobody_is_asked_as_it_is_shipped(client, monkeypatch):
    make_event(capacity=None)
    monkeypatch.setattr(proof_of_work, "stamp", None)
    shown = client.get(PAGE).text

    assert tasks_on(shown) == []
    assert "proof" not in shown
    assert {send(client, f"p{n}@example.org").status_code for n in range(40)} == {303}
