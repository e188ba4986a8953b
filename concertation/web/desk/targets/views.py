"""Whom a process wants to reach, and whom it wrote to."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.domain.process import TargetKind
from concertation.domain.process_errors import ProcessChangedMeanwhile
from concertation.models import Outreach, Process
from concertation.queries.processes import find_process
from concertation.queries.targets import groups_too_small, most_wanted
from concertation.services import targets as service
from concertation.web.desk.targets.forms import (
    OutreachForm,
    TargetsForm,
    targets_form,
)
from concertation.web.errors import show_process_refusal
from concertation.web.form import ActionForm, check_token, tell_in_form
from concertation.web.identity import current_actor

bp = Blueprint("desk_targets", __name__, url_prefix="/bureau/demarches/<process>")
bp.register_error_handler(Refusal, show_process_refusal)
OUTREACH = "/mobilisation/<int:outreach_id>"


@bp.get("/objectifs")
def index(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    return _page(found, targets_form(found))


@bp.post("/objectifs")
def save(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    form = targets_form(found)
    if not form.validate():
        return _page(found, form), 422
    sheet, by, version = form.to_sheet(), current_actor(), form.version.data
    try:
        service.set_targets(found.id, sheet, version=version, actor=by, now=utc_now())
    except ProcessChangedMeanwhile as refusal:
        tell_in_form(form, refusal)
        form.version.data = found.version
        return _page(found, form), 409
    flash(_("The targets are saved"), "success")
    return redirect(url_for(".index", process=process), 303)


@bp.get("/mobilisation/nouvelle")
def new(process: str) -> ResponseReturnValue:
    return _form_page(_process_or_404(process), None, OutreachForm())


@bp.post("/mobilisation/nouvelle")
def create(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    form = OutreachForm()
    if not form.validate():
        return _form_page(found, None, form), 422
    service.add_outreach(
        found.id, form.to_sheet(), actor=current_actor(), now=utc_now()
    )
    flash(_("What was done is noted"), "success")
    return _to_outreaches(process)


@bp.get(OUTREACH)
def edit(process: str, outreach_id: int) -> ResponseReturnValue:
    found = _process_or_404(process)
    outreach = _outreach_or_404(found, outreach_id)
    return _form_page(found, outreach, OutreachForm(outreach))


@bp.post(OUTREACH)
def save_outreach(process: str, outreach_id: int) -> ResponseReturnValue:
    found = _process_or_404(process)
    outreach = _outreach_or_404(found, outreach_id)
    form = OutreachForm(outreach)
    if not form.validate():
        return _form_page(found, outreach, form), 422
    service.edit_outreach(
        outreach.id, form.to_sheet(), actor=current_actor(), now=utc_now()
    )
    flash(_("What was done is noted"), "success")
    return _to_outreaches(process)


@bp.post(f"{OUTREACH}/retirer")
def remove(process: str, outreach_id: int) -> ResponseReturnValue:
    found = _process_or_404(process)
    outreach = _outreach_or_404(found, outreach_id)
    check_token()
    service.remove_outreach(outreach.id, actor=current_actor(), now=utc_now())
    flash(_("It is not counted any more"), "success")
    return _to_outreaches(process)


def _process_or_404(slug: str) -> Process:
    return find_process(slug) or abort(404)


def _outreach_or_404(process: Process, outreach_id: int) -> Outreach:
    known = {outreach.id: outreach for outreach in process.outreaches}
    return known.get(outreach_id) or abort(404)


def _page(process: Process, form: TargetsForm) -> str:
    return render_template(
        "desk/targets/index.html",
        process=process,
        form=form,
        categories=form.rows(TargetKind.CATEGORY),
        territories=form.rows(TargetKind.DEPARTEMENT),
        wanted=most_wanted(process),
        too_small=groups_too_small(process, utc_now()),
    )


def _form_page(process: Process, outreach: Outreach | None, form: OutreachForm) -> str:
    return render_template(
        "desk/targets/outreach.html",
        process=process,
        outreach=outreach,
        form=form,
        removal=ActionForm(formdata=None),
    )


def _to_outreaches(process: str) -> ResponseReturnValue:
    return redirect(url_for(".index", process=process, _anchor="outreach"), 303)
