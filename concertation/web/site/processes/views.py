"""A process's public page, the logos of who leads it, its calendar and its news."""

from functools import partial

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from concertation.clock import utc_now
from concertation.models import Process
from concertation.queries.files import find_file
from concertation.queries.processes import find_public_process
from concertation.web.downloads import as_picture
from concertation.web.feeds import ATOM, CALENDAR, feed_answer, feed_of_process
from concertation.web.process_pages import process_page

bp = Blueprint("site_processes", __name__, url_prefix="/demarches/<process>")


@bp.get("")
def show(process: str) -> ResponseReturnValue:
    page = process_page(_process_or_404(process), utc_now())
    return render_template("site/processes/show.html", page=page)


@bp.get("/logos/<name>")
def logo(process: str, name: str) -> ResponseReturnValue:
    """One of its partners' logos; no other file is found here."""
    partners = _process_or_404(process).partners
    if name not in {each.file.name for each in partners if each.file}:
        abort(404)
    return as_picture(find_file(name) or abort(404))


@bp.get("/agenda.ics")
def calendar(process: str) -> ResponseReturnValue:
    return feed_answer(partial(feed_of_process, _process_or_404(process)), CALENDAR)


@bp.get("/flux.atom")
def news(process: str) -> ResponseReturnValue:
    return feed_answer(partial(feed_of_process, _process_or_404(process)), ATOM)


def _process_or_404(slug: str) -> Process:
    return find_public_process(slug) or abort(404)
