"""A web process and a worker are killed while people register: nothing is lost.

The database is reached through a PgBouncer that lends connections for a transaction.

The large one, which goes on for as long as one likes, is `make test-cluster`.
"""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import make_url

from concertation.database import db
from tests.cluster.all_is_well import assert_all_is_well
from tests.cluster.crowd import Answers, come
from tests.cluster.processes import Cluster, cluster, pooler
from tests.factories import make_event
from tests.forked import forked_program
from tests.programs import wait_until
from tests.smtp_server import MailServer, mail_server
from tests.throwaway_postgres import create_database, drop_database

PEOPLE, SEATS, AT_ONCE = 30, 10, 8
ANSWERED_BEFORE = 5
"""How many are answered before somebody dies."""
NAME = "small_cluster"


@pytest.fixture
def database_url(request, postgres):
    yield create_database(postgres, NAME, template="empty")
    drop_database(postgres, NAME)


def kill_one_of_each(site: Cluster, answers: Answers, mails: MailServer) -> None:
    """The web process while others wait for it, the worker in the middle of a mail."""
    wait_until(lambda: len(answers.seconds) >= ANSWERED_BEFORE)
    wait_until(mails.is_held.is_set)
    site.webs[0].kill()
    site.workers[0].kill()
    mails.holds.clear()


def test_a_storm_in_which_one_of_each_is_killed_loses_nothing(app, postgres, tmp_path):
    event, answers = make_event(capacity=SEATS), Answers()
    db.engine.dispose()
    with (
        mail_server() as mails,
        pooler(Path(make_url(postgres).query["host"]), NAME) as database,
        cluster(
            tmp_path,
            database,
            mails,
            start=forked_program,
            CONCERTATION_DATABASE_POOLER="transaction",
        ) as site,
    ):
        mails.holds.set()
        site.serve(webs=2, workers=1)
        # In a thread: a browser of another test may have this one's loop.
        crowd = come(site.url, event.slug, range(PEOPLE), AT_ONCE, answers)
        with ThreadPoolExecutor(1) as elsewhere:
            all_answered = elsewhere.submit(asyncio.run, crowd)
            kill_one_of_each(site, answers, mails)
            all_answered.result()
        assert_all_is_well(answers, mails, people=PEOPLE, seats=SEATS)
