"""The formats in which a list can be taken away."""

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryFile
from typing import Any

from flask import Response, current_app, send_file, stream_with_context

from concertation.exports.spreadsheets import Table, csv_chunks, write_xlsx
from concertation.exports.typesetting import typeset

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _as_csv(table: Table, name: str) -> Response:
    return Response(
        stream_with_context(csv_chunks(table)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _as_xlsx(table: Table, name: str) -> Response:
    # A zip is known only once it is whole: on disk, so that memory stays small.
    file = TemporaryFile()  # noqa: SIM115 -- closed by the response that sends it
    write_xlsx(table, file)
    file.seek(0)
    return send_file(
        file, mimetype=XLSX_TYPE, as_attachment=True, download_name=f"{name}.xlsx"
    )


def pdf_to_print(template: str, data: dict[str, Any], name: str) -> Response:
    """A document made of a template in ``print/``, to be read in the browser."""
    file = Path(str(current_app.template_folder)) / "print" / f"{template}.typ"
    return Response(
        typeset(file, data),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )


FORMATS: dict[str, Callable[[Table, str], Response]] = {
    "csv": _as_csv,
    "xlsx": _as_xlsx,
}
