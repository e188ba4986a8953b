"""Who registered for an event: find them, add, cancel, write again, take the list."""

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
from werkzeug.datastructures import MultiDict

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.domain.workshops import WorkshopRule
from concertation.models import Event
from concertation.queries.attendee_marks import marks_of
from concertation.queries.attendees import (
    attendee_page,
    could_do_better,
    count_by_state,
)
from concertation.queries.events import find_event
from concertation.services.registration import (
    register_person,
)
from concertation.web.attendee_filter import AttendeeFilterForm
from concertation.web.desk.attendees.bulk_forms import PickForm
from concertation.web.errors import show_desk_refusal
from concertation.web.identity import current_actor
from concertation.web.newcomer_form import NewcomerForm
from concertation.web.refusals import refusal_text

bp = Blueprint(
    "desk_attendees", __name__, url_prefix="/bureau/evenements/<slug>/inscrits"
)
bp.register_error_handler(Refusal, show_desk_refusal)


@bp.get("")
def index(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    form = AttendeeFilterForm()
    form.offer_workshops(event)
    page = request.args.get("page", 1, type=int)
    ranks = event.workshop_rule is WorkshopRule.RANKED
    listed = attendee_page(form.to_filter(event), page)
    return render_template(
        "desk/attendees/index.html",
        event=event,
        form=form,
        listed=listed,
        marks=marks_of(event, listed.registrations),
        pick=PickForm(event, MultiDict(), listed.total),
        counts=count_by_state(event.id),
        ranks_wishes=ranks,
        could_do_better=could_do_better(event.id) if ranks else 0,
        now=utc_now(),
    )


@bp.get("/ajouter")
def show_form(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    event.schedule.refuse_unless_staff_may_seat(utc_now())
    return _form_page(event, NewcomerForm.at(event))


@bp.post("/ajouter")
def add(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    form = NewcomerForm.at(event)
    if not form.validate():
        return _form_page(event, form), 422
    wish = form.to_wish(event, current_actor())
    try:
        receipt = register_person(wish, now=utc_now())
    except Refusal as refusal:
        text = refusal_text(refusal)
        form.form_errors = [f"{text.title}. {text.what_to_do}"]
        return _form_page(event, form), 409
    if receipt.is_new:
        flash(_("This person is added, and told by mail"), "success")
    else:
        flash(_("This address was registered already: nothing was changed"), "info")
    return redirect(
        url_for("desk_attendee.show", slug=slug, reference=receipt.reference), 303
    )


def _event_or_404(slug: str) -> Event:
    return find_event(slug) or abort(404)


def _form_page(event: Event, form: NewcomerForm) -> str:
    return render_template(
        "desk/attendees/add.html", event=event, form=form, now=utc_now()
    )
