import tracemalloc
from datetime import UTC, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from concertation.exports.spreadsheets import Column, Kind, Table, csv_chunks
from concertation.exports.xlsx import write_xlsx, xlsx_chunks

SUMMER = datetime(2026, 7, 1, 16, 5, 59, tzinfo=UTC)
WINTER = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
COLUMNS = (
    Column(title="Nom", width=30),
    Column(title="Inscrit le", kind=Kind.INSTANT),
    Column(title="Places", kind=Kind.NUMBER, width=8),
)
MEBIBYTE = 1024 * 1024


def table(*rows, columns=COLUMNS, timezone="Europe/Paris", sheet_name="Inscrits"):
    return Table(columns=columns, rows=rows, timezone=timezone, sheet_name=sheet_name)


def one_column(*cells, kind=Kind.TEXT):
    return table(
        *([cell] for cell in cells), columns=[Column(title="Titre", kind=kind)]
    )


def sheet_of(exported):
    target = BytesIO()
    write_xlsx(exported, target)
    return load_workbook(target).active


def xlsx_cells(exported):
    return [cell.value for cell in sheet_of(exported)["A"]][1:]


def xlsx_markup(exported):
    target = BytesIO()
    write_xlsx(exported, target)
    with ZipFile(target) as archive:
        return archive.read("xl/worksheets/sheet1.xml").decode()


def test_xlsx_holds_real_dates_on_the_local_clock():
    sheet = sheet_of(table(["Ada", SUMMER, 2], ["Maëlys", WINTER, None]))

    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Nom", "Inscrit le", "Places"],
        ["Ada", datetime(2026, 7, 1, 18, 5, 59), 2],  # noqa: DTZ001
        ["Maëlys", datetime(2027, 1, 1, 0, 30), None],  # noqa: DTZ001
    ]
    assert sheet["B2"].is_date
    assert sheet["B2"].number_format == "dd/mm/yyyy hh:mm:ss"
    assert sheet["C2"].data_type == "n"


@given(
    instant=st.datetimes(
        datetime(1901, 1, 2),  # noqa: DTZ001
        datetime(2200, 1, 1),  # noqa: DTZ001
        timezones=st.just(UTC),
    )
)
def test_xlsx_dates_come_back_to_the_second(instant):
    instant = instant.replace(microsecond=0)
    (read,) = xlsx_cells(
        Table(
            columns=[Column(title="Le", kind=Kind.INSTANT)],
            rows=[[instant]],
            timezone="UTC",
            sheet_name="Dates",
        )
    )

    assert abs(read.replace(tzinfo=UTC) - instant) < timedelta(milliseconds=1)


def test_xlsx_writes_an_instant_before_excel_s_calendar_as_a_text():
    old = datetime(1896, 7, 14, 12, 0, tzinfo=UTC)
    exported = table(
        [old], columns=[Column(title="Né le", kind=Kind.INSTANT)], timezone="UTC"
    )

    assert xlsx_cells(exported) == ["14/07/1896 12:00:00"]


def test_xlsx_has_bold_titles_that_stay_in_sight_and_filter():
    sheet = sheet_of(table(["Ada", SUMMER, 2], ["Bob", SUMMER, 1]))

    assert all(cell.font.bold for cell in sheet[1])
    assert not sheet["A2"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:C3"
    assert sheet.title == "Inscrits"
    assert sheet.column_dimensions["A"].width == pytest.approx(30, abs=1)


def test_xlsx_of_an_empty_table_has_its_titles():
    sheet = sheet_of(table())

    assert [cell.value for cell in sheet[1]] == ["Nom", "Inscrit le", "Places"]
    assert sheet.max_row == 1


@pytest.mark.parametrize(
    "typed",
    [
        "=1+1",
        "{=1+1}",
        "+33 6 12 34 56 78",
        "@SUM(A1)",
        "0612345678",
        "1e5",
        "http://example.org",
        "mailto:ada@example.org",
        "  blancs gardés ",
        "a < b & c > d",
        "un\ndeux",
        "👍",
    ],
)
def test_xlsx_keeps_a_text_as_a_text(typed):
    sheet = sheet_of(one_column(typed))

    assert sheet["A2"].value == typed
    assert sheet["A2"].data_type in {"s", "inlineStr"}
    assert sheet["A2"].hyperlink is None
    assert "<f>" not in xlsx_markup(one_column(typed))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("a\0b\x08c\x0bd\x1be\x7f", "abcde"),
        ("x\ud800y", "xy"),
        ("x\ufffey\uffff", "xy"),
        ("un\r\ndeux\rtrois", "un\ndeux\ntrois"),
    ],
)
def test_xlsx_leaves_out_what_xml_forbids(typed, kept):
    assert xlsx_cells(one_column(typed)) == [kept]


