"""Several workers at once, in threads and in processes, and workers that are killed."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update

from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.domain.delivery import LEASE, MailState
from concertation.mailing.delivery import BATCH, deliver_due
from concertation.models import OutboxMail
from concertation.running import traffic
from concertation.running import worker as running_worker
from concertation.running.traffic import Traffic
from concertation.running.worker import Worker
from concertation.services.outbox import claim_due
from tests.factories import NOW, make_event, register
from tests.forked import working
from tests.programs import wait_until

pytestmark = pytest.mark.on_both_databases
HOW_MANY = 45


@pytest.fixture
def promised(app) -> list[str]:
    """Who is told something: more people than two batches have."""
    event = make_event(capacity=None)
    for number in range(HOW_MANY):
        register(event, number)
    return [mail.recipient for mail in mails()]


def mails() -> list[OutboxMail]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def all_sent() -> bool:
    return {mail.state for mail in mails()} == {MailState.SENT}


def environment(app, server) -> dict[str, str]:
    settings = app.config["SETTINGS"]
    return {
        "CONCERTATION_DATABASE_URL": settings.database_url,
        "CONCERTATION_INSTANCE": str(settings.instance),
        "CONCERTATION_SMTP_URL": server.url,
    }


def test_threads_share_the_mails_and_send_each_once(app, server, promised):
    together = threading.Barrier(4)

    def work(_number):
        together.wait()
        with app.app_context():
            while deliver_due(server.address()):
                pass

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(work, range(4)))

    assert sorted(server.recipients) == sorted(promised)
    assert all_sent()


def test_claims_at_once_never_share_a_mail(app, promised):
    together = threading.Barrier(4)

    def claim(_number):
        together.wait()
        with app.app_context():
            return [mail.id for mail in claim_due(now=utc_now(), limit=10)]

    with ThreadPoolExecutor(4) as threads:
        claimed = list(threads.map(claim, range(4)))

    ids = [number for batch in claimed for number in batch]
    assert len(ids) == len(set(ids)) <= 40
    assert max(map(len, claimed)) <= 10


def test_a_worker_does_not_wait_for_what_another_holds(app, promised):
    if db.engine.dialect.name == "sqlite":
        pytest.skip("SQLite has one writer at a time")
    oldest = "SELECT id FROM outbox_mail ORDER BY id LIMIT 5 FOR UPDATE"
    with db.engine.connect() as other:
        held = set(other.scalars(text(oldest)))
        db.session.execute(text("SET lock_timeout = '1s'"))

        claimed = {mail.id for mail in claim_due(now=utc_now(), limit=BATCH)}

    assert len(claimed) == BATCH
    assert claimed.isdisjoint(held)


def test_processes_share_the_mails_and_send_each_once(app, server, promised):
    with (
        working(environment(app, server)) as one,
        working(environment(app, server)) as two,
    ):
        wait_until(all_sent)
        codes = [one.end(), two.end()]

    assert sorted(server.recipients) == sorted(promised)
    assert codes == [0, 0]


def test_a_worker_that_is_told_to_stop_ends_its_mail_first(app, server, promised):
    worker = Worker(app, server.address())
    server.holds.set()
    thread = threading.Thread(target=worker.run, daemon=True)
    thread.start()
    server.is_held.wait(10)

    worker.stop()
    server.holds.clear()
    thread.join(10)

    assert not thread.is_alive()
    assert len(server.received) == 1


def test_mail_leaves_whatever_goes_wrong_with_what_is_to_be_forgotten(
    app, server, promised, monkeypatch
):
    def fail(**_when) -> int:
        raise ZeroDivisionError

    monkeypatch.setattr(running_worker, "purge_everything", fail)

    for _started_again in range(1 + len(promised) // BATCH):
        with pytest.raises(ZeroDivisionError):
            Worker(app, server.address()).run()

    assert sorted(server.recipients) == sorted(promised)


def test_a_worker_that_gives_way_to_requests_is_not_kept_from_stopping(
    app, server, promised, monkeypatch
):
    monkeypatch.setattr(traffic, "LONGEST_WAIT_SECONDS", 60)
    requests = Traffic(lambda _environ, _start: worker.run() or [b""])
    worker = Worker(app, server.address(), requests.give_way)
    thread = threading.Thread(target=requests, args=({}, None), daemon=True)
    thread.start()
    wait_until(lambda: server.connections)

    worker.stop()
    thread.join(10)

    assert not thread.is_alive()
    assert server.received == []


def test_what_a_killed_worker_was_sending_is_sent_by_the_next(app, server):
    register(make_event())
    [promised] = mails()
    server.holds.set()
    with working(environment(app, server)) as victim:
        assert server.is_held.wait(20)
        victim.kill()
    server.holds.clear()
    [held] = mails()
    assert (held.state, held.attempts) == (MailState.PENDING, 1)
    assert held.due_at > utc_now() + LEASE - timedelta(minutes=1)

    with transaction() as session:
        session.execute(update(OutboxMail).values(due_at=NOW))
    with working(environment(app, server)) as successor:
        wait_until(all_sent)
        successor.end()

    [received] = server.received
    assert received.mail["Message-ID"].startswith(f"<{promised.message_id}@")
