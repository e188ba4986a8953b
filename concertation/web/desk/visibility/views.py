"""Who sees an event: everybody, or whoever has its link or an invitation."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import GuestReminderTooLate, Refusal
from concertation.domain.guests import reminder_time
from concertation.models import Event
from concertation.queries.events import find_event
from concertation.services.visibility import change_visibility, renew_code
from concertation.web.desk.visibility.forms import VisibilityForm
from concertation.web.errors import show_desk_refusal
from concertation.web.form import ActionForm, tell_at_field
from concertation.web.identity import current_actor
from concertation.web.private_events import public_link

bp = Blueprint(
    "desk_visibility", __name__, url_prefix="/bureau/evenements/<slug>/visibilite"
)
bp.register_error_handler(Refusal, show_desk_refusal)


@bp.get("")
def show_form(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    return _page(event, VisibilityForm(event))


@bp.post("")
def save(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    form = VisibilityForm(event)
    if not form.validate():
        return _page(event, form), 422
    try:
        change_visibility(
            event.id, form.to_rules(), actor=current_actor(), now=utc_now()
        )
    except GuestReminderTooLate as refusal:
        tell_at_field(form.guest_reminder_days, refusal)
        return _page(event, form), 422
    flash(_("It is saved, and holds from now on"), "success")
    return redirect(url_for(".show_form", slug=slug), 303)


@bp.get("/renouveler")
def confirm_renewal(slug: str) -> ResponseReturnValue:
    return _renewal_page(_private_or_404(slug), ActionForm())


@bp.post("/renouveler")
def renew(slug: str) -> ResponseReturnValue:
    event = _private_or_404(slug)
    form = ActionForm()
    if not form.validate():
        return _renewal_page(event, form), 422
    renew_code(event.id, actor=current_actor(), now=utc_now())
    flash(_("The link is another one from now on: hand out the new one"), "success")
    return redirect(url_for(".show_form", slug=slug), 303)


def _event_or_404(slug: str) -> Event:
    return find_event(slug) or abort(404)


def _private_or_404(slug: str) -> Event:
    event = _event_or_404(slug)
    return event if event.is_private else abort(404)


def _page(event: Event, form: VisibilityForm) -> str:
    return render_template(
        "desk/visibility/form.html",
        event=event,
        form=form,
        link=public_link(event),
        reminder=reminder_time(
            event.schedule, event.guest_reminder_days, event.timezone
        ),
    )


def _renewal_page(event: Event, form: ActionForm) -> str:
    return render_template("desk/visibility/renew.html", event=event, form=form)
