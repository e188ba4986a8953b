"""Prepare a process, look at it as a whole, publish it."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.domain.phases import PhaseState, state_of_all
from concertation.domain.process_errors import (
    ClockPromised,
    ProcessAddressTaken,
    ProcessChangedMeanwhile,
)
from concertation.domain.roles import Right
from concertation.models import Process
from concertation.queries.process_sheet import history_of_process, sheet_of
from concertation.queries.processes import (
    all_processes,
    find_process,
    shares_title,
    slug_of_process,
)
from concertation.services import processes as service
from concertation.services.process_copying import copy_process
from concertation.services.process_states import publish_process
from concertation.web.desk.processes.forms import ProcessCopyForm, ProcessForm
from concertation.web.errors import show_process_refusal
from concertation.web.form import (
    ActionForm,
    check_token,
    labels_of,
    tell_at_field,
    tell_in_form,
)
from concertation.web.identity import current_actor, places_in_reach
from concertation.web.phase_words import first_moment
from concertation.web.process_pages import process_page
from concertation.web.timeline import timeline_of

bp = Blueprint("desk_processes", __name__, url_prefix="/bureau")
bp.register_error_handler(Refusal, show_process_refusal)
PROCESS = "/demarches/<process>"


@bp.get("/demarches")
def index() -> ResponseReturnValue:
    reach = places_in_reach(Right.READ)
    among = None if reach.is_everywhere else reach.touched_processes
    return render_template(
        "desk/processes/index.html", processes=all_processes(among=among), now=utc_now()
    )


@bp.get("/nouvelle-demarche")
def new() -> ResponseReturnValue:
    return _form_page(None, ProcessForm())


@bp.post("/nouvelle-demarche")
def create() -> ResponseReturnValue:
    form = ProcessForm()
    if not form.validate():
        return _form_page(None, form), 422
    sheet = form.to_sheet()
    try:
        number = service.create_process(sheet, actor=current_actor(), now=utc_now())
    except ProcessAddressTaken as refusal:
        tell_at_field(form.slug, refusal)
        return _form_page(None, form), 422
    flash(_("The draft is created: now add its phases and its groups"), "success")
    return redirect(url_for(".show", process=slug_of_process(number)), 303)


@bp.get(PROCESS)
def show(process: str) -> ResponseReturnValue:
    found, now = _process_or_404(process), utc_now()
    return render_template(
        "desk/processes/show.html",
        process=found,
        sheet=sheet_of(found),
        timeline=timeline_of(found.phases, now),
        now=now,
        can_end=state_of_all(found.phases, now) is not PhaseState.OVER,
        entries=history_of_process(found),
        labels=labels_of(ProcessForm(found)),
    )


@bp.get(f"{PROCESS}/apercu")
def preview(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    return render_template(
        "desk/processes/preview.html",
        page=process_page(found, utc_now()),
        form=ActionForm(),
    )


@bp.get(f"{PROCESS}/modifier")
def edit(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    return _form_page(found, ProcessForm(found))


@bp.post(f"{PROCESS}/modifier")
def save(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    form = ProcessForm(found)
    if not form.validate():
        return _form_page(found, form), 422
    try:
        saved = service.edit_process(
            found.id,
            form.to_sheet(),
            version=form.version.data,
            actor=current_actor(),
            now=utc_now(),
        )
    except ProcessAddressTaken as refusal:
        tell_at_field(form.slug, refusal)
        return _form_page(found, form), 422
    except ClockPromised as refusal:
        tell_at_field(form.timezone, refusal)
        return _form_page(found, form), 422
    except ProcessChangedMeanwhile as refusal:
        return _stale_page(found, form, refusal), 409
    flash(_("The process is saved"), "success")
    return redirect(url_for(".show", process=saved.slug), 303)


@bp.post(f"{PROCESS}/publier")
def publish(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    check_token()
    publish_process(found.id, actor=current_actor(), now=utc_now())
    flash(_("The process is published: everyone can see it"), "success")
    return redirect(url_for(".show", process=process), 303)


@bp.get("/copie-de-demarche")
def show_copy_form() -> ResponseReturnValue:
    return _copy_page(_original(), None)


@bp.post("/copie-de-demarche")
def copy() -> ResponseReturnValue:
    found = _original()
    form = ProcessCopyForm(found)
    if not form.validate():
        return _copy_page(found, form), 422
    made = copy_process(form.to_wish(), actor=current_actor(), now=utc_now())
    flash(_("The copy is a draft: look at its dates, then publish it"), "success")
    _warn_about(_process_or_404(made))
    return redirect(url_for(".show", process=made), 303)


def _warn_about(copy: Process) -> None:
    """What is allowed, and most likely a slip."""
    if shares_title(copy):
        flash(
            _("Another process has the same title: give this one a title of its own"),
            "warning",
        )
    starts_at = copy.phases[0].starts_at
    if starts_at < utc_now():
        day = first_moment(starts_at, copy.timezone)
        flash(
            _("Its first phase is in the past: it starts on %(day)s", day=day),
            "warning",
        )


def _original() -> Process:
    return _process_or_404(request.args.get("de", ""))


def _copy_page(process: Process, form: ProcessCopyForm | None) -> str:
    if not process.phases:
        abort(404)
    form = form or ProcessCopyForm(process)
    return render_template(
        "desk/processes/copy.html", process=process, form=form, now=utc_now()
    )


def _process_or_404(slug: str) -> Process:
    return find_process(slug) or abort(404)


def _form_page(
    process: Process | None, form: ProcessForm, differing: list[str] | None = None
) -> str:
    return render_template(
        "desk/processes/form.html", process=process, form=form, differing=differing
    )


def _stale_page(process: Process, form: ProcessForm, refusal: Refusal) -> str:
    """Everything typed is kept; saving once more replaces what was saved meanwhile."""
    tell_in_form(form, refusal)
    form.version.data = process.version
    return _form_page(process, form, form.differing_from(process))
