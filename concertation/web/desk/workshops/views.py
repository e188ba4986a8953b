"""The workshops of an event: what they are, and how people choose among them."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.models import Event, Workshop
from concertation.queries.events import find_event
from concertation.services import workshops as service
from concertation.services.registration_rules import change_rules
from concertation.web.desk.workshops.forms import WorkshopForm, WorkshopRulesForm
from concertation.web.errors import show_desk_refusal
from concertation.web.form import ActionForm, check_token
from concertation.web.identity import current_actor

bp = Blueprint(
    "desk_workshops", __name__, url_prefix="/bureau/evenements/<slug>/ateliers"
)
bp.register_error_handler(Refusal, show_desk_refusal)


@bp.get("")
def index(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    return _index_page(event, WorkshopRulesForm(event))


@bp.post("")
def save_rules(slug: str) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    form = WorkshopRulesForm(event)
    if not form.validate():
        return _index_page(event, form), 422
    change_rules(event.id, form.to_rules(), actor=current_actor(), now=utc_now())
    flash(_("The rule is saved: it holds for who answers from now on"), "success")
    return redirect(url_for(".index", slug=slug), 303)


@bp.get("/nouveau")
def new(slug: str) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    return _form_page(event, None, WorkshopForm(event))


@bp.post("/nouveau")
def create(slug: str) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    form = WorkshopForm(event)
    if not form.validate():
        return _form_page(event, None, form), 422
    service.add_workshop(
        event.id, form.to_sheet(), actor=current_actor(), now=utc_now()
    )
    flash(_("The workshop is added"), "success")
    return redirect(url_for(".index", slug=slug), 303)


@bp.get("/<int:workshop_id>")
def edit(slug: str, workshop_id: int) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    workshop = _workshop_or_404(event, workshop_id)
    return _form_page(event, workshop, WorkshopForm(event, workshop))


@bp.post("/<int:workshop_id>")
def save(slug: str, workshop_id: int) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    workshop = _workshop_or_404(event, workshop_id)
    form = WorkshopForm(event, workshop)
    if not form.validate():
        return _form_page(event, workshop, form), 422
    sheet, now = form.to_sheet(), utc_now()
    service.edit_workshop(event.id, workshop.id, sheet, actor=current_actor(), now=now)
    flash(_("The workshop is saved"), "success")
    return redirect(url_for(".index", slug=slug), 303)


@bp.post("/<int:workshop_id>/deplacer")
def move(slug: str, workshop_id: int) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    workshop = _workshop_or_404(event, workshop_id)
    check_token()
    up = request.form.get("direction") == "up"
    service.move_workshop(
        event.id, workshop.id, up=up, actor=current_actor(), now=utc_now()
    )
    moved = f"workshop-{workshop_id}"
    return redirect(url_for(".index", slug=slug, _anchor=moved), 303)


@bp.get("/<int:workshop_id>/retirer")
def confirm_retire(slug: str, workshop_id: int) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    workshop = _workshop_or_404(event, workshop_id)
    return render_template(
        "desk/workshops/retire.html", event=event, workshop=workshop, form=ActionForm()
    )


@bp.post("/<int:workshop_id>/retirer")
def retire(slug: str, workshop_id: int) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    workshop = _workshop_or_404(event, workshop_id)
    check_token()
    service.retire_workshop(event.id, workshop.id, actor=current_actor(), now=utc_now())
    flash(_("The workshop is not offered any more"), "success")
    return redirect(url_for(".index", slug=slug), 303)


def _event_or_404(slug: str) -> Event:
    return find_event(slug) or abort(404)


def _changeable_or_404(slug: str) -> Event:
    event = _event_or_404(slug)
    event.schedule.refuse_if_cancelled()
    return event


def _workshop_or_404(event: Event, workshop_id: int) -> Workshop:
    offered = {workshop.id: workshop for workshop in event.offered_workshops}
    return offered.get(workshop_id) or abort(404)


def _index_page(event: Event, rules: WorkshopRulesForm) -> str:
    return render_template(
        "desk/workshops/index.html", event=event, rules=rules, form=ActionForm()
    )


def _form_page(event: Event, workshop: Workshop | None, form: WorkshopForm) -> str:
    return render_template(
        "desk/workshops/form.html", event=event, workshop=workshop, form=form
    )
