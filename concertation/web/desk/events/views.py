"""Prepare an event, look at it, publish it, call it off."""

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
from concertation.domain.errors import (
    AddressTaken,
    EventChangedMeanwhile,
    ProgrammeOutside,
    Refusal,
)
from concertation.domain.event import Visibility
from concertation.domain.guests import GuestState
from concertation.domain.process_errors import GroupGone
from concertation.domain.roles import Right
from concertation.models import Event
from concertation.queries.accounts import HeldGrant, grants_of
from concertation.queries.audit import history_of
from concertation.queries.events import all_events, find_event
from concertation.queries.figures import figures_of
from concertation.queries.guests import count_guests
from concertation.queries.series import coming_dates, other_dates
from concertation.services import events as service
from concertation.web.charts import curve_of
from concertation.web.desk.events.call_off_form import CallOffForm
from concertation.web.desk.events.forms import EventForm
from concertation.web.errors import show_desk_refusal
from concertation.web.form import ActionForm, check_token, labels_in
from concertation.web.formatting import number
from concertation.web.identity import (
    current_actor,
    may,
    places_in_reach,
    whoever_is_here,
)
from concertation.web.own_groups import own_groups
from concertation.web.private_events import public_link
from concertation.web.refusals import refusal_text
from concertation.wording.names import RULE_NAMES

bp = Blueprint("desk_events", __name__, url_prefix="/bureau")
bp.register_error_handler(Refusal, show_desk_refusal)
EVENT = "/evenements/<slug>"


@bp.get("/")
def index() -> ResponseReturnValue:
    series_key, own, now = request.args.get("serie", ""), _own_places(), utc_now()
    return render_template(
        "desk/events/index.html",
        events=all_events(among=places_in_reach(Right.WELCOME), series_key=series_key),
        of_series=bool(series_key),
        own=own,
        own_groups=own_groups([grant.at for grant in own], now),
        now=now,
    )


@bp.get("/nouvel-evenement")
def new() -> ResponseReturnValue:
    return _form_page(None, EventForm(asked=request.args))


@bp.post("/nouvel-evenement")
def create() -> ResponseReturnValue:
    form = EventForm()
    if not form.validate():
        return _form_page(None, form), 422
    sheet = form.to_sheet()
    try:
        made = service.create_event(sheet, actor=current_actor(), now=utc_now())
    except AddressTaken:
        return _taken_page(None, form), 422
    except GroupGone:
        return _gone_page(None, form), 422
    flash(_("The draft is created: look at it, then publish it"), "success")
    return redirect(url_for(".show", slug=made.slug), 303)


@bp.get(EVENT)
def show(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    figures = figures_of(event)
    return render_template(
        "desk/events/show.html",
        figures=figures,
        others=_dates_in_reach(event),
        curve=curve_of(figures.days),
        event=event,
        form=ActionForm(),
        now=utc_now(),
        public_url=public_link(event),
        entries=history_of(event),
        labels={**RULE_NAMES, **labels_in(EventForm)},
    )


@bp.get(f"{EVENT}/apercu")
def preview(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    now = utc_now()
    return render_template(
        "desk/events/preview.html",
        event=event,
        others=coming_dates(event, now=now),
        form=ActionForm(),
        now=now,
    )


@bp.get(f"{EVENT}/modifier")
def edit(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    event.schedule.refuse_if_cancelled()
    return _form_page(event, EventForm(event))


@bp.post(f"{EVENT}/modifier")
def save(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    event.schedule.refuse_if_cancelled()
    form = EventForm(event)
    if not form.validate():
        return _form_page(event, form), 422
    try:
        saved = service.edit_event(
            event.id,
            form.to_sheet(),
            version=form.version.data,
            actor=current_actor(),
            now=utc_now(),
        )
    except AddressTaken:
        return _taken_page(event, form), 422
    except GroupGone:
        return _gone_page(event, form), 422
    except EventChangedMeanwhile as refusal:
        return _stale_page(event, form, refusal), 409
    except ProgrammeOutside as refusal:
        return _outside_page(event, form, refusal), 409
    flash(_saved_text(saved.people_told), "success")
    return redirect(url_for(".show", slug=saved.slug), 303)


@bp.post(f"{EVENT}/publier")
def publish(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    check_token()
    service.publish_event(event.id, actor=current_actor(), now=utc_now())
    flash(published_text(event.visibility), "success")
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
    told = service.call_off_event(
        event.id, reason, actor=current_actor(), now=utc_now()
    )
    if told:
        flash(_("The event is cancelled, and everyone is told by mail"), "success")
    else:
        flash(_("The event is cancelled"), "success")
    return redirect(url_for(".show", slug=slug), 303)


def published_text(visibility: Visibility) -> str:
    match visibility:
        case Visibility.PUBLIC:
            return str(_("The event is published: everyone can see it"))
        case Visibility.BY_CODE:
            return str(
                _("The event is published for whoever has its link: see “Visibility”")
            )
        case _:
            return str(
                _("The event is published for its guests: now send the invitations")
            )


def _own_places() -> list[HeldGrant]:
    """The processes and groups that were given to this person by name."""
    here = whoever_is_here()
    if not any(grant.at.process for grant in here.grants):
        return []
    return [each for each in grants_of(here.account.id) if each.at.process]


def _event_or_404(slug: str) -> Event:
    return find_event(slug) or abort(404)


def _dates_in_reach(event: Event) -> list[Event]:
    return [each for each in other_dates(event) if may("read", each.slug)]


def _form_page(
    event: Event | None, form: EventForm, differing: list[str] | None = None
) -> str:
    return render_template(
        "desk/events/form.html", event=event, form=form, differing=differing
    )


def _taken_page(event: Event | None, form: EventForm) -> str:
    form.slug.errors = [_("Another event has this address: choose another one")]
    return _form_page(event, form)


def _gone_page(event: Event | None, form: EventForm) -> str:
    form.belongs_to.errors = [
        _("This group does not meet in this phase any more: choose again")
    ]
    return _form_page(event, form)


def _stale_page(event: Event, form: EventForm, refusal: Refusal) -> str:
    """Everything typed is kept; saving once more replaces what was saved meanwhile."""
    text = refusal_text(refusal)
    form.form_errors = [f"{text.title}. {text.what_to_do}"]
    form.version.data = event.version
    return _form_page(event, form, form.differing_from(event))


def _outside_page(event: Event, form: EventForm, refusal: ProgrammeOutside) -> str:
    """The hours are what is wrong: the programme says which of them are needed."""
    text = refusal_text(refusal)
    titles = ", ".join(refusal.titles)
    form.ends_at.errors = [f"{text.title} ({titles}). {text.what_to_do}"]
    return _form_page(event, form)


def _saved_text(people_told: int) -> str:
    if not people_told:
        return str(_("The event is saved"))
    return str(
        ngettext(
            "The event is saved. %(people)s person is told of the change.",
            "The event is saved. %(people)s people are told of the change.",
            people_told,
            people=number(people_told),
        )
    )


def _call_off_page(event: Event, form: CallOffForm) -> str:
    event.schedule.refuse_if_cancelled()
    return render_template(
        "desk/events/call_off.html",
        event=event,
        form=form,
        guests=count_guests(event.id).get(GuestState.INVITED, 0),
    )
