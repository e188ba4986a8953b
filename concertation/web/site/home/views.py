"""The home page: what is coming, then what was."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from concertation.clock import utc_now
from concertation.queries.events import coming_events, past_events

bp = Blueprint("site_home", __name__)


@bp.get("/")
def index() -> ResponseReturnValue:
    now = utc_now()
    return render_template(
        "site/home/index.html",
        coming=coming_events(now),
        past=past_events(now),
        now=now,
    )
