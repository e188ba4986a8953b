"""This machine has sent as much without a proof as it may."""

from flask import current_app

from concertation.clock import utc_now
from concertation.database import transaction
from concertation.limit_figures import LimitFigures
from concertation.services.limits import use_up
from concertation.web.limits import limits_of_request
from tests.browser.gallery_limits import AHEAD

HERE = {"REMOTE_ADDR": "127.0.0.1"}


def furnish_proof() -> dict[str, str]:
    with current_app.test_request_context(environ_base=HERE):
        limits = limits_of_request("any", lacks_proof=True)
    with transaction() as session:
        for _ in range(LimitFigures().without_proof):
            use_up(session, limits, now=utc_now() + AHEAD)
    return {}
