"""Take away everything of a process in one archive."""

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from concertation.clock import utc_now
from concertation.exports.archive import archive_chunks
from concertation.models import Process
from concertation.queries.process_files import read_process, readable_meetings
from concertation.queries.processes import find_process
from concertation.services.exporting import order_process_archive
from concertation.web.desk.process_archive.parts import process_parts
from concertation.web.documents import streamed
from concertation.web.form import ActionForm, check_token
from concertation.web.identity import current_actor, whoever_is_here
from concertation.web.tickets import opened, sealed, tell_too_late

bp = Blueprint(
    "desk_process_archive", __name__, url_prefix="/bureau/demarches/<process>/archive"
)
PURPOSE = "process-archive"


@bp.get("")
def show(process: str) -> ResponseReturnValue:
    return render_template(
        "desk/process_archive/index.html",
        process=_process_or_404(process),
        form=ActionForm(),
    )


@bp.post("")
def order(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    check_token()
    order_process_archive(found.id, actor=current_actor(), now=utc_now())
    ticket = sealed(PURPOSE, {}, found.id, whoever_is_here().account.id)
    return redirect(url_for(".fetch", process=process, ticket=ticket), 303)


@bp.get("/<ticket>")
def fetch(process: str, ticket: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    if opened(PURPOSE, ticket, found.id, whoever_is_here().account.id) is None:
        tell_too_late()
        return redirect(url_for(".show", process=process), 303)
    # Read now: once it is being sent, the process belongs to no session any more.
    whole = read_process(found)
    chunks = archive_chunks(process_parts(whole, readable_meetings(found.id)))
    return streamed(chunks, f"{found.slug}.zip", "application/zip")


def _process_or_404(slug: str) -> Process:
    return find_process(slug) or abort(404)
