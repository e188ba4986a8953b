"""The forms that anyone may send, wherever they are: new ones are among them."""

from collections.abc import Iterator

from flask.testing import FlaskClient

from concertation.web.access_table import ACCESS, Who
from tests.factories import FORM, make_event
from tests.processes import make_published_process, today
from tests.route_values import value_of, values_at

WRITES_NOTHING = {
    "desk_sign_in.submit_code": "it is counted by the account that the password opened"
}
"""What anyone may send, and why it is not counted by network."""


def public_forms(client: FlaskClient) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Endpoint, address, and answers that are taken."""
    event = make_event(capacity=None)
    offer = make_published_process(slug="autre", around=today(), capacity=None)
    values = values_at(event) | {"process": offer.process.slug}
    answers = FORM | {"groups": str(offer.id), "password": "wrong"}
    for rule in client.application.url_map.iter_rules():
        is_for_all = "POST" in rule.methods and ACCESS[rule.endpoint] is Who.ANYONE
        if is_for_all and rule.endpoint not in WRITES_NOTHING:
            needed = {n: value_of(values, rule.endpoint, n) for n in rule.arguments}
            with client.application.test_request_context():
                page = client.application.url_map.bind("").build(rule.endpoint, needed)
            yield rule.endpoint, page, answers
