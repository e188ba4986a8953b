"""Who sends too much is told to wait, and loses nothing of what was typed."""

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.limit_figures import LimitFigures
from concertation.links import guest_token
from concertation.models import LimitUse, OutboxMail, Registration
from concertation.web import limits as web_limits
from tests.factories import FORM, NOW, make_account, make_event
from tests.guests import make_guest
from tests.moving_clock import MovingClock
from tests.public_forms import public_forms

PAGE = "/evenements/ouverture/inscription"
SCHOOL, OTHER = "198.51.100.7", "203.0.113.9"
ONE_OF_EACH = LimitFigures(per_address=1, per_network_and_page=1, per_network=1)
NOTHING = LimitFigures(per_address=0, per_network_and_page=0, per_network=0)
pytestmark = [
    pytest.mark.settings(
        limits=LimitFigures(per_address=3, per_network_and_page=2, per_network=3)
    ),
    pytest.mark.on_both_databases,
]


def send(client, number=1, *, page=PAGE, network=SCHOOL, **changes):
    answers = FORM | {"email": f"pupil{number}@example.org"} | changes
    origin = {"REMOTE_ADDR": network}
    return client.post(page, data=answers, environ_base=origin)


def test_the_third_from_one_network_is_told_when_to_send_it_again(client):
    make_event(capacity=None)
    statuses = [send(client, number).status_code for number in (1, 2)]
    mails = len(db.session.scalars(select(OutboxMail)).all())

    refused = send(client, 3, family_name="Ce qui était écrit")

    assert statuses == [303, 303]
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 1800
    assert 'error-summary__title">Trop d’envois' in refused.text
    assert "quelque chose à corriger" not in refused.text
    assert "dans 30 minutes" in refused.text
    assert "Ce qui était écrit" in refused.text
    assert len(db.session.scalars(select(Registration)).all()) == 2
    assert len(db.session.scalars(select(OutboxMail)).all()) == mails


def test_another_network_another_event_and_this_machine_are_not_concerned(client):
    make_event(capacity=None)
    make_event(capacity=None, slug="autre")
    for number in (1, 2, 3):
        send(client, number)

    assert send(client, 4, network=OTHER).status_code == 303
    assert send(client, 5, page="/evenements/autre/inscription").status_code == 303
    for number in range(10, 15):
        assert send(client, number, network="127.0.0.1").status_code == 303
    # Two here and one there: that was all for this network.
    assert send(client, 6, page="/evenements/autre/inscription").status_code == 429


@pytest.mark.parametrize(
    ("networks", "status"),
    [
        (("2001:db8:1:2::1", "2001:db8:1:2:ffff::2", "2001:db8:1:2::3"), 429),
        (("2001:db8:1:2::1", "2001:db8:1:2::1", "2001:db8:1:3::1"), 303),
        # As a socket that takes both kinds of address tells of three subscribers.
        (("::ffff:192.0.2.1", "::ffff:192.0.2.2", "::ffff:192.0.2.3"), 303),
        (("192.0.2.1", "::ffff:192.0.2.1", "192.0.2.1"), 429),
    ],
)
def test_a_subscriber_of_ipv6_is_one_network(client, networks, status):
    make_event(capacity=None)

    answers = [send(client, n, network=each) for n, each in enumerate(networks)]

    assert answers[-1].status_code == status


def test_an_address_is_counted_however_it_is_written_and_wherever_from(client):
    for number in range(4):
        make_event(capacity=None, slug=f"event-{number}")
    typed = ("a@example.org", "A@example.org", "a@Example.ORG", "a@example.org")

    answers = [
        send(
            client,
            page=f"/evenements/event-{n}/inscription",
            network=f"203.0.113.{n}",
            email=email,
        ).status_code
        for n, email in enumerate(typed)
    ]

    assert answers == [303, 303, 303, 429]


@pytest.mark.settings(limits=ONE_OF_EACH)
@pytest.mark.parametrize("page", ["/mon-espace/lien", "/bureau/mot-de-passe-oublie"])
def test_known_and_unknown_addresses_are_told_the_same(app, page, facilitator):
    make_event(capacity=None)
    send(app.test_client(), email=facilitator, network="192.0.2.1")
    answers = []
    for number, email in enumerate((facilitator, "nobody@example.org")):
        origin = {"REMOTE_ADDR": f"2001:db8:0:{number}::1"}
        for _ in range(2):
            stranger = app.test_client()
            told = stranger.post(page, data={"email": email}, environ_base=origin)
            answers.append((told.status_code, told.text.replace(email, "…")))

    # The known one was used up by registering, as any other would have been.
    assert [status for status, _text in answers] == [429, 429, 303, 429]
    assert answers[0][1] == answers[1][1] == answers[3][1]


def test_nothing_that_is_kept_tells_who_asked(client, monkeypatch):
    make_event(capacity=None)
    clock = MovingClock(NOW)
    monkeypatch.setattr(web_limits, "utc_now", clock)

    def sources():
        return set(db.session.scalars(select(LimitUse.source)))

    send(client, 1)
    first = sources()
    clock.go_on(days=1)
    send(client, 1)

    assert len(first) == 3
    assert len(sources() - first) == 3
    assert all(len(source) == 64 for source in sources())


@pytest.mark.settings(limits=ONE_OF_EACH)
def test_every_form_that_anyone_may_send_is_counted(client):
    """A route that is added is walked here without anybody thinking of it."""
    forms = list(public_forms(client))
    assert len(forms) >= 5

    for number, (endpoint, page, answers) in enumerate(forms):
        told = [
            client.post(
                page,
                data=answers | {"email": f"person{number}{time}@example.org"},
                environ_base={"REMOTE_ADDR": f"203.0.113.{number}"},
            ).status_code
            for time in range(2)
        ]
        assert told[0] in {303, 422}, endpoint
        assert told[1] == 429, endpoint


@pytest.mark.settings(limits=ONE_OF_EACH)
@pytest.mark.parametrize("answer", ["inscription", "decliner"])
def test_the_answers_to_an_invitation_are_counted(client, answer):
    guest = make_guest(make_event())
    token = guest_token(guest.id, guest.link_version)

    told = [
        client.post(
            f"/invitations/{token}/{answer}",
            data=FORM | {"word": "Le mot"},
            environ_base={"REMOTE_ADDR": SCHOOL},
        )
        for _ in range(2)
    ]

    assert [response.status_code for response in told] == [303, 429]
    assert ("Le mot" if answer == "decliner" else FORM["role"]) in told[1].text


@pytest.mark.settings(limits=NOTHING)
def test_who_runs_the_site_may_count_nothing(client):
    make_event(capacity=None)

    assert {send(client, number).status_code for number in range(5)} == {303}
    assert db.session.scalars(select(LimitUse)).all() == []


def test_signing_in_is_counted_apart_from_what_the_public_does(client, facilitator):
    make_account(email="other@example.org")
    make_event(capacity=None)
    for number in (1, 2, 3):
        send(client, number)

    def knock(number):
        data = {"email": f"guess{number}@example.org", "password": "guessed"}
        origin = {"REMOTE_ADDR": SCHOOL}
        return client.post("/bureau/connexion", data=data, environ_base=origin)

    assert [knock(number).status_code for number in range(3)] == [422, 422, 429]
