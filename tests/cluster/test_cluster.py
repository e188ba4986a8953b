"""Several machines in an opening minute, and death among them: nothing is lost.

`make test-cluster` does it; PEOPLE and SEATS say with how many. Mails that a killed
worker had taken wait for the end of its lease, so that it takes some minutes.
"""

import asyncio
import os
import random
import signal
import sys
import threading
import time
from collections import defaultdict
from statistics import quantiles
from typing import Self

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.delivery import LEASE, MailState
from concertation.domain.seating import AdmissionState
from concertation.models import Admission, Event, OutboxMail, Registration
from concertation.queries.seating import line_of, miscounts
from concertation.running.migrating import migrate_database
from tests.cluster.crowd import Answers, address, come
from tests.cluster.processes import Cluster, cluster, pooler
from tests.factories import make_event
from tests.programs import wait_until
from tests.smtp_server import mail_server
from tests.throwaway_postgres import create_database, postgres_server

PEOPLE = int(os.environ.get("CLUSTER_PEOPLE", "120"))
SEATS = int(os.environ.get("CLUSTER_SEATS", "40"))
AT_ONCE = min(100, PEOPLE // 3)
SLUG = "ouverture"
# A commit that was answered has to be on the disk: here the server crashes.
DURABLE = {"synchronous_commit": "on", "max_connections": "200"}


@pytest.fixture(scope="module")
def postgres():
    with postgres_server(**DURABLE) as server:
        yield server


@pytest.fixture
def database_url(request, postgres):
    """A database of the server that is going to be restarted, by no pooler."""
    return create_database(postgres.url, f"cluster_{random.randrange(10**9)}")


class Trouble:
    """Kills one of each again and again, until it is told to stop."""

    def __init__(self, site: Cluster, postgres, seconds: float) -> None:
        self._site, self._postgres, self._seconds = site, postgres, seconds
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._make)
        self.killed = 0

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()
        self._site.revive()

    def _make(self) -> None:
        dice, has_restarted = random.Random(2017), False
        while not self._over.wait(self._seconds):
            dead = dice.choice(self._site.webs)
            dead.kill()
            dice.choice(self._site.workers).kill()
            self.killed += 2
            self._site.revive()
            # One at a time: where all are gone, nobody answers, whoever they are.
            while not (dead.answers() or self._over.wait(0.2)):
                pass
            if not has_restarted:
                has_restarted = True
                self._postgres.stop(signal.SIGQUIT)
                time.sleep(0.5)
                self._postgres.start()


def assert_all_is_well(answers: Answers, mails) -> None:
    db.session.remove()
    assert answers.given_up == []
    assert not miscounts(db.session())
    rows = db.session.execute(
        select(Registration.email, Admission.state)
        .join(Registration.admission)
        .where(Registration.ended_at.is_(None))
    ).all()
    kept = dict(rows)
    assert len(rows) == len(kept) == PEOPLE
    seated = {email for email, state in rows if state is AdmissionState.CONFIRMED}
    # Whoever read that they have a place has it; nobody else was given one.
    assert answers.seated == seated
    assert len(seated) == SEATS
    event = db.session.scalars(select(Event)).one()
    assert len(line_of(db.session(), event.pool)) == PEOPLE - SEATS
    _assert_mails_are_there(mails)


def _assert_mails_are_there(mails) -> None:
    pending = (
        select(func.count())
        .select_from(OutboxMail)
        .where(OutboxMail.state == MailState.PENDING)
    )

    def are_sent() -> bool:
        db.session.remove()
        return db.session.scalar(pending) == 0

    wait_until(are_sent, seconds=LEASE.total_seconds() + 300)
    ids = defaultdict(set)
    for received in mails.received:
        for recipient in received.recipients:
            ids[recipient].add(received.mail["Message-ID"])
    assert set(ids) == {address(number) for number in range(PEOPLE)}
    # A mail may come twice where its worker died; it is then the very same one.
    assert {person: len(its) for person, its in ids.items() if len(its) > 1} == {}


def tell(answers: Answers, seconds: float, killed: int, mails) -> None:
    *_, p99 = quantiles(answers.seconds, n=100)
    doubles = sum(len(each.recipients) for each in mails.received) - PEOPLE
    sys.stdout.write(
        f"\n{PEOPLE} people, {SEATS} seats: answered in {seconds:.0f} s, p99 of a"
        f" visit {p99:.1f} s; {killed} processes killed; in between"
        f" {dict(answers.troubles)}; {doubles} mails repeated\n"
    )


def test_a_storm_over_several_machines_loses_nothing(app, postgres, tmp_path, capsys):
    migrate_database()
    make_event(capacity=SEATS)
    database = app.config["SETTINGS"].database_url
    db.engine.dispose()
    with mail_server() as mails:
        mails.seconds_a_mail = 0.02
        with cluster(tmp_path, database, mails) as site:
            site.serve(webs=3, workers=2)
            started = time.monotonic()
            with Trouble(site, postgres, seconds=1.0) as trouble:
                answers = asyncio.run(come(site.url, SLUG, range(PEOPLE), AT_ONCE))
            seconds = time.monotonic() - started
            db.engine.dispose()
            assert_all_is_well(answers, mails)
    assert trouble.killed > 0
    with capsys.disabled():
        tell(answers, seconds, trouble.killed, mails)


def test_it_works_through_a_pooler_of_transactions(app, postgres, tmp_path):
    migrate_database()
    make_event(capacity=SEATS)
    name = app.config["SETTINGS"].database_url.rpartition("/")[2].partition("?")[0]
    db.engine.dispose()
    with (
        mail_server() as mails,
        pooler(postgres, name) as database,
        cluster(
            tmp_path,
            database,
            mails,
            CONCERTATION_DATABASE_POOLER="transaction",
        ) as site,
    ):
        site.serve(webs=2, workers=1)
        answers = asyncio.run(come(site.url, SLUG, range(PEOPLE), AT_ONCE))
        assert answers.troubles == {}
        assert_all_is_well(answers, mails)
