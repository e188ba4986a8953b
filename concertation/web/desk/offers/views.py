"""Which group is offered in which phase: its places, its limits, its waiting list."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.domain.process_errors import ProcessChangedMeanwhile
from concertation.models import GroupOffer, Process, WorkingGroup
from concertation.queries.process_sheet import sheet_of
from concertation.queries.processes import (
    find_group_by_id,
    find_offer,
    find_process,
)
from concertation.queries.seating import place_quotas
from concertation.services import offers as service
from concertation.services.offer_quotas import remove_offer_quota, set_offer_quota
from concertation.web.desk.offers.forms import OfferForm
from concertation.web.errors import show_process_refusal
from concertation.web.form import ActionForm, check_token, tell_at_field, tell_in_form
from concertation.web.identity import current_actor
from concertation.web.quota_form import QuotaForm

bp = Blueprint("desk_offers", __name__, url_prefix="/bureau/demarches/<process>")
bp.register_error_handler(Refusal, show_process_refusal)
OFFER = "/places/<int:offer_id>"


@bp.get("/places")
def index(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    return render_template(
        "desk/offers/index.html", process=found, sheet=sheet_of(found)
    )


@bp.get("/groupes/<int:group_id>/proposer")
def new(process: str, group_id: int) -> ResponseReturnValue:
    found = _group_or_404(process, group_id)
    phases = sheet_of(found.process).missing_phases(found)
    form = OfferForm(phases=phases, chosen=request.args.get("phase", ""))
    return _new_page(found, form)


@bp.post("/groupes/<int:group_id>/proposer")
def create(process: str, group_id: int) -> ResponseReturnValue:
    found = _group_or_404(process, group_id)
    form = OfferForm(phases=found.process.phases)
    if not form.validate():
        return _new_page(found, form), 422
    sheet, by = form.to_sheet(), current_actor()
    try:
        service.offer_group_in(
            found.id, form.phase_ids(), sheet, actor=by, now=utc_now()
        )
    except ProcessChangedMeanwhile as refusal:
        tell_at_field(form.phases, refusal)
        return _new_page(found, form), 409
    flash(_("The places are saved"), "success")
    return redirect(url_for(".index", process=process), 303)


@bp.get(OFFER)
def show(process: str, offer_id: int) -> ResponseReturnValue:
    offer = _offer_or_404(process, offer_id)
    return _page(offer, OfferForm(offer), QuotaForm())


@bp.post(OFFER)
def save(process: str, offer_id: int) -> ResponseReturnValue:
    offer = _offer_or_404(process, offer_id)
    form = OfferForm(offer)
    if not form.validate():
        return _page(offer, form, QuotaForm()), 422
    sheet, by, version = form.to_sheet(), current_actor(), form.version.data
    try:
        service.change_offer(offer.id, sheet, version=version, actor=by, now=utc_now())
    except ProcessChangedMeanwhile as refusal:
        return _stale_page(offer, form, refusal), 409
    flash(_("The places are saved"), "success")
    return redirect(url_for(".show", process=process, offer_id=offer_id), 303)


@bp.post(f"{OFFER}/quotas")
def set_limit(process: str, offer_id: int) -> ResponseReturnValue:
    offer = _offer_or_404(process, offer_id)
    form = QuotaForm()
    if not form.validate():
        return _page(offer, OfferForm(offer), form), 422
    set_offer_quota(offer.id, form.to_wish(), actor=current_actor(), now=utc_now())
    flash(_("The limit is saved"), "success")
    return _to_quotas(process, offer_id)


@bp.post(f"{OFFER}/quotas/<int:quota_id>/lever")
def lift_limit(process: str, offer_id: int, quota_id: int) -> ResponseReturnValue:
    offer = _offer_or_404(process, offer_id)
    check_token()
    remove_offer_quota(offer.id, quota_id, actor=current_actor(), now=utc_now())
    flash(_("The limit is lifted: whoever waited because of it is let in"), "success")
    return _to_quotas(process, offer_id)


@bp.get(f"{OFFER}/retirer")
def confirm_withdrawal(process: str, offer_id: int) -> ResponseReturnValue:
    offer = _offer_or_404(process, offer_id)
    return render_template(
        "desk/offers/withdrawal.html",
        process=offer.process,
        offer=offer,
        form=ActionForm(),
    )


@bp.post(f"{OFFER}/retirer")
def withdraw(process: str, offer_id: int) -> ResponseReturnValue:
    offer = _offer_or_404(process, offer_id)
    check_token()
    service.withdraw_offer(offer.id, actor=current_actor(), now=utc_now())
    flash(_("The group is not offered in this phase any more"), "success")
    return redirect(url_for(".index", process=process), 303)


def _process_or_404(slug: str) -> Process:
    return find_process(slug) or abort(404)


def _group_or_404(process: str, group_id: int) -> WorkingGroup:
    return find_group_by_id(process, group_id) or abort(404)


def _offer_or_404(process: str, offer_id: int) -> GroupOffer:
    return find_offer(process, offer_id) or abort(404)


def _new_page(group: WorkingGroup, form: OfferForm) -> str:
    return render_template(
        "desk/offers/new.html", process=group.process, group=group, form=form
    )


def _stale_page(offer: GroupOffer, form: OfferForm, refusal: Refusal) -> str:
    """Everything typed is kept; saving once more replaces what was saved meanwhile."""
    tell_in_form(form, refusal)
    form.version.data = offer.version
    return _page(offer, form, QuotaForm(), form.differing_from(offer))


def _page(
    offer: GroupOffer,
    form: OfferForm,
    quota: QuotaForm,
    differing: list[str] | None = None,
) -> str:
    return render_template(
        "desk/offers/show.html",
        process=offer.process,
        offer=offer,
        form=form,
        quota=quota,
        differing=differing,
        quotas=place_quotas(offer.pool_id),
        action=ActionForm(),
    )


def _to_quotas(process: str, offer_id: int) -> ResponseReturnValue:
    there = url_for(".show", process=process, offer_id=offer_id, _anchor="quotas")
    return redirect(there, 303)
