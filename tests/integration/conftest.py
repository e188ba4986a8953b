"""Commands of an installation of their own, a mail server, and a clock for it."""

import pytest

from concertation.clock import utc_now
from concertation.database import db
from concertation.mailing import delivery
from concertation.queries import site
from concertation.web import identity, kept, signed_time
from tests.forked import run_program
from tests.moving_clock import MovingClock, Seconds
from tests.smtp_server import mail_server

SECRET = "qK3vR8xW1tZ6bN0mJ5hY2cL7dF4gS9pA-uE_oXiTyQ4"


@pytest.fixture
def env(app, database_url, tmp_path) -> dict[str, str]:
    instance = tmp_path / "instance"
    instance.mkdir()
    (instance / "secret-key").write_text(SECRET)
    return {
        "CONCERTATION_INSTANCE": str(instance),
        "CONCERTATION_DATABASE_URL": database_url,
    }


@pytest.fixture
def run(env):
    def run(*words: object):
        db.session.remove()
        done = run_program(*map(str, words), env=env)
        db.engine.dispose()
        return done

    run.env = env
    return run


@pytest.fixture
def form_clock(monkeypatch):
    """By which forms tell how long ago they were opened."""
    clock = MovingClock(utc_now())
    monkeypatch.setattr(signed_time, "utc_now", clock)
    return clock


@pytest.fixture
def server():
    with mail_server() as server:
        yield server


@pytest.fixture
def clock(monkeypatch):
    """By which mails are delivered; a test moves it."""
    clock = MovingClock()
    monkeypatch.setattr(delivery, "utc_now", clock)
    return clock


@pytest.fixture
def desk_clock(monkeypatch):
    """By which somebody at the desk does nothing for too long."""
    clock = MovingClock(utc_now())
    monkeypatch.setattr(identity, "utc_now", clock)
    return clock


@pytest.fixture
def seconds(monkeypatch) -> Seconds:
    """By which pages are kept; a test moves them."""
    clock = Seconds()
    monkeypatch.setattr(kept, "time", clock)
    monkeypatch.setattr(site, "monotonic", clock.monotonic)
    return clock


@pytest.fixture
def back_up(run, tmp_path):
    """Back up now; what it returns restores what was there."""
    file = tmp_path / "one.tar.gz"

    def back_up():
        assert run("backup", "--output", file).returncode == 0

        def restore():
            done = run("restore", file, "--replace")
            assert done.returncode == 0, done.stdout + done.stderr
            db.session.remove()
            return done.stdout

        return restore

    return back_up
