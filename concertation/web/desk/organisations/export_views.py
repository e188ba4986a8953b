"""Take the directory away: a POST orders and is noted, a GET with a ticket fetches."""

from flask import abort, redirect, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from concertation.clock import utc_now
from concertation.domain.exporting import ExportFormat
from concertation.exports.directory import directory_table
from concertation.exports.formats import TYPES, WRITERS
from concertation.queries.directory import count_directory
from concertation.services.directory import note_directory_export
from concertation.web.desk.organisations.blueprint import bp
from concertation.web.desk.organisations.forms import (
    DirectoryExportForm,
    DirectoryFilterForm,
)
from concertation.web.documents import streamed
from concertation.web.identity import current_actor, whoever_is_here
from concertation.web.tickets import opened, sealed, tell_too_late

DIRECTORY = "directory"
THE_SITE = 0


@bp.post("/exporter")
def order() -> ResponseReturnValue:
    form, filters = DirectoryExportForm(), DirectoryFilterForm()
    if not form.validate():
        abort(400)
    note_directory_export(
        file_format=form.wanted.value,
        organisations=count_directory(filters.to_filter()),
        actor=current_actor(),
        now=utc_now(),
    )
    ordered = {"format": form.wanted.value, "filters": filters.in_address()}
    ticket = sealed(DIRECTORY, ordered, THE_SITE, whoever_is_here().account.id)
    return redirect(url_for(".fetch", ticket=ticket), 303)


@bp.get("/exporter/<ticket>")
def fetch(ticket: str) -> ResponseReturnValue:
    ordered = opened(DIRECTORY, ticket, THE_SITE, whoever_is_here().account.id)
    if ordered is None:
        tell_too_late()
        return redirect(url_for(".index"), 303)
    form = ExportFormat(ordered["format"])
    wanted = DirectoryFilterForm(MultiDict(ordered["filters"])).to_filter()
    name = f"structures.{form.ending}"
    return streamed(WRITERS[form](directory_table(wanted)), name, TYPES[form])
