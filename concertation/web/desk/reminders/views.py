"""The reminders of an event: when each goes out, and how many it told."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import Refusal, ReminderTooLate
from concertation.models import Event, Reminder
from concertation.queries.events import find_event
from concertation.queries.reminders import (
    find_reminder,
    reminders_of,
    told_by_reminder,
)
from concertation.services import reminders as service
from concertation.web.desk.reminders.forms import ReminderForm
from concertation.web.errors import show_desk_refusal
from concertation.web.form import ActionForm, check_token
from concertation.web.identity import current_actor
from concertation.web.refusals import refusal_text

bp = Blueprint(
    "desk_reminders", __name__, url_prefix="/bureau/evenements/<slug>/rappels"
)
bp.register_error_handler(Refusal, show_desk_refusal)


@bp.get("")
def index(slug: str) -> ResponseReturnValue:
    return _index_page(_event_or_404(slug), ReminderForm())


@bp.post("")
def add(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    event.schedule.refuse_if_cancelled()
    form = ReminderForm()
    if not form.validate():
        return _index_page(event, form), 422
    sheet, now = form.to_sheet(), utc_now()
    try:
        service.add_reminder(event.id, sheet, actor=current_actor(), now=now)
    except ReminderTooLate as refusal:
        text = refusal_text(refusal)
        form.count.errors = [f"{text.title}. {text.what_to_do}"]
        return _index_page(event, form), 422
    flash(_("The reminder is set"), "success")
    return redirect(url_for(".index", slug=slug), 303)


@bp.get("/<int:reminder_id>/supprimer")
def confirm_deletion(slug: str, reminder_id: int) -> ResponseReturnValue:
    event = _event_or_404(slug)
    return render_template(
        "desk/reminders/deletion.html",
        event=event,
        reminder=_reminder_or_404(event, reminder_id),
        form=ActionForm(),
    )


@bp.post("/<int:reminder_id>/supprimer")
def delete(slug: str, reminder_id: int) -> ResponseReturnValue:
    event = _event_or_404(slug)
    check_token()
    now = utc_now()
    service.delete_reminder(event.id, reminder_id, actor=current_actor(), now=now)
    flash(_("The reminder is deleted"), "success")
    return redirect(url_for(".index", slug=slug), 303)


def _event_or_404(slug: str) -> Event:
    return find_event(slug) or abort(404)


def _reminder_or_404(event: Event, reminder_id: int) -> Reminder:
    return find_reminder(event, reminder_id) or abort(404)


def _index_page(event: Event, form: ReminderForm) -> str:
    return render_template(
        "desk/reminders/index.html",
        event=event,
        form=form,
        reminders=reminders_of(event),
        told=told_by_reminder(event),
        now=utc_now(),
    )
