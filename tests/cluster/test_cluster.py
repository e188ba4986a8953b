"""Several machines in an opening minute, and death among them: nothing is lost.

`make test-cluster` does it; PEOPLE and SEATS say with how many, TIMES how often. A
small one is part of all tests: `tests/integration/test_small_cluster.py`.
"""

import asyncio
import os
import time
from dataclasses import dataclass
from statistics import quantiles

import pytest

from concertation.database import db
from concertation.running.migrating import migrate_database
from tests.cluster.all_is_well import assert_all_is_well
from tests.cluster.crowd import Answers, come
from tests.cluster.processes import cluster, pooler
from tests.cluster.trouble import Trouble
from tests.factories import make_event
from tests.smtp_server import mail_server
from tests.throwaway_postgres import create_database, drop_database, postgres_server

PEOPLE = int(os.environ.get("CLUSTER_PEOPLE", "120"))
SEATS = int(os.environ.get("CLUSTER_SEATS", "40"))
TIMES = int(os.environ.get("CLUSTER_TIMES", "1"))
AT_ONCE = min(100, PEOPLE // 3)
SLUG = "ouverture"
NAME = "cluster"
# A commit that was answered has to be on the disk: here the server crashes.
DURABLE = {"synchronous_commit": "on", "max_connections": "200"}

again = pytest.mark.parametrize("turn", range(1, TIMES + 1))


@dataclass(frozen=True, slots=True, kw_only=True)
class Survived:
    """A storm after which all was well."""

    seconds: float
    p99: float
    killed: int
    errors: int
    """Which people saw, and tried again."""
    repeated: int
    """Mails that came a second time."""

    def __str__(self) -> str:
        return (
            f"answered in {self.seconds:.0f} s, p99 of a visit {self.p99:.1f} s;"
            f" {self.killed} processes killed; {self.errors} errors in between;"
            f" {self.repeated} mails repeated"
        )


@pytest.fixture(scope="module")
def postgres():
    with postgres_server(**DURABLE) as server:
        yield server


@pytest.fixture
def database_url(request, postgres):
    """A database of the server that is going to be restarted, by no pooler."""
    yield create_database(postgres.url, NAME)
    drop_database(postgres.url, NAME)


@pytest.fixture(scope="module")
def survived(request):
    """Tells of each storm that was survived, and of all at the end.

    What the processes print meanwhile is kept for who has to mend them.
    """
    plugins = request.config.pluginmanager
    terminal = plugins.getplugin("terminalreporter")
    kept = plugins.getplugin("capturemanager")
    storms: list[Survived] = []

    def say(line: str) -> None:
        with kept.global_and_fixture_disabled():
            terminal.write_line(f"\n{line}")

    def note(storm: Survived) -> None:
        storms.append(storm)
        say(str(storm))

    yield note
    say(f"{len(storms)} of {TIMES} storms survived{_told(storms)}")


def _told(storms: list[Survived]) -> str:
    if not storms:
        return ""
    seconds, p99s = ([s.seconds for s in storms], [s.p99 for s in storms])
    return (
        f", {PEOPLE} people, {SEATS} seats: answered in {min(seconds):.0f} to"
        f" {max(seconds):.0f} s, p99 {min(p99s):.1f} to {max(p99s):.1f} s; in all"
        f" {sum(s.killed for s in storms)} processes killed,"
        f" {sum(s.errors for s in storms)} errors in between,"
        f" {sum(s.repeated for s in storms)} mails repeated"
    )


@again
def test_a_storm_over_several_machines_loses_nothing(
    turn, app, postgres, tmp_path, survived
):
    database, answers = _opened(app), Answers()
    with mail_server() as mails:
        mails.seconds_a_mail = 0.02
        with cluster(tmp_path, database, mails) as site:
            site.serve(webs=3, workers=2)
            started = time.monotonic()
            with Trouble(site, postgres, seconds=1.0) as trouble:
                _storm(site.url, answers)
            seconds = time.monotonic() - started
            db.engine.dispose()
            _assert_all_is_well(answers, mails)
    assert trouble.killed > 0
    survived(
        Survived(
            seconds=seconds,
            p99=quantiles(answers.seconds, n=100)[-1],
            killed=trouble.killed,
            errors=answers.troubles.total(),
            repeated=len(mails.recipients) - PEOPLE,
        )
    )


@again
def test_it_works_through_a_pooler_of_transactions(turn, app, postgres, tmp_path):
    _opened(app)
    answers = Answers()
    with (
        mail_server() as mails,
        pooler(postgres.folder, NAME) as database,
        cluster(
            tmp_path,
            database,
            mails,
            CONCERTATION_DATABASE_POOLER="transaction",
        ) as site,
    ):
        site.serve(webs=2, workers=1)
        _storm(site.url, answers)
        assert answers.troubles == {}
        _assert_all_is_well(answers, mails)


def _opened(app) -> str:
    """An event that takes registrations; the address of its database."""
    migrate_database()
    make_event(capacity=SEATS)
    db.engine.dispose()
    return app.config["SETTINGS"].database_url


def _storm(url: str, answers: Answers) -> None:
    asyncio.run(come(url, SLUG, range(PEOPLE), AT_ONCE, answers))


def _assert_all_is_well(answers: Answers, mails) -> None:
    assert_all_is_well(answers, mails, people=PEOPLE, seats=SEATS)
