"""Every format that a list can be taken away in, as chunks of one file."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from tempfile import TemporaryFile
from typing import BinaryIO

from concertation.domain.exporting import ExportFormat
from concertation.exports.ods import write_ods, write_table
from concertation.exports.ods_sheet import Paper, Sheet
from concertation.exports.spreadsheets import (
    CHUNK,
    Table,
    csv_chunks,
    json_chunks,
    plain_csv_chunks,
)
from concertation.exports.xlsx import xlsx_chunks

Writer = Callable[[Table], Iterator[bytes]]


def ods_chunks(sheets: Sequence[Sheet], paper: Paper) -> Iterator[bytes]:
    """A workbook of several sheets."""
    return _written(partial(write_ods, sheets, paper=paper))


def _table_chunks(table: Table) -> Iterator[bytes]:
    return _written(partial(write_table, table))


def _written(write: Callable[[BinaryIO], None]) -> Iterator[bytes]:
    with TemporaryFile() as file:
        write(file)
        file.seek(0)
        while chunk := file.read(CHUNK):
            yield chunk


WRITERS: dict[ExportFormat, Writer] = {
    ExportFormat.CSV: csv_chunks,
    ExportFormat.XLSX: xlsx_chunks,
    ExportFormat.ODS: _table_chunks,
    ExportFormat.PLAIN_CSV: plain_csv_chunks,
    ExportFormat.JSON: json_chunks,
}

TYPES: dict[ExportFormat, str] = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    ),
    ExportFormat.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    ExportFormat.PLAIN_CSV: "text/csv; charset=utf-8; header=present",
    ExportFormat.JSON: "application/json",
}
