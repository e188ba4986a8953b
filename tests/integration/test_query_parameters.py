"""Whatever stands behind the question mark of an address, a page answers.

Which parameters a route reads is seen while it reads them: one that is added is tried
here without anybody thinking of it.
"""

from unittest.mock import patch

import pytest
from flask import Request
from werkzeug.datastructures import ImmutableMultiDict

from tests.factories import make_event
from tests.integration.test_access import addresses
from tests.route_values import values_at

OF_FLASK = {"lang"}
STRANGE = ["unknown", "-1", "9" * 20, "²", "\x00"]


@pytest.fixture
def read():
    """The names that were looked for since the set was emptied."""
    read = set()

    class Watched(ImmutableMultiDict):
        def __contains__(self, name):
            read.add(name)
            return super().__contains__(name)

        def __getitem__(self, name):
            read.add(name)
            return super().__getitem__(name)

        def getlist(self, name, *args, **kwargs):
            read.add(name)
            return super().getlist(name, *args, **kwargs)

    with patch.object(Request, "parameter_storage_class", Watched):
        yield read


def asked_by(browser, address, read):
    """The parameters that the route of this address reads."""
    found, before = set(), None
    while found != before:  # Some are only read where another one is there.
        before = set(found)
        read.clear()
        browser.get(address, query_string=dict.fromkeys(found, "1"))
        found |= read - OF_FLASK
    return sorted(found)


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
