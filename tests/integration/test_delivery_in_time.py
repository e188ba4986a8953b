"""A bad hour of the mail server, a clock that is set back, and how long a lease is."""

from datetime import timedelta
from functools import partial

import pytest

from concertation.domain.delivery import LONGEST_PAUSE, MailState
from concertation.mailing import transport
from concertation.mailing.delivery import BATCH, deliver_due
from concertation.services.outbox import claim_due
from tests.deliveries import deliver_until_idle, mails, promise_to, states
from tests.factories import NOW

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]


def test_a_site_may_set_how_long_the_lease_is(server, clock):
    promise_to(1, 2)
    lease = timedelta(seconds=10)
    claim_due(now=clock.now, limit=BATCH, lease=lease)

    clock.now = NOW + lease - timedelta(seconds=1)
    early = deliver_due(server.address(), lease=lease)
    clock.now = NOW + lease
    # The second is not begun in the last fifth of the new lease.
    server.when_accepted = partial(clock.go_on, seconds=9)
    deliver_due(server.address(), lease=lease)

    assert early == 0
    assert server.recipients == ["person1@example.org"]


def test_a_server_that_refuses_for_an_hour_gets_every_mail_once(server, clock):
    promise_to(1, 2, 3)
    everybody = {f"person{number}@example.org" for number in (1, 2, 3)}
    server.answers = dict.fromkeys(everybody, "451 4.7.1 Come back later")

    deliver_until_idle(server, clock, timedelta(hours=1))
    told = {(mail.state, mail.attempts, mail.last_error) for mail in mails()}
    server.answers.clear()
    deliver_until_idle(server, clock, LONGEST_PAUSE)

    # What the desk shows beside each mail meanwhile.
    assert told == {(MailState.PENDING, 7, "451 4.7.1 Come back later")}
    assert set(server.recipients) == everybody
    assert len(server.received) == 3
    assert set(states()) == {MailState.SENT}


def test_a_server_that_hangs_for_an_hour_gets_every_mail_once(
    server, clock, monkeypatch
):
    monkeypatch.setattr(transport, "TIMEOUT_SECONDS", 0.2)
    promise_to(1, 2, 3)
    server.holds.set()

    deliver_until_idle(server, clock, timedelta(hours=1))
    told = {mail.last_error for mail in mails()}
    server.holds.clear()
    deliver_until_idle(server, clock, LONGEST_PAUSE)

    assert "timed out" in max(told)
    assert len(server.received) == len(set(server.recipients)) == 3
    assert set(states()) == {MailState.SENT}


@pytest.mark.parametrize("back", [timedelta(minutes=10), timedelta(days=1)])
def test_what_was_promised_before_the_clock_was_set_back_leaves_at_once(
    back, server, clock
):
    promise_to(1)
    clock.now = NOW - back

    first, again = (deliver_due(server.address()) for _ in range(2))

    assert (first, again) == (1, 0)
    assert states() == [MailState.SENT]


def test_what_was_put_off_before_the_clock_was_set_back_does_not_wait_for_it(
    server, clock
):
    promise_to(1)
    server.answers["person1@example.org"] = "451 4.7.1 Come back later"
    deliver_due(server.address())
    server.answers.clear()
    clock.now = NOW - timedelta(days=1)

    deliver_due(server.address())

    assert states() == [MailState.SENT]