@pytest.mark.parametrize("typed", ["<r>&</r>", "<r><t>faux</t></r>", "<r>\0</r>"])
def test_xlsx_does_not_take_a_text_for_markup(typed):
    (read,) = xlsx_cells(one_column(typed))

    assert read.rstrip() == typed.replace("\0", "")


def test_xlsx_cuts_a_text_at_excel_s_limit_and_says_so():
    whole, long = "é" * 32_767, "é" * 32_768
    # Excel counts such a character as two.
    wide = "👍" * 20_000

    assert xlsx_cells(one_column(whole, long, wide)) == [
        whole,
        "é" * 32_766 + "…",
        "👍" * 16_383 + "…",
    ]


def test_xlsx_writes_what_is_not_of_its_column_s_kind_as_text():
    exported = table([7, "demain", "beaucoup"], [SUMMER, 12, SUMMER])

    assert [[cell.value for cell in row] for row in sheet_of(exported)["A2:C3"]] == [
        ["7", "demain", "beaucoup"],
        ["01/07/2026 18:05:59", "12", "01/07/2026 18:05:59"],
    ]


def test_xlsx_writes_a_number_that_excel_would_round_as_text():
    exact, long = 999_999_999_999_999, 12_345_678_901_234_567_890

    assert xlsx_cells(one_column(exact, -long, kind=Kind.NUMBER)) == [exact, str(-long)]


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ("Eau : quels usages ? [2026]", "Eau quels usages 2026"),
        ("'Inscrits'", "Inscrits"),
        ("Un titre de réunion qui ne tient pas", "Un titre de réunion qui ne tie…"),
        ("Haut\0de/France\n", "Hautde France"),
        ("", "_"),
        ("History", "History_"),
    ],
)
def test_xlsx_gives_the_sheet_a_name_that_excel_allows(asked, named):
    assert sheet_of(table(sheet_name=asked)).title == named


def test_xlsx_refuses_more_rows_than_a_sheet_holds(monkeypatch):
    monkeypatch.setattr("concertation.exports.xlsx._MAX_ROWS", 3)

    assert xlsx_cells(one_column("a", "b")) == ["a", "b"]
    with pytest.raises(ValueError, match="no room"):
        write_xlsx(one_column("a", "b", "c"), BytesIO())


def test_xlsx_comes_in_chunks_while_rows_are_still_being_read():
    read = []

    def rows():
        for number in range(20_000):
            read.append(number)
            yield [f"Nom {number * 7919 % 99991}", SUMMER, number]

    chunks = xlsx_chunks(
        Table(columns=COLUMNS, rows=rows(), timezone="UTC", sheet_name="Inscrits")
    )
    size = 0
    while size < 10_000:
        size += len(next(chunks))

    assert len(read) < 6_000
    assert b"".join(chunks).endswith(b"\0\0")


@pytest.mark.parametrize("typed", ["_x000D_", "a_x0041_b", "_x_", "snake_case_x00"])
def test_xlsx_does_not_take_a_text_for_an_escape_of_excel(typed):
    target = BytesIO()
    write_xlsx(one_column(typed), target)
    target.seek(0)

    [_title, [read]] = (
        CalamineWorkbook.from_filelike(target).get_sheet_by_index(0).to_python()
    )

    assert read == typed


def write_csv(exported):
    for _ in csv_chunks(exported):
        pass


def write_book(exported):
    write_xlsx(exported, BytesIO())


@pytest.mark.parametrize("write", [write_csv, write_book])
@pytest.mark.parametrize("row", [["Ada"], ["Ada", SUMMER, 1, "de trop"]])
def test_a_row_that_does_not_fit_the_titles_is_refused(write, row):
    with pytest.raises(ValueError, match="cells for 3 columns"):
        write(table(row))


@pytest.mark.parametrize("write", [write_csv, write_book])
def test_an_instant_without_a_zone_is_refused(write):
    with pytest.raises(ValueError, match="without a zone"):
        write(table(["Ada", datetime(2026, 7, 1), 1]))  # noqa: DTZ001


@pytest.mark.parametrize("write", [write_csv, write_book])
def test_memory_does_not_grow_with_the_rows(write):
    def peak(count):
        rows = (
            [f"Nom {number}" * 20, SUMMER + timedelta(seconds=number), number]
            for number in range(count)
        )
        exported = Table(
            columns=COLUMNS, rows=rows, timezone="Europe/Paris", sheet_name="Inscrits"
        )
        tracemalloc.start()
        write(exported)
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    # What an XLSX file itself weighs stays in the test's own target.
    assert peak(12_000) - peak(6_000) < MEBIBYTE
