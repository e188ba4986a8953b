"""The journal of the whole site: who did what to what, when. For administrators."""

from flask import Blueprint, Response, render_template, request, stream_with_context
from flask.typing import ResponseReturnValue

from concertation.exports.journal import journal_table, subject_name
from concertation.exports.spreadsheets import csv_chunks
from concertation.queries.audit import journal_page
from concertation.web.desk.journal.forms import TIMEZONE, JournalFilterForm

MOST_DIGITS = 9
"""More than that, and the database knows no such number."""

bp = Blueprint("desk_journal", __name__, url_prefix="/bureau/journal")


@bp.get("")
def index() -> ResponseReturnValue:
    form = JournalFilterForm()
    before = _number(request.args.get("before", ""))
    return render_template(
        "desk/journal/index.html",
        form=form,
        before=before,
        listed=journal_page(form.to_filter(), before=before),
        timezone=TIMEZONE,
        subject_name=subject_name,
    )


@bp.get("/export.csv")
def export() -> ResponseReturnValue:
    table = journal_table(JournalFilterForm().to_filter(), timezone=TIMEZONE)
    return Response(
        stream_with_context(csv_chunks(table)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="journal.csv"'},
    )


def _number(text: str) -> int | None:
    """Of an entry; what is none begins at the latest."""
    is_one = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_one else None
