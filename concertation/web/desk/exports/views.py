"""Take away the list of who registered, or everything of an event."""

from dataclasses import replace

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from concertation.clock import utc_now
from concertation.domain.actor import account_actor
from concertation.domain.exporting import ExportFormat
from concertation.exports.archive import archive_chunks
from concertation.exports.attendees import attendee_table
from concertation.exports.columns import offered_columns
from concertation.exports.formats import TYPES, WRITERS
from concertation.models import Event
from concertation.queries.attendees import AttendeeFilter, count_attendees
from concertation.queries.events import find_event, read_programme
from concertation.queries.exporting import last_choice
from concertation.services.exporting import OrderExport, order_archive, order_export
from concertation.web.attendee_filter import AttendeeFilterForm
from concertation.web.desk.exports.everything import archive_parts
from concertation.web.documents import streamed
from concertation.web.export_form import ExportForm
from concertation.web.form import ActionForm, check_token
from concertation.web.identity import current_account
from concertation.web.tickets import opened, sealed, tell_too_late
from concertation.wording.meetings import file_stem

bp = Blueprint(
    "desk_exports", __name__, url_prefix="/bureau/evenements/<slug>/exporter"
)

LIST = "list"
ARCHIVE = "archive"


@bp.get("")
def show_form(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    return _page(event, AttendeeFilterForm(), _form_of(event))


@bp.post("")
def order(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    filters, form = AttendeeFilterForm(), _form_of(event)
    if not form.validate():
        return _page(event, filters, form), 422
    choice = form.to_choice()
    wish = OrderExport(
        event_id=event.id,
        account_id=_account_id(),
        choice=choice,
        people=count_attendees(_wanted(event, filters)),
    )
    order_export(wish, now=utc_now())
    ordered = {
        "format": choice.format.value,
        "columns": sorted(choice.columns),
        "filters": filters.in_address(),
    }
    ticket = sealed(LIST, ordered, event.id, wish.account_id)
    return redirect(url_for(".fetch", slug=slug, ticket=ticket), 303)


@bp.get("/<ticket>")
def fetch(slug: str, ticket: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    ordered = opened(LIST, ticket, event.id, _account_id())
    if ordered is None:
        return _too_late(event)
    form = ExportFormat(ordered["format"])
    filters = AttendeeFilterForm(MultiDict(ordered["filters"]))
    table = attendee_table(
        event, _wanted(event, filters), keys=ordered["columns"], form=form
    )
    name = f"inscrits-{file_stem(event)}.{form.ending}"
    return streamed(WRITERS[form](table), name, TYPES[form])


@bp.post("/archive")
def order_everything(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    check_token()
    account_id = _account_id()
    order_archive(event.id, actor=account_actor(account_id), now=utc_now())
    ticket = sealed(ARCHIVE, {}, event.id, account_id)
    return redirect(url_for(".fetch_everything", slug=slug, ticket=ticket), 303)


@bp.get("/archive/<ticket>")
def fetch_everything(slug: str, ticket: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    if opened(ARCHIVE, ticket, event.id, _account_id()) is None:
        return _too_late(event)
    # Read now: once it is being sent, the event belongs to no session any more.
    offered_columns(event)
    read_programme(event)
    chunks = archive_chunks(archive_parts(event))
    return streamed(chunks, f"{file_stem(event)}.zip", "application/zip")


def _wanted(event: Event, filters: AttendeeFilterForm) -> AttendeeFilter:
    """Whom the file has, so that as many are counted before."""
    return replace(filters.to_filter(event), without_limited=True)


def _event_or_404(slug: str) -> Event:
    return find_event(slug) or abort(404)


def _account_id() -> int:
    account = current_account() or abort(404)
    return account.id


def _form_of(event: Event) -> ExportForm:
    return ExportForm(offered_columns(event), last_choice(_account_id(), event.id))


def _page(event: Event, filters: AttendeeFilterForm, form: ExportForm) -> str:
    people = count_attendees(_wanted(event, filters))
    return render_template(
        "desk/exports/index.html",
        event=event,
        filters=filters,
        form=form,
        people=people,
        left_out=count_attendees(filters.to_filter(event)) - people,
        archive_form=ActionForm(),
    )


def _too_late(event: Event) -> ResponseReturnValue:
    tell_too_late()
    return redirect(url_for(".show_form", slug=event.slug), 303)
