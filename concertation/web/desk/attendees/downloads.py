"""The formats in which a list can be taken away."""

from collections.abc import Callable
from tempfile import TemporaryFile

from flask import Response, send_file, stream_with_context

from concertation.exports.spreadsheets import Table, csv_chunks, write_xlsx

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


FORMATS: dict[str, Callable[[Table, str], Response]] = {
    "csv": _as_csv,
    "xlsx": _as_xlsx,
}
