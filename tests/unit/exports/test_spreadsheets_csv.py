import csv
from datetime import UTC, datetime
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.exports.spreadsheets import Column, Kind, Table, csv_chunks

SUMMER = datetime(2026, 7, 1, 16, 5, 59, tzinfo=UTC)
WINTER = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
COLUMNS = (
    Column(title="Nom"),
    Column(title="Inscrit le", kind=Kind.INSTANT),
    Column(title="Places", kind=Kind.NUMBER),
)


def table(*rows, columns=COLUMNS, timezone="Europe/Paris"):
    return Table(columns=columns, rows=rows, timezone=timezone, sheet_name="Inscrits")


def one_column(*cells, kind=Kind.TEXT):
    return table(
        *([cell] for cell in cells), columns=[Column(title="Titre", kind=kind)]
    )


def csv_text(exported):
    return b"".join(csv_chunks(exported)).decode("utf-8-sig")


def csv_cells(exported):
    """List what a reader finds below the titles of a table of one column."""
    rows = csv.reader(StringIO(csv_text(exported), newline=""), delimiter=";")
    return [row[0] if row else "" for row in rows][1:]


def test_csv_is_what_french_excel_opens():
    exported = table(["Maëlys; « Nguyễn »", SUMMER, -2], [None, WINTER, None])

    assert (
        b"".join(csv_chunks(exported))
        == (
            "\ufeffNom;Inscrit le;Places\r\n"
            '"Maëlys; « Nguyễn »";01/07/2026 18:05:59;-2\r\n'
            ";01/01/2027 00:30:00;\r\n"
        ).encode()
    )


def test_csv_tells_instants_on_the_clock_of_the_table():
    exported = table(["Ada", SUMMER, 1], timezone="Indian/Reunion")

    assert "01/07/2026 20:05:59" in csv_text(exported)


@pytest.mark.parametrize(
    "typed",
    [
        "=1+1",
        "+33 6 12 34 56 78",
        "-1+1",
        "@SUM(A1)",
        "\t=1+1",
        "\tabc",
        "\rabc",
        "\nabc",
        "  =1+1",
        "\u00a0=1+1",
        "\u202f@SUM(A1)",
        "\ufeff=1+1",
        "\u200b=1+1",
        "＝1+1",  # noqa: RUF001
        "＋1",  # noqa: RUF001
        "－1",  # noqa: RUF001
        "＠SUM(A1)",  # noqa: RUF001
        '=HYPERLINK("http://evil.example";"clic")',
    ],
)
def test_csv_puts_an_apostrophe_before_what_could_run(typed):
    assert csv_cells(one_column(typed)) == [f"'{typed}"]


@pytest.mark.parametrize(
    "typed", ["\0=1+1", "\x1b=1+1", "\x7f=1+1", "\0 \0=1+1", " \0=1+1"]
)
def test_csv_sees_a_formula_behind_control_characters_that_it_removes(typed):
    assert csv_cells(one_column(typed))[0].startswith("'")


@pytest.mark.parametrize(
    "typed", ["abc", "1er", "(voir =A1)", "a=b", "'abc", "« oui »", "", " abc", "é-"]
)
def test_csv_leaves_other_texts_alone(typed):
    assert csv_cells(one_column(typed, "fin")) == [typed, "fin"]


def test_csv_guards_titles_too():
    exported = table(columns=[Column(title="=1+1")])

    assert csv_text(exported) == "'=1+1\r\n"


def test_csv_leaves_negative_numbers_as_numbers():
    assert csv_cells(one_column(-5, kind=Kind.NUMBER)) == ["-5"]


def test_csv_has_no_control_characters_and_survives_half_a_pair():
    assert csv_cells(one_column("a\0b\x1bc\x7fd", "x\ud800y")) == ["abcd", "x?y"]


def test_csv_keeps_line_breaks_inside_their_cell():
    assert csv_cells(one_column("un\r\ndeux\ntrois", "fin")) == [
        "un\r\ndeux\ntrois",
        "fin",
    ]


@given(
    cells=st.lists(
        st.text(alphabet="=+-@;\"'\r\n\t\0 ab1é\uff1d\ufeff", max_size=12) | st.text(),
        min_size=1,
    )
)
def test_csv_cells_never_start_a_formula_nor_leave_their_row(cells):
    read = csv_cells(one_column(*cells))

    assert len(read) == len(cells)
    for cell in read:
        assert (
            not cell.lstrip("\0\ufeff\u200b").strip().startswith(("=", "+", "-", "@"))
        )
        assert not cell.startswith(("\t", "\r", "\n"))


def test_csv_comes_in_chunks_while_rows_are_still_being_read():
    read = []

    def rows():
        for number in range(20_000):
            read.append(number)
            yield ["un nom assez long pour compter", SUMMER, number]

    exported = Table(
        columns=COLUMNS, rows=rows(), timezone="Europe/Paris", sheet_name="Inscrits"
    )
    chunks = csv_chunks(exported)
    first = next(chunks)

    assert 60_000 < len(first) < 80_000
    assert len(read) < 2_000
    whole = first + b"".join(chunks)
    assert whole.count(b"\r\n") == 20_001
    assert whole.count("\ufeff".encode()) == 1
