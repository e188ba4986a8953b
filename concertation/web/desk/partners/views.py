"""Who leads a process, and who takes part in leading it, each with its logo."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.domain.process_errors import TooManyPartners
from concertation.models import Process, ProcessPartner
from concertation.queries.processes import find_partner, find_process
from concertation.services import partners as service
from concertation.web.desk.partners.forms import PartnerForm
from concertation.web.errors import show_process_refusal
from concertation.web.form import ActionForm, check_token, tell_in_form
from concertation.web.identity import current_actor
from concertation.wording.process_names import PARTNER_ROLE_NAMES

bp = Blueprint(
    "desk_partners", __name__, url_prefix="/bureau/demarches/<process>/partenaires"
)
bp.register_error_handler(Refusal, show_process_refusal)
PARTNER = "/<int:partner_id>"


@bp.get("")
def index(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    shown = [
        (role, label, [each for each in found.partners if each.role is role])
        for role, label in PARTNER_ROLE_NAMES.items()
    ]
    return render_template(
        "desk/partners/index.html", process=found, shown=shown, form=ActionForm()
    )


@bp.get("/ajouter")
def new(process: str) -> ResponseReturnValue:
    return _form_page(_process_or_404(process), None, PartnerForm())


@bp.post("/ajouter")
def create(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    form = PartnerForm()
    if not form.validate():
        return _form_page(found, None, form), 422
    sheet, picture, by = form.to_sheet(), form.file.picture, current_actor()
    try:
        service.add_partner(found.id, sheet, picture, actor=by, now=utc_now())
    except TooManyPartners as refusal:
        tell_in_form(form, refusal)
        return _form_page(found, None, form), 422
    flash(_("The partner is added"), "success")
    return redirect(url_for(".index", process=process), 303)


@bp.get(PARTNER)
def edit(process: str, partner_id: int) -> ResponseReturnValue:
    found = _process_or_404(process)
    partner = _partner_or_404(process, partner_id)
    return _form_page(found, partner, PartnerForm(partner))


@bp.post(PARTNER)
def save(process: str, partner_id: int) -> ResponseReturnValue:
    found = _process_or_404(process)
    partner = _partner_or_404(process, partner_id)
    form = PartnerForm(partner)
    if not form.validate():
        return _form_page(found, partner, form), 422
    sheet, logo, by = form.to_sheet(), form.to_logo(), current_actor()
    service.edit_partner(partner.id, sheet, logo, actor=by, now=utc_now())
    flash(_("The partner is saved"), "success")
    return redirect(url_for(".index", process=process), 303)


@bp.post(f"{PARTNER}/deplacer")
def move(process: str, partner_id: int) -> ResponseReturnValue:
    partner = _partner_or_404(process, partner_id)
    check_token()
    up = request.form.get("direction") == "up"
    service.move_partner(partner.id, up=up, actor=current_actor(), now=utc_now())
    moved = f"partner-{partner_id}"
    return redirect(url_for(".index", process=process, _anchor=moved), 303)


@bp.get(f"{PARTNER}/retirer")
def confirm_removal(process: str, partner_id: int) -> ResponseReturnValue:
    found = _process_or_404(process)
    partner = _partner_or_404(process, partner_id)
    return render_template(
        "desk/partners/removal.html",
        process=found,
        partner=partner,
        form=ActionForm(),
    )


@bp.post(f"{PARTNER}/retirer")
def remove(process: str, partner_id: int) -> ResponseReturnValue:
    partner = _partner_or_404(process, partner_id)
    check_token()
    service.remove_partner(partner.id, actor=current_actor(), now=utc_now())
    flash(_("The partner is taken away"), "success")
    return redirect(url_for(".index", process=process), 303)


def _process_or_404(slug: str) -> Process:
    return find_process(slug) or abort(404)


def _partner_or_404(process: str, partner_id: int) -> ProcessPartner:
    return find_partner(process, partner_id) or abort(404)


def _form_page(
    process: Process, partner: ProcessPartner | None, form: PartnerForm
) -> str:
    return render_template(
        "desk/partners/form.html", process=process, partner=partner, form=form
    )
