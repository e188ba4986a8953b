"""Import a list of people: send it, look at it, start it, see what came of it."""

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

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.domain.file_errors import NothingChosen, TableUnreadable
from concertation.domain.people_import import ImportState
from concertation.imports.mending import mending_table
from concertation.imports.reading import meaning_of, taken
from concertation.imports.tables import read_table
from concertation.imports.words import file_problem_text
from concertation.models import Event, PeopleImport
from concertation.queries.events import find_event
from concertation.queries.people_imports import find_import, imports_of
from concertation.services.import_retention import forget_import
from concertation.services.people_imports import (
    choose_lines,
    read_by,
    start_import,
    stop_import,
    take_file,
)
from concertation.web.desk.imports import pages
from concertation.web.desk.imports.columns_form import ColumnsForm, columns_form
from concertation.web.desk.imports.forms import ChoiceForm, StartForm, UploadForm
from concertation.web.errors import StaleForm, show_desk_refusal
from concertation.web.form import check_token
from concertation.web.identity import current_actor
from concertation.web.refusals import refusal_text

bp = Blueprint("desk_imports", __name__, url_prefix="/bureau/evenements/<slug>/imports")
bp.register_error_handler(Refusal, show_desk_refusal)

MOST_REQUEST_BYTES = 12 * 1024 * 1024
"""A little more than a file may have, so that a larger one is told so in words."""


@bp.get("")
def show_form(slug: str) -> ResponseReturnValue:
    return _upload_page(_open_event_or_404(slug), UploadForm())


@bp.post("")
def upload(slug: str) -> ResponseReturnValue:
    event = _open_event_or_404(slug)
    request.max_content_length = MOST_REQUEST_BYTES
    form = UploadForm()
    if not form.validate():
        return _upload_page(event, form), 422
    try:
        table = read_table(form.content)
    except TableUnreadable as refusal:
        form.file.errors = [file_problem_text(refusal)]
        return _upload_page(event, form), 422
    wish = taken(
        table,
        filename=form.filename(),
        event=event,
        actor=current_actor(),
        now=utc_now(),
    )
    number = take_file(wish, now=utc_now())
    return redirect(url_for(".show", slug=slug, number=number), 303)


@bp.get("/<int:number>")
def show(slug: str, number: int) -> ResponseReturnValue:
    """Where this import stands: to be looked at, running, or over."""
    found = _import_or_404(slug, number)
    match found.state:
        case ImportState.READ:
            return redirect(url_for(".show_columns", slug=slug, number=number), 303)
        case ImportState.READY:
            return pages.preview(found, StartForm(found.event))
        case ImportState.RUNNING:
            return pages.progress(found)
        case _:
            return pages.result(found)


@bp.get("/<int:number>/colonnes")
def show_columns(slug: str, number: int) -> ResponseReturnValue:
    found = _import_or_404(slug, number)
    pages.table_of(found)
    return pages.columns(found, columns_form(found))


@bp.post("/<int:number>/colonnes")
def save_columns(slug: str, number: int) -> ResponseReturnValue:
    found = _import_or_404(slug, number)
    table = pages.table_of(found)
    form: ColumnsForm = columns_form(found)
    if not form.validate():
        return pages.columns(found, form), 422
    meaning = meaning_of(
        table, form.meant(), form.defaults(), event=found.event, now=utc_now()
    )
    read_by(found.id, meaning)
    return redirect(url_for(".show", slug=slug, number=number), 303)


@bp.post("/<int:number>/choix")
def choose(slug: str, number: int) -> ResponseReturnValue:
    """Keep what is ticked on this page, and go where the button leads."""
    found = _import_or_404(slug, number)
    form = ChoiceForm()
    if not form.validate():
        raise StaleForm
    choose_lines(found.id, form.to_choice())
    page, kind = form.wanted_page(), form.wanted_kind()
    address = url_for(".show", slug=slug, number=number, lignes=kind, page=page)
    return redirect(f"{address}#lines", 303)


@bp.post("/<int:number>/lancer")
def start(slug: str, number: int) -> ResponseReturnValue:
    found = _import_or_404(slug, number)
    form = StartForm(found.event)
    if not form.validate():
        return pages.preview_again(found, form), 422
    try:
        start_import(form.to_wish(found.id, current_actor()), now=utc_now())
    except NothingChosen as refusal:
        form.form_errors = [refusal_text(refusal).what_to_do]
        return pages.preview_again(found, form), 409
    return redirect(url_for(".show", slug=slug, number=number), 303)


@bp.post("/<int:number>/arreter")
def stop(slug: str, number: int) -> ResponseReturnValue:
    found = _import_or_404(slug, number)
    check_token()
    stop_import(found.id, actor=current_actor(), now=utc_now())
    return redirect(url_for(".show", slug=slug, number=number), 303)


@bp.post("/<int:number>/supprimer")
def forget(slug: str, number: int) -> ResponseReturnValue:
    found = _import_or_404(slug, number)
    check_token()
    forget_import(found.id)
    flash(_("The file and its lines are deleted here"), "success")
    return redirect(url_for("desk_attendees.index", slug=slug), 303)


@bp.get("/<int:number>/a-corriger.csv")
def lines_to_mend(slug: str, number: int) -> ResponseReturnValue:
    found = _import_or_404(slug, number)
    return pages.download(mending_table(found), f"a-corriger-{slug}-{number}")


def _open_event_or_404(slug: str) -> Event:
    """Nobody sends a file in vain: it could not be imported."""
    event = find_event(slug) or abort(404)
    event.schedule.refuse_unless_staff_may_seat(utc_now())
    return event


def _import_or_404(slug: str, number: int) -> PeopleImport:
    event = find_event(slug) or abort(404)
    return find_import(event.id, number) or abort(404)


def _upload_page(event: Event, form: UploadForm) -> str:
    return render_template(
        "desk/imports/upload.html",
        event=event,
        form=form,
        imports=imports_of(event.id),
        now=utc_now(),
    )
