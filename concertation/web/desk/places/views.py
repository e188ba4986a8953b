"""Who gets a place: approval, people who come along, limits by kind and territory."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.models import Event
from concertation.queries.events import find_event
from concertation.queries.seating import place_quotas
from concertation.services.quotas import remove_quota, set_quota
from concertation.services.registration_rules import change_rules
from concertation.web.desk.places.forms import RulesForm
from concertation.web.errors import show_desk_refusal
from concertation.web.form import ActionForm, check_token
from concertation.web.identity import current_actor
from concertation.web.quota_form import QuotaForm

bp = Blueprint("desk_places", __name__, url_prefix="/bureau/evenements/<slug>/places")
bp.register_error_handler(Refusal, show_desk_refusal)


@bp.get("")
def index(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    return _page(event, RulesForm(event), QuotaForm())


@bp.post("")
def save_rules(slug: str) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    form = RulesForm(event)
    if not form.validate():
        return _page(event, form, QuotaForm()), 422
    change_rules(event.id, form.to_rules(), actor=current_actor(), now=utc_now())
    flash(_("The rules are saved: they hold for who answers from now on"), "success")
    return redirect(url_for(".index", slug=slug), 303)


@bp.post("/quotas")
def set_limit(slug: str) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    form = QuotaForm()
    if not form.validate():
        return _page(event, RulesForm(event), form), 422
    set_quota(event.id, form.to_wish(), actor=current_actor(), now=utc_now())
    flash(_("The limit is saved"), "success")
    return redirect(url_for(".index", slug=slug, _anchor="quotas"), 303)


@bp.post("/quotas/<int:quota_id>/lever")
def lift_limit(slug: str, quota_id: int) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    check_token()
    remove_quota(event.id, quota_id, actor=current_actor(), now=utc_now())
    flash(_("The limit is lifted: whoever waited because of it is let in"), "success")
    return redirect(url_for(".index", slug=slug, _anchor="quotas"), 303)


def _event_or_404(slug: str) -> Event:
    return find_event(slug) or abort(404)


def _changeable_or_404(slug: str) -> Event:
    event = _event_or_404(slug)
    event.schedule.refuse_if_cancelled()
    return event


def _page(event: Event, rules: RulesForm, quota: QuotaForm) -> str:
    return render_template(
        "desk/places/index.html",
        event=event,
        rules=rules,
        quota=quota,
        quotas=place_quotas(event.pool_id),
        form=ActionForm(),
    )
