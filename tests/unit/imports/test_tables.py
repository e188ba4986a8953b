"""Files are read whatever their encoding, separator and format, or refused by name."""

import datetime as dt
from contextlib import suppress

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concertation.domain.file_errors import FileProblem, TableUnreadable
from concertation.domain.people_import import MOST_COLUMNS, MOST_ROWS
from concertation.imports import workbook_process
from concertation.imports.tables import read_table
from tests.tables_of_people import (
    HEADINGS,
    csv_file,
    ods_file,
    people,
    saved,
    xlsx_file,
    zipped,
)

# Headings are known in the languages of an application.
pytestmark = pytest.mark.usefixtures("app")

ENCODINGS = ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-16-le", "utf-16-be"]
OLD_EXCEL = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
NAMES = ["Lefèbvre", "d’Hœuf", "Müller; dit « Le Long »", "Tab\tulé", "Virgule, Noël"]


def cells_of(data: bytes) -> list[tuple[str, ...]]:
    table = read_table(data)
    assert table.headings == HEADINGS
    return [row.cells for row in table.rows]


def problem_of(data: bytes) -> tuple[FileProblem, int | None]:
    with pytest.raises(TableUnreadable) as refused:
        read_table(data)
    return refused.value.problem, refused.value.line


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_every_encoding_with_every_separator(encoding, separator):
    rows = people(*range(len(NAMES)))[1:]
    for row, name in zip(rows, NAMES, strict=True):
        row[0] = name
    data = csv_file([HEADINGS, *rows], separator=separator, encoding=encoding)

    assert cells_of(data) == [tuple(row) for row in rows]


@pytest.mark.parametrize("write", [csv_file, xlsx_file, ods_file])
def test_the_three_formats_say_the_same_whatever_the_file_is_called(write):
    rows = people(1, 2)

    assert cells_of(write(rows)) == [tuple(row) for row in rows[1:]]


def test_a_quoted_cell_keeps_its_lines_and_rows_are_counted_as_spreadsheets_do():
    rows = people(1, 2, 3)
    rows[1][3] = "Musée\r\ndu lin"
    rows.insert(2, [])

    table = read_table(csv_file(rows))

    assert table.rows[0].cells[3] == "Musée\r\ndu lin"
    assert [row.number for row in table.rows] == [2, 4, 5]


def test_titles_above_the_headings_and_empty_lines_are_passed_over():
    for write in (csv_file, xlsx_file, ods_file):
        table = read_table(write([["Réunion du 19 juin"], [""], *people(1)]))

        assert table.headings == HEADINGS
        assert [row.number for row in table.rows] == [4]


def test_a_column_without_a_heading_is_kept_where_anything_stands_in_it():
    rows = [["Nom", "E-mail", "", ""], ["A", "a@b.fr", "note", ""]]
    for write in (csv_file, xlsx_file, ods_file):
        assert read_table(write(rows)).headings == ("Nom", "E-mail", "")

    too_many = csv_file([["Nom", "E-mail"], ["A", "a@b.fr", "note"]])
    assert read_table(too_many).headings == ("Nom", "E-mail")
    assert read_table(too_many).rows[0].cells == ("A", "a@b.fr", "note")


def test_the_line_that_tells_excel_the_separator_is_believed_and_counted():
    data = b"sep=,\r\n" + csv_file(people(1), separator=",", encoding="utf-8")

    assert [row.number for row in read_table(data).rows] == [3]


def test_the_guard_before_formulas_is_undone():
    rows = people(1)
    rows[1][0] = "'=SOMME(A1)"

    assert cells_of(csv_file(rows))[0][0] == "=SOMME(A1)"


def test_numbers_and_dates_of_a_workbook_read_as_people_see_them():
    workbook = openpyxl.Workbook()
    workbook.active.append(["Nom", "Téléphone", "Inscrit le", "Jour", "Part"])
    local = dt.datetime(2026, 3, 2, 9, 30)  # noqa: DTZ001 -- Excel has no zones
    day = dt.date(2026, 3, 2)
    workbook.active.append(["A", 320000000, local, day, 0.5])

    [row] = read_table(saved(workbook)).rows

    assert row.cells == (
        "A",
        "320000000",
        "2026-03-02 09:30:00",
        "2026-03-02",
        "0.5",
    )


def test_a_hidden_sheet_and_an_empty_one_are_passed_over():
    workbook = openpyxl.Workbook()
    workbook.active.title = "vide"
    hidden = workbook.create_sheet("cachée")
    hidden.append(["secret", "secret"])
    hidden.sheet_state = "hidden"
    shown = workbook.create_sheet("gens")
    for row in people(1):
        shown.append(row)

    assert len(cells_of(saved(workbook))) == 1


