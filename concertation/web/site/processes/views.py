"""A process's public page, its calendar and its news."""

from functools import partial

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from concertation.clock import utc_now
from concertation.models import Process
from concertation.queries.processes import find_public_process
from concertation.web.feeds import ATOM, CALENDAR, feed_answer, feed_of_process
from concertation.web.process_pages import process_page

bp = Blueprint("site_processes", __name__, url_prefix="/demarches/<process>")


@bp.get("")
def show(process: str) -> ResponseReturnValue:
    page = process_page(_process_or_404(process), utc_now())
    return render_template("site/processes/show.html", page=page)


@bp.get("/donnees-personnelles")
def notice(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    return render_template("site/processes/notice.html", process=found)


@bp.get("/agenda.ics")
def calendar(process: str) -> ResponseReturnValue:
    return feed_answer(partial(feed_of_process, _process_or_404(process)), CALENDAR)


@bp.get("/flux.atom")
def news(process: str) -> ResponseReturnValue:
    return feed_answer(partial(feed_of_process, _process_or_404(process)), ATOM)


def _process_or_404(slug: str) -> Process:
    return find_public_process(slug) or abort(404)
