"""The phases of a process: when each begins and ends, when people enrol for it."""

from datetime import datetime

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.domain.process_errors import (
    PhasesOverlap,
    PhaseTooShort,
    ProcessChangedMeanwhile,
    SeatsHeldBeyond,
    WindowOutside,
)
from concertation.models import Phase, Process
from concertation.queries.processes import find_phase, find_process, offers_of_phase
from concertation.services import phases as service
from concertation.web.desk.phases.forms import PhaseForm
from concertation.web.errors import show_process_refusal
from concertation.web.form import ActionForm, check_token, tell_at_field, tell_in_form
from concertation.web.formatting import date_time
from concertation.web.identity import current_actor

bp = Blueprint("desk_phases", __name__, url_prefix="/bureau/demarches/<process>/phases")
bp.register_error_handler(Refusal, show_process_refusal)


@bp.get("")
def index(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    return render_template("desk/phases/index.html", process=found, now=utc_now())


@bp.get("/nouvelle")
def new(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    return _form_page(found, None, PhaseForm(found))


@bp.post("/nouvelle")
def create(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    form = PhaseForm(found)
    if not form.validate():
        return _form_page(found, None, form), 422
    sheet, by = form.to_sheet(), current_actor()
    try:
        service.add_phase(found.id, sheet, actor=by, now=utc_now())
    except (PhaseTooShort, WindowOutside, PhasesOverlap) as refusal:
        _tell(form, refusal)
        return _form_page(found, None, form), 422
    flash(_("The phase is added"), "success")
    return redirect(url_for(".index", process=process), 303)


@bp.get("/<int:phase_id>")
def edit(process: str, phase_id: int) -> ResponseReturnValue:
    phase = _phase_or_404(process, phase_id)
    return _form_page(phase.process, phase, PhaseForm(phase.process, phase))


@bp.post("/<int:phase_id>")
def save(process: str, phase_id: int) -> ResponseReturnValue:
    phase = _phase_or_404(process, phase_id)
    form = PhaseForm(phase.process, phase)
    if not form.validate():
        return _form_page(phase.process, phase, form), 422
    sheet, by, version = form.to_sheet(), current_actor(), form.version.data
    try:
        service.edit_phase(phase.id, sheet, version=version, actor=by, now=utc_now())
    except ProcessChangedMeanwhile as refusal:
        return _stale_page(phase, form, refusal), 409
    except (PhaseTooShort, WindowOutside, PhasesOverlap, SeatsHeldBeyond) as refusal:
        _tell(form, refusal)
        return _form_page(phase.process, phase, form), 422
    flash(_("The phase is saved"), "success")
    return redirect(url_for(".index", process=process), 303)


@bp.get("/<int:phase_id>/supprimer")
def confirm_removal(process: str, phase_id: int) -> ResponseReturnValue:
    phase = _phase_or_404(process, phase_id)
    return render_template(
        "desk/phases/removal.html",
        process=phase.process,
        phase=phase,
        offers=offers_of_phase(phase.id),
        form=ActionForm(),
    )


@bp.post("/<int:phase_id>/supprimer")
def remove(process: str, phase_id: int) -> ResponseReturnValue:
    phase = _phase_or_404(process, phase_id)
    check_token()
    service.remove_phase(phase.id, actor=current_actor(), now=utc_now())
    flash(_("The phase is removed"), "success")
    return redirect(url_for(".index", process=process), 303)


def _process_or_404(slug: str) -> Process:
    return find_process(slug) or abort(404)


def _phase_or_404(process: str, phase_id: int) -> Phase:
    return find_phase(process, phase_id) or abort(404)


def _form_page(
    process: Process,
    phase: Phase | None,
    form: PhaseForm,
    differing: list[str] | None = None,
) -> str:
    return render_template(
        "desk/phases/form.html",
        process=process,
        phase=phase,
        form=form,
        differing=differing,
    )


def _stale_page(phase: Phase, form: PhaseForm, refusal: Refusal) -> str:
    """Everything typed is kept; saving once more replaces what was saved meanwhile."""
    tell_in_form(form, refusal)
    form.version.data = phase.version
    return _form_page(phase.process, phase, form, form.differing_from(phase))


def _tell(form: PhaseForm, refusal: Refusal) -> None:
    """Beside what is wrong: the dates, or the window of enrolment."""
    match refusal:
        case PhasesOverlap(earlier=earlier, later=later):
            form.first_day.errors = [
                _(
                    "“%(earlier)s” and “%(later)s” overlap. Change the dates of one of"
                    " them: each day belongs to one phase at most.",
                    earlier=earlier,
                    later=later,
                )
            ]
        case SeatsHeldBeyond(at=datetime() as at):
            form.last_day.errors = [
                _(
                    "Members can confirm the seats that are held for them until"
                    " %(moment)s: the phase cannot end before. Choose a later day, or"
                    " decide about those who have not answered.",
                    moment=date_time(at, form.zone),
                )
            ]
        case WindowOutside():
            tell_at_field(form.enrolment_closes_at, refusal)
        case _:
            tell_at_field(form.last_day, refusal)
