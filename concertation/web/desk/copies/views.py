"""Copies of an event: one, or a series of dates.

Both make events, which is a right where the event belongs and none at the event alone:
their addresses do not name it, and each asks for that right itself.
"""

from datetime import date

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from concertation.clock import utc_now
from concertation.domain.recurrence import holiday_on
from concertation.models import Event
from concertation.queries.events import find_event
from concertation.queries.series import days_of_series
from concertation.services import copying as service
from concertation.web.desk.copies.forms import CopyForm, DatesForm, RecurrenceForm
from concertation.web.identity import can_add_beside, current_actor
from concertation.wording.holidays import holiday_name

bp = Blueprint("desk_copies", __name__, url_prefix="/bureau")


@bp.get("/copie")
def show_form() -> ResponseReturnValue:
    event = _event_or_404()
    return _form_page(event, CopyForm(event))


@bp.post("/copie")
def copy() -> ResponseReturnValue:
    event = _event_or_404()
    form = CopyForm(event)
    if not form.validate():
        return _form_page(event, form), 422
    slug = service.copy_event(form.to_wish(), actor=current_actor(), now=utc_now())
    flash(_("The copy is made: look at it, then publish it"), "success")
    return redirect(url_for("desk_events.show", slug=slug), 303)


@bp.get("/serie")
def show_dates() -> ResponseReturnValue:
    event, asked = _event_or_404(), RecurrenceForm()
    dates = asked.dates_of(event)
    return _dates_page(event, asked, dates), 422 if asked.errors else 200


@bp.post("/serie")
def make_series() -> ResponseReturnValue:
    event = _event_or_404()
    form, asked = DatesForm(), RecurrenceForm()
    dates = asked.dates_of(event)
    wish = form.to_wish(event, request.form, dates or [])
    if not form.validate() or not wish.days:
        asked.form_errors = [_("Tick at least one date")]
        return _dates_page(event, asked, dates), 422
    made = service.make_series(wish, actor=current_actor(), now=utc_now())
    flash(_made_text(len(made)), "success")
    return redirect(url_for("desk_events.show", slug=event.slug), 303)


def _event_or_404() -> Event:
    event = find_event(request.args.get("de", "")) or abort(404)
    if not can_add_beside(event.slug):
        abort(403)
    return event


def _form_page(event: Event, form: CopyForm) -> str:
    return render_template("desk/copies/form.html", event=event, form=form)


def _dates_page(event: Event, asked: RecurrenceForm, dates: list[date] | None) -> str:
    return render_template(
        "desk/copies/series.html",
        event=event,
        asked=asked,
        dates=dates,
        taken=days_of_series(event),
        holiday_on=holiday_on,
        holiday_name=holiday_name,
        form=DatesForm(),
    )


def _made_text(count: int) -> str:
    if not count:
        return str(_("Every one of these dates was there already: nothing was made"))
    return str(
        ngettext(
            "%(num)s draft is made. Publish it when it is ready.",
            "%(num)s drafts are made. Publish each when it is ready.",
            count,
        )
    )
