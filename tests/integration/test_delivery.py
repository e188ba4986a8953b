"""From the outbox to a real mail server: what is promised arrives, whatever happens."""

from datetime import timedelta
from functools import partial

import pytest

from concertation.database import db, transaction
from concertation.domain.delivery import LEASE, MailState
from concertation.domain.errors import EventFull
from concertation.domain.space_messages import SpaceLinkAsked
from concertation.mailing.delivery import BATCH, deliver_due
from concertation.services.outbox import (
    claim_due,
    give_back,
    note_delayed,
    note_refused,
    note_sent,
    promise_all,
)
from concertation.services.personal_data import erase_registration
from tests.deliveries import deliver_until_idle, mails, promise_to, spoil, states
from tests.factories import ACTOR, NOW, make_event, register

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
PATIENCE = timedelta(days=3)
LONGEST_PAUSE = timedelta(hours=2)


def test_a_confirmation_arrives_once(server, clock):
    promise_to(1)

    tried = [deliver_due(server.address()) for _ in range(3)]

    [received] = server.received
    [mail] = mails()
    assert tried == [1, 0, 0]
    assert received.sender == "concertation@example.org"
    assert received.recipients == ["person1@example.org"]
    assert received.mail["Message-ID"] == f"<{mail.message_id}@localhost>"
    assert (mail.state, mail.sent_at, mail.attempts) == (MailState.SENT, NOW, 1)


def test_what_is_rolled_back_was_never_promised(server, clock):
    event = make_event(capacity=1, keeps_waiting_list=False)
    register(event, 1)
    with pytest.raises(EventFull):
        register(event, 2)

    deliver_due(server.address())

    assert server.recipients == ["person1@example.org"]


def test_a_long_outage_delays_mails_and_loses_none(server, clock):
    promise_to(1, 2, 3)
    server.stop()
    deliver_until_idle(server, clock, timedelta(hours=8))
    assert set(states()) == {MailState.PENDING}
    assert clock.now - NOW > timedelta(hours=7)
    assert "refused" in mails()[0].last_error

    server.start()
    deliver_until_idle(server, clock, timedelta(minutes=10))

    assert sorted(server.recipients) == sorted(mail.recipient for mail in mails())
    assert set(states()) == {MailState.SENT}
    assert {mail.last_error for mail in mails()} == {""}


def test_more_mails_than_a_batch_leave_in_several(server, clock):
    promise_to(*range(BATCH + 5))

    tried = [deliver_due(server.address()) for _ in range(3)]

    assert tried == [BATCH, 5, 0]
    assert server.recipients == [mail.recipient for mail in mails()]


@pytest.mark.parametrize(
    ("server_is_down", "minutes"),
    [(True, [0.5, 1, 2, 4, 5, 5]), (False, [0.5, 1, 2, 4, 8, 16, 32, 64, 120, 120])],
)
def test_pauses_grow_up_to_a_bound(server_is_down, minutes, clock):
    promise_to(1)
    pauses = []

    for _ in minutes:
        [mail] = claim_due(now=clock.now, limit=BATCH)
        note_delayed(mail, "later", now=clock.now, server_is_down=server_is_down)
        pauses.append((mails()[0].due_at - clock.now) / timedelta(minutes=1))
        clock.now = mails()[0].due_at

    assert pauses == minutes


def test_a_mail_is_given_up_after_three_days_and_shown_as_failed(server, clock):
    promise_to(1)
    server.answers["person1@example.org"] = "451 4.7.1 Come back later"

    deliver_until_idle(server, clock, PATIENCE + LONGEST_PAUSE)

    [mail] = mails()
    assert mail.state is MailState.FAILED
    assert mail.last_error == "451 4.7.1 Come back later"
    assert PATIENCE - LONGEST_PAUSE <= clock.now - NOW <= PATIENCE


def test_the_first_days_are_not_given_up(server, clock):
    promise_to(1)
    server.answers["person1@example.org"] = "451 4.7.1 Come back later"

    deliver_until_idle(server, clock, PATIENCE - LONGEST_PAUSE)

    assert states() == [MailState.PENDING]


def test_a_claim_takes_what_is_due_and_nothing_else(clock):
    promise_to(1, 2)
    spoil(2, due_at=NOW + timedelta(seconds=1))

    due, again, later = (
        [mail.recipient for mail in claim_due(now=now, limit=BATCH)]
        for now in (NOW, NOW, NOW + timedelta(seconds=1))
    )

    assert (due, again) == (["person1@example.org"], [])
    assert later == ["person2@example.org"]


