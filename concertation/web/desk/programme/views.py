"""The programme of an event with its times, at the desk."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.models import Event, ProgrammeItem
from concertation.queries.events import find_event
from concertation.services import programme as service
from concertation.web.desk.programme.forms import ItemForm
from concertation.web.errors import show_desk_refusal
from concertation.web.form import ActionForm, check_token
from concertation.web.identity import current_actor

bp = Blueprint(
    "desk_programme", __name__, url_prefix="/bureau/evenements/<slug>/programme"
)
bp.register_error_handler(Refusal, show_desk_refusal)


@bp.get("")
def index(slug: str) -> ResponseReturnValue:
    return render_template("desk/programme/index.html", event=_event_or_404(slug))


@bp.get("/nouveau")
def new(slug: str) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    return _form_page(event, None, ItemForm(event))


@bp.post("/nouveau")
def create(slug: str) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    form = ItemForm(event)
    if not form.validate():
        return _form_page(event, None, form), 422
    service.add_item(event.id, form.to_sheet(), actor=current_actor(), now=utc_now())
    flash(_("The item is added to the programme"), "success")
    return redirect(url_for(".index", slug=slug), 303)


@bp.get("/<int:item_id>")
def edit(slug: str, item_id: int) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    item = _item_or_404(event, item_id)
    return _form_page(event, item, ItemForm(event, item))


@bp.post("/<int:item_id>")
def save(slug: str, item_id: int) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    item = _item_or_404(event, item_id)
    form = ItemForm(event, item)
    if not form.validate():
        return _form_page(event, item, form), 422
    sheet, now = form.to_sheet(), utc_now()
    service.edit_item(event.id, item.id, sheet, actor=current_actor(), now=now)
    flash(_("The item is saved"), "success")
    return redirect(url_for(".index", slug=slug), 303)


@bp.get("/<int:item_id>/supprimer")
def confirm_deletion(slug: str, item_id: int) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    return render_template(
        "desk/programme/deletion.html",
        event=event,
        item=_item_or_404(event, item_id),
        form=ActionForm(),
    )


@bp.post("/<int:item_id>/supprimer")
def delete(slug: str, item_id: int) -> ResponseReturnValue:
    """Of what is gone already there is nothing left to delete, and nothing to say."""
    event = _changeable_or_404(slug)
    check_token()
    service.delete_item(event.id, item_id, actor=current_actor(), now=utc_now())
    flash(_("The item is deleted"), "success")
    return redirect(url_for(".index", slug=slug), 303)


def _event_or_404(slug: str) -> Event:
    return find_event(slug) or abort(404)


def _changeable_or_404(slug: str) -> Event:
    event = _event_or_404(slug)
    event.schedule.refuse_if_cancelled()
    return event


def _item_or_404(event: Event, item_id: int) -> ProgrammeItem:
    items = {item.id: item for item in event.programme_items}
    return items.get(item_id) or abort(404)


def _form_page(event: Event, item: ProgrammeItem | None, form: ItemForm) -> str:
    return render_template(
        "desk/programme/form.html", event=event, item=item, form=form
    )
