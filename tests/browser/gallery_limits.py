"""An address from which too much was sent within the hour."""

from datetime import timedelta

from flask import current_app

from concertation.clock import utc_now
from concertation.database import transaction
from concertation.limit_figures import LimitFigures
from concertation.services.limits import use_up
from concertation.web.limits import limits_of_request

BUSY = "busy@example.org"
AHEAD = timedelta(minutes=50)
"""What is used up is given back minute by minute: not before the gallery is seen."""


def furnish_limits() -> dict[str, str]:
    with current_app.test_request_context():
        limits = limits_of_request("space", BUSY)
    with transaction() as session:
        for _ in range(LimitFigures().per_address):
            use_up(session, limits, now=utc_now() + AHEAD)
    return {}
