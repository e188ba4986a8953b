"""An address from which too much was sent within the hour."""

from flask import current_app

from concertation.clock import utc_now
from concertation.config import LimitFigures
from concertation.database import transaction
from concertation.services.limits import use_up
from concertation.web.limits import limits_of_request

BUSY = "busy@example.org"


def furnish_limits() -> dict[str, str]:
    with current_app.test_request_context():
        limits = limits_of_request("space", BUSY)
    with transaction() as session:
        for _ in range(LimitFigures().per_address):
            use_up(session, limits, now=utc_now())
    return {}