def far_corner() -> bytes:
    """Five kilobytes that ask for half a terabyte of memory."""
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "Nom"
    workbook.active["XFD1048576"] = "!"
    return saved(workbook)


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", FileProblem.EMPTY),
        (b" \r\n\r\n", FileProblem.EMPTY),
        (b";;\r\n;;", FileProblem.EMPTY),
        (csv_file([HEADINGS]), FileProblem.NO_HEADINGS),
        (xlsx_file([HEADINGS]), FileProblem.NO_HEADINGS),
        (xlsx_file([]), FileProblem.EMPTY),
        (b"one column\r\nalone\r\n", FileProblem.NO_HEADINGS),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", FileProblem.NOT_A_TABLE),
        (b"a;b\r\n\x81;\x8d\r\n", FileProblem.NOT_A_TABLE),
        (b"\xff\xfea;b", FileProblem.NOT_A_TABLE),
        (xlsx_file(people(1))[:-200], FileProblem.BROKEN),
        (b"PK\x03\x04 and no more", FileProblem.BROKEN),
        (far_corner(), FileProblem.BROKEN),
        (zipped({"word/document.xml": "<w/>"}), FileProblem.NOT_A_TABLE),
        (zipped({"xl/workbook.xml": "<w/>"}), FileProblem.BROKEN),
        (
            zipped({"xl/workbook.xml": "", "xl/vbaProject.bin": ""}),
            FileProblem.MACROS,
        ),
        (ods_file(people(1), manifest="<encryption-data/>"), FileProblem.ENCRYPTED),
        (OLD_EXCEL, FileProblem.ENCRYPTED),
        (csv_file([["x"] * (MOST_COLUMNS + 1)] * 2), FileProblem.TOO_MANY_COLUMNS),
    ],
)
def test_what_is_no_table_is_refused_by_name(data, problem):
    assert problem_of(data)[0] is problem


def test_a_quotation_mark_that_nobody_closed_is_refused_with_its_line():
    lines = csv_file(people(1, 2, 3)).split(b"\r\n")
    lines[2] = b'"' + lines[2]

    assert problem_of(b"\r\n".join(lines)) == (FileProblem.BROKEN_QUOTES, 3)


def test_a_cell_longer_than_a_spreadsheet_holds_is_refused_with_its_line():
    rows = people(1, 2)
    rows[2][3] = "x" * 40_000

    assert problem_of(csv_file(rows)) == (FileProblem.LONG_CELL, 3)


@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_fifty_thousand_lines_are_read_and_not_one_more(write):
    rows = [["Nom", "E-mail"], *([["A", "b"]] * MOST_ROWS)]
    assert len(read_table(write(rows)).rows) == MOST_ROWS

    assert problem_of(write([*rows, ["A", "b"]]))[0] is FileProblem.TOO_MANY_ROWS


def test_a_zip_that_says_it_unpacks_without_an_end_is_not_opened(monkeypatch):
    monkeypatch.setattr("concertation.imports.workbooks._MOST_UNPACKED", 1000)

    assert problem_of(xlsx_file(people(1)))[0] is FileProblem.TOO_LARGE


def test_a_reader_that_takes_too_long_is_ended(monkeypatch):
    monkeypatch.setattr("concertation.imports.workbooks._LONGEST_SECONDS", 0.001)

    assert problem_of(xlsx_file(people(1)))[0] is FileProblem.BROKEN


def test_the_reader_holds_itself_to_its_limits():
    assert workbook_process.MOST_MEMORY <= 1024**3
    assert {limit for limit, _ in workbook_process.LIMITS} >= {
        workbook_process.resource.RLIMIT_AS,
        workbook_process.resource.RLIMIT_FSIZE,
        workbook_process.resource.RLIMIT_CPU,
    }


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=400),
        st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
        st.lists(st.sampled_from(b'a;,\t"\r\n\x00\xe9\xff'), max_size=60).map(bytes),
    )
)
def test_any_bytes_are_a_table_or_refused_by_name(data):
    with suppress(TableUnreadable):
        read_table(data)


@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.integers(0, 4000), st.integers(0, 255), st.booleans())
def test_any_damage_to_a_workbook_is_refused_by_name(at, byte, truncated):
    data = bytearray(xlsx_file(people(1)) if at % 2 else ods_file(people(1)))
    at %= len(data)
    data[at] = byte
    with suppress(TableUnreadable):
        read_table(bytes(data[:at] if truncated else data))
