"""Addresses that were made up name nothing, whatever stands in them."""

import pytest

from tests.factories import make_event
from tests.route_values import value_of, values_at

TOO_LARGE = 10**25


def numbered_addresses(app, values):
    """Each with its method, and a number that no row can have instead of its own."""
    for rule in app.url_map.iter_rules():
        given = {each: value_of(values, rule.endpoint, each) for each in rule.arguments}
        numbers = {each: TOO_LARGE for each in given if isinstance(given[each], int)}
        if numbers:
            address = app.url_map.bind("").build(rule.endpoint, given | numbers)
            for method in rule.methods - {"HEAD", "OPTIONS"}:
                yield method, address


@pytest.mark.on_both_databases
def test_a_number_that_no_row_can_have_is_missing(app, desk):
    """Databases refuse to look for it, which is no answer to who asks."""
    with app.test_request_context():
        asked = list(numbered_addresses(app, values_at(make_event())))

    found = {desk.open(address, method=method).status_code for method, address in asked}

    assert len(asked) > 20
    assert found <= {404, 405}
