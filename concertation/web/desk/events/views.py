"""Prepare an event, look at it, publish it, call it off."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import AddressTaken
from concertation.links import public_url_for
from concertation.models import Event
from concertation.queries.events import all_events, find_event
from concertation.services import events as service
from concertation.web.desk.events.call_off_form import CallOffForm
from concertation.web.desk.events.forms import EventForm
from concertation.web.form import ActionForm, check_token
from concertation.web.identity import current_actor

bp = Blueprint("desk_events", __name__, url_prefix="/bureau")
EVENT = "/evenements/<slug>"


@bp.get("/")
def index() -> ResponseReturnValue:
    return render_template("desk/events/index.html", events=all_events(), now=utc_now())


@bp.get("/nouvel-evenement")
def new() -> ResponseReturnValue:
    return _form_page(None, EventForm())


@bp.post("/nouvel-evenement")
def create() -> ResponseReturnValue:
    form = EventForm()
    if not form.validate():
        return _form_page(None, form), 422
    sheet = form.to_sheet()
    try:
        service.create_event(sheet, actor=current_actor(), now=utc_now())
    except AddressTaken:
        return _taken_page(None, form), 422
    flash(_("The draft is created: look at it, then publish it"), "success")
    return redirect(url_for(".show", slug=sheet.slug), 303)


@bp.get(EVENT)
def show(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    return render_template(
        "desk/events/show.html",
        event=event,
        form=ActionForm(),
        now=utc_now(),
        public_url=public_url_for("site_events.show", slug=slug),
    )


@bp.get(f"{EVENT}/apercu")
def preview(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    return render_template(
        "desk/events/preview.html", event=event, form=ActionForm(), now=utc_now()
    )


@bp.get(f"{EVENT}/modifier")
def edit(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    return _form_page(event, EventForm(event))


@bp.post(f"{EVENT}/modifier")
def save(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    form = EventForm(event)
    if not form.validate():
        return _form_page(event, form), 422
    sheet = form.to_sheet()
    try:
        service.edit_event(event.id, sheet, actor=current_actor(), now=utc_now())
    except AddressTaken:
        return _taken_page(event, form), 422
    flash(_("The event is saved"), "success")
    return redirect(url_for(".show", slug=sheet.slug), 303)


@bp.post(f"{EVENT}/publier")
def publish(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    check_token()
    service.publish_event(event.id, actor=current_actor(), now=utc_now())
    flash(_("The event is published: everyone can see it"), "success")
    return redirect(url_for(".show", slug=slug), 303)


@bp.get(f"{EVENT}/annuler")
def confirm_call_off(slug: str) -> ResponseReturnValue:
    return _call_off_page(_event_or_404(slug), CallOffForm())


@bp.post(f"{EVENT}/annuler")
def call_off(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    form = CallOffForm()
    if not form.validate():
        return _call_off_page(event, form), 422
    reason = form.reason.data or ""
    service.call_off_event(event.id, reason, actor=current_actor(), now=utc_now())
    flash(_("The event is cancelled, and everyone is told by mail"), "success")
    return redirect(url_for(".show", slug=slug), 303)


def _event_or_404(slug: str) -> Event:
    return find_event(slug) or abort(404)


def _form_page(event: Event | None, form: EventForm) -> str:
    return render_template("desk/events/form.html", event=event, form=form)


def _taken_page(event: Event | None, form: EventForm) -> str:
    form.slug.errors = [_("Another event has this address: choose another one")]
    return _form_page(event, form)


def _call_off_page(event: Event, form: CallOffForm) -> str:
    return render_template("desk/events/call_off.html", event=event, form=form)
