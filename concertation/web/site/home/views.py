"""The home page: what is going on and what is coming, then what was."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from concertation.clock import utc_now
from concertation.queries.events import coming_events, past_events
from concertation.queries.processes import phases_with_groups, published_processes
from concertation.web.listed_processes import in_order

bp = Blueprint("site_home", __name__)


@bp.get("/")
def index() -> ResponseReturnValue:
    now = utc_now()
    listed = in_order(published_processes(), phases_with_groups(), now)
    return render_template(
        "site/home/index.html",
        current=listed.current,
        ended=listed.ended,
        enrolling=listed.enrolling,
        coming=coming_events(now),
        past=past_events(now),
        now=now,
    )