def test_what_a_dead_worker_claimed_is_sent_after_the_lease(server, clock):
    promise_to(1)
    [claimed] = claim_due(now=clock.now, limit=BATCH)

    clock.now = NOW + LEASE - timedelta(seconds=1)
    early = deliver_due(server.address())
    clock.now = NOW + LEASE
    deliver_due(server.address())

    assert early == 0
    [received] = server.received
    assert received.mail["Message-ID"] == f"<{claimed.message_id}@localhost>"


def test_a_mail_sent_twice_is_known_as_one(server, clock):
    promise_to(1)
    deliver_due(server.address())
    spoil(1, state=MailState.PENDING, due_at=NOW)

    clock.go_on(days=1)
    deliver_due(server.address())

    first, second = (received.mail for received in server.received)
    assert first["Message-ID"] == second["Message-ID"]
    assert first["Date"] == second["Date"]


def test_a_late_worker_does_not_overwrite_the_outcome(clock):
    promise_to(1)
    [late] = claim_due(now=NOW, limit=BATCH)
    db.session.expunge_all()
    [mail] = claim_due(now=NOW + LEASE, limit=BATCH)
    note_sent(mail, now=NOW + LEASE)

    note_delayed(late, "timed out", now=NOW + LEASE * 2, server_is_down=True)

    [mail] = mails()
    assert (mail.state, mail.last_error) == (MailState.SENT, "")


def test_a_late_worker_does_not_end_what_another_is_trying(clock):
    promise_to(1)
    [late] = claim_due(now=NOW, limit=BATCH)
    db.session.expunge_all()
    claim_due(now=NOW + LEASE, limit=BATCH)

    note_refused(late, "550 no")

    [mail] = mails()
    assert (mail.state, mail.due_at) == (MailState.PENDING, NOW + LEASE * 2)


def test_a_batch_that_outlives_its_lease_is_left_to_the_next(server, clock):
    promise_to(1, 2, 3)
    server.when_accepted = partial(clock.go_on, minutes=3)

    deliver_due(server.address())
    first = list(server.recipients)
    clock.now = NOW + LEASE * 2
    deliver_due(server.address())

    assert first == ["person1@example.org", "person2@example.org"]
    assert server.recipients == [*first, "person3@example.org"]
    assert set(states()) == {MailState.SENT}


def test_what_is_not_tried_before_the_stop_is_due_at_once_and_was_no_try(server, clock):
    promise_to(1, 2, 3)
    clock.go_on(minutes=1)

    deliver_due(server.address(), may_send=lambda: not server.received)

    [sent, *others] = mails()
    assert (sent.state, sent.attempts) == (MailState.SENT, 1)
    assert {(mail.due_at, mail.attempts) for mail in others} == {(clock.now, 0)}
    assert deliver_due(server.address()) == 2


def test_what_was_given_back_is_not_given_back_again_by_a_late_worker(clock):
    promise_to(1)
    late = claim_due(now=NOW, limit=BATCH)
    db.session.expunge_all()
    claim_due(now=NOW + LEASE, limit=BATCH)

    give_back(late, now=NOW + LEASE)

    [mail] = mails()
    assert (mail.attempts, mail.due_at) == (2, NOW + LEASE * 2)


def test_someone_forgotten_meanwhile_stays_forgotten(clock):
    event = make_event()
    receipt = register(event)
    [claimed] = claim_due(now=NOW, limit=BATCH)
    db.session.expunge_all()
    erase_registration(receipt.registration_id, actor=ACTOR, now=NOW)

    error = "450 no such user person1@example.org"
    note_delayed(claimed, error, now=NOW, server_is_down=False)

    mail = mails()[0]
    assert (mail.state, mail.last_error) == (MailState.WITHDRAWN, "")


def test_nothing_is_promised_to_who_was_forgotten(clock):
    to_whom = ["", "person1@example.org"]
    messages = [
        SpaceLinkAsked(
            recipient=recipient, locale="fr", secret="s", link_expires_at=NOW
        )
        for recipient in to_whom
    ]

    with transaction() as session:
        promise_all(session, messages, now=NOW)
        promise_all(session, messages[:1], now=NOW)

    assert [mail.recipient for mail in mails()] == ["person1@example.org"]
