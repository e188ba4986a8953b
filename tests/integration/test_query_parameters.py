"""Whatever stands behind the question mark of an address, a page answers.

Which parameters a route reads is seen while it reads them: one that is added is tried
here without anybody thinking of it.
"""

import pytest

from tests.factories import make_event
from tests.integration.test_access import addresses
from tests.route_values import values_at
from tests.watched import names_read, watching

OF_FLASK = {"lang"}
STRANGE = ["unknown", "-1", "9" * 20, "²", "\x00"]


@pytest.fixture
def read():
    with watching() as names:
        yield names


def asked_by(browser, address, read):
    """The parameters that the route of this address reads."""

    def ask(found):
        browser.get(address, query_string=dict.fromkeys(found - OF_FLASK, "1"))

    return sorted(names_read(read, ask) - OF_FLASK)


@pytest.mark.long
@pytest.mark.on_both_databases
@pytest.mark.timeout(300)
def test_no_value_of_a_parameter_is_a_bug(app, desk, read, monkeypatch):
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    values = values_at(make_event())
    wrong, tried = [], {}
    for endpoint, address in addresses(app, values, "GET"):
        names = tried[endpoint] = asked_by(desk, address, read)
        queries = [dict.fromkeys(names, value) for value in STRANGE if names]
        queries += [{name: STRANGE[0]} for name in names]
        for query in queries:
            status = desk.get(address, query_string=query).status_code
            if status >= 500:
                wrong.append((endpoint, query, status))

    assert wrong == []
    assert {"format", "start", "q"} <= set(tried["desk_papers.badges"])
    assert {"page", "q", "seen"} <= set(tried["desk_organisations.index"])
