"""A bad hour of the mail server, a clock that is set back, and how long a lease is."""

from datetime import timedelta
from functools import partial

import pytest

from concertation.mailing import delivery
from concertation.mailing.delivery import BATCH, deliver_due
from concertation.services.outbox import claim_due
from tests.deliveries import promise_to
from tests.factories import NOW
from tests.moving_clock import MovingClock
from tests.smtp_server import mail_server

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]


@pytest.fixture
def server():
    with mail_server() as server:
        yield server


@pytest.fixture
def clock(monkeypatch):
    clock = MovingClock()
    monkeypatch.setattr(delivery, "utc_now", clock)
    return clock


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
