"""A process on one page: whom it reached, for who answers for it."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from concertation.clock import utc_now
from concertation.queries.processes import find_process
from concertation.queries.reach import reach_of

bp = Blueprint("desk_report", __name__, url_prefix="/bureau/demarches/<process>/bilan")


@bp.get("")
def index(process: str) -> ResponseReturnValue:
    found = find_process(process) or abort(404)
    now = utc_now()
    return render_template(
        "desk/report/index.html", process=found, reach=reach_of(found, now=now), now=now
    )
