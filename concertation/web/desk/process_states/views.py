"""Take a process back from the public, end it before its time, and undo either."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.models import Process
from concertation.queries.processes import find_process
from concertation.queries.taking_part import taking_part_in
from concertation.services import process_states as service
from concertation.web.errors import show_process_refusal
from concertation.web.form import ActionForm, check_token
from concertation.web.identity import current_actor

bp = Blueprint(
    "desk_process_states", __name__, url_prefix="/bureau/demarches/<process>"
)
bp.register_error_handler(Refusal, show_process_refusal)


@bp.get("/depublier")
def confirm_withdrawal(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    return render_template("desk/process_states/withdrawal.html", **_facts(found))


@bp.post("/depublier")
def withdraw(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    check_token()
    service.withdraw_process(found.id, actor=current_actor(), now=utc_now())
    flash(_("The process is withdrawn: the public does not see it any more"), "success")
    return _to_process(process)


@bp.get("/clore")
def confirm_end(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    return render_template("desk/process_states/end.html", **_facts(found))


@bp.post("/clore")
def end(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    check_token()
    service.end_process(found.id, actor=current_actor(), now=utc_now())
    flash(_("The process is ended: nobody can enrol any more"), "success")
    return _to_process(process)


@bp.get("/rouvrir")
def confirm_resumption(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    return render_template("desk/process_states/resumption.html", **_facts(found))


@bp.post("/rouvrir")
def resume(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    check_token()
    service.resume_process(found.id, actor=current_actor(), now=utc_now())
    flash(_("The process goes on: the dates of its phases hold again"), "success")
    return _to_process(process)


def _facts(process: Process) -> dict[str, Any]:
    """What each of these pages tells before its button is pressed."""
    return {
        "process": process,
        "part": taking_part_in(process, utc_now()),
        "form": ActionForm(formdata=None),
    }


def _process_or_404(slug: str) -> Process:
    return find_process(slug) or abort(404)


def _to_process(process: str) -> ResponseReturnValue:
    return redirect(url_for("desk_processes.show", process=process), 303)
