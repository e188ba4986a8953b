"""A proof of work is demanded by a setting, which "check" tells of."""

import pytest

from concertation.config import InvalidSettings, Settings
from concertation.running.checkup import check_installation
from tests.factories import make_settings


@pytest.fixture
def read(tmp_path):
    def settings_of(**variables: str) -> Settings:
        given = {"INSTANCE": str(tmp_path), **variables}
        return Settings.from_environ({f"CONCERTATION_{n}": v for n, v in given.items()})

    return settings_of


def test_it_is_demanded_where_that_is_set_and_not_as_it_is_shipped(read):
    assert read().proof_seconds == 0

    demanding = read(PROOF_SECONDS="2", LIMIT_WITHOUT_PROOF="100")

    assert demanding.proof_seconds == 2
    assert demanding.limits.without_proof == 100


@pytest.mark.parametrize(
    ("name", "value"),
    [("PROOF_SECONDS", "11"), ("PROOF_SECONDS", "on"), ("LIMIT_WITHOUT_PROOF", "0")],
)
def test_a_wrong_figure_is_told(read, name, value):
    with pytest.raises(InvalidSettings) as refused:
        read(**{name: value})

    [told] = refused.value.problems
    assert told.startswith(f"CONCERTATION_{name}: must be a whole number")


@pytest.mark.parametrize(
    ("changes", "is_good"),
    [
        ({}, True),
        ({"production": True, "proxies": 1}, True),
        ({"production": True, "proxies": 0}, False),
    ],
)
def test_check_tells_where_all_without_a_proof_are_one_network(
    app, tmp_path, changes, is_good
):
    settings = make_settings(tmp_path, "sqlite://", proof_seconds=1, **changes)

    told = {each.subject: each for each in check_installation(settings)}

    assert told["proof of work"].is_good is is_good
    assert ("PROXIES" in told["proof of work"].text) is not is_good
