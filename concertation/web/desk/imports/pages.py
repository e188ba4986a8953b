"""What the pages of an import show."""

from dataclasses import dataclass
from functools import partial

from flask import Response, make_response, render_template, request

from concertation.domain.file_errors import ImportMovedOn
from concertation.domain.people_import import PersonField, Verdict
from concertation.domain.seating import Party, Room, fill, free_seats
from concertation.exports.spreadsheets import Table, csv_chunks
from concertation.imports.event_columns import OwnColumns, own_columns
from concertation.imports.left_out import left_out_texts
from concertation.imports.mending import reasons
from concertation.imports.tables import FileTable, Row
from concertation.imports.words import FIELD_NAMES, value_text
from concertation.models import ImportLine, PeopleImport
from concertation.queries.people_imports import (
    LineCount,
    count_lines,
    keeps_rows,
    line_page,
    packed_rows,
    parties_chosen,
)
from concertation.services.people_imports import unpacked
from concertation.web.desk.imports.columns_form import ColumnsForm, samples
from concertation.web.desk.imports.forms import StartForm
from concertation.web.form import ActionForm
from concertation.wording.names import category_name, territory_name

SECONDS_BETWEEN_LOOKS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What the lines that are ticked would come to, as things stand, in persons."""

    seated: int
    waiting: int
    refused: int
    updated: int
    has_limit: bool


def table_of(taken: PeopleImport) -> FileTable:
    """What stands in the file, as long as it is kept. Raises `ImportMovedOn`."""
    rows = packed_rows(taken.id)
    if rows is None:
        raise ImportMovedOn
    return FileTable(
        headings=tuple(taken.headings),
        rows=tuple(
            Row(number=number, cells=tuple(cells)) for number, cells in unpacked(rows)
        ),
    )


def columns(taken: PeopleImport, form: ColumnsForm) -> str:
    table = table_of(taken)
    rows = [(row.number, row.cells) for row in table.rows]
    return render_template(
        "desk/imports/columns.html",
        taken=taken,
        event=taken.event,
        form=form,
        lines=len(rows),
        samples=samples(rows, len(table.headings)),
    )


def preview(taken: PeopleImport, form: StartForm) -> str:
    """The page that the address asks for."""
    kind = request.args.get("lignes", "")
    page = request.args.get("page", 1, type=int)
    return _preview(taken, form, Verdict(kind) if kind in set(Verdict) else None, page)


def preview_again(taken: PeopleImport, form: StartForm) -> str:
    """The page that was sent, with what was ticked on it."""
    return _preview(taken, form, form.wanted_kind(), form.wanted_page())


def progress(running: PeopleImport) -> Response:
    """It looks again by itself, by a header: whoever is disturbed by that can stop it.

    A meta element would do the same, and could not be told apart from a page that
    takes itself away from its reader (RGAA 13.1).
    """
    stays = "fixe" in request.args
    page = make_response(
        render_template(
            "desk/imports/progress.html",
            running=running,
            event=running.event,
            form=ActionForm(),
            stays=stays,
        )
    )
    if not stays:
        page.headers["Refresh"] = str(SECONDS_BETWEEN_LOOKS)
    return page


def result(ended: PeopleImport) -> str:
    return render_template(
        "desk/imports/result.html",
        ended=ended,
        event=ended.event,
        form=ActionForm(),
        listed=line_page(ended.id, None, request.args.get("page", 1, type=int)),
        left_out=sum(count.lines for count in count_lines(ended.id).values()),
        reasons=reasons,
    )


def download(table: Table, name: str) -> Response:
    return Response(
        b"".join(csv_chunks(table)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _preview(
    taken: PeopleImport, form: StartForm, kind: Verdict | None, page: int
) -> str:
    counts = count_lines(taken.id)
    listed = line_page(taken.id, kind, page)
    form.shown.data = ",".join(
        str(line.number) for line in listed.lines if line.verdict.can_be_chosen
    )
    form.kind.data, form.page.data = kind or "", str(listed.page)
    sent = form.ticked() if request.method == "POST" else None
    return render_template(
        "desk/imports/preview.html",
        taken=taken,
        event=taken.event,
        form=form,
        kind=kind,
        Verdict=Verdict,
        listed=listed,
        keeps_rows=keeps_rows(taken.id),
        counts=counts,
        chosen=sum(count.chosen for count in counts.values()),
        outlook=_outlook(taken, counts),
        is_ticked=lambda line: line.is_chosen if sent is None else line.number in sent,
        reasons=reasons,
        differences=partial(_differences, own_columns(taken.event)),
        left_out=left_out_texts(taken),
    )


def _outlook(taken: PeopleImport, counts: dict[Verdict, LineCount]) -> Outlook:
    pool = taken.event.pool
    free = free_seats(pool.capacity, pool.seats_taken)
    parties = parties_chosen(taken.id)
    # Alone or with companions, by the rule that will seat them.
    line = (Party(number=n, seats=seats) for n, seats in enumerate(parties))
    seated = sum(party.seats for party in fill(Room(free=free, free_in_quota={}), line))
    rest = sum(parties) - seated
    return Outlook(
        seated=seated,
        waiting=rest if pool.keeps_waiting_list else 0,
        refused=0 if pool.keeps_waiting_list else rest,
        updated=counts[Verdict.DIFFERENT].chosen,
        has_limit=free is not None,
    )


def _differences(own: OwnColumns, line: ImportLine) -> list[tuple[str, str, str]]:
    """The name of each field that differs, what we know, and what the file says."""
    found = []
    for name, (known, said) in line.differences.items():
        if column := own.by_key.get(name):
            found.append((column.name, column.tell(known), column.tell(said)))
        elif name in FIELD_NAMES:
            title = str(FIELD_NAMES[PersonField(name)])
            found.append((title, _shown(name, known), _shown(name, said)))
    return found


def _shown(name: str, value: str) -> str:
    if name == PersonField.CATEGORY:
        return category_name(value)
    if name == PersonField.DEPARTEMENT:
        return territory_name(value)
    return value_text(name, value)
