"""Commands of an installation of their own, on the database of the test."""

import pytest

from concertation.database import db
from tests.forked import run_program

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
