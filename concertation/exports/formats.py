"""Every format that a list can be taken away in, as chunks of one file."""

from collections.abc import Callable, Iterator
from tempfile import TemporaryFile
from typing import BinaryIO

from concertation.domain.exporting import ExportFormat
from concertation.exports.ods import write_table
from concertation.exports.spreadsheets import (
    CHUNK,
    Table,
    csv_chunks,
    json_chunks,
    plain_csv_chunks,
)
from concertation.exports.xlsx import xlsx_chunks

Writer = Callable[[Table], Iterator[bytes]]


def _ods_chunks(table: Table) -> Iterator[bytes]:
    with TemporaryFile() as file:
        write_table(table, file)
        file.seek(0)
        yield from _read(file)


def _read(file: BinaryIO) -> Iterator[bytes]:
    while chunk := file.read(CHUNK):
        yield chunk


WRITERS: dict[ExportFormat, Writer] = {
    ExportFormat.CSV: csv_chunks,
    ExportFormat.XLSX: xlsx_chunks,
    ExportFormat.ODS: _ods_chunks,
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
