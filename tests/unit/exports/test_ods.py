"""OpenDocument files: read back as other programs read them."""

import shutil
import subprocess
from datetime import UTC, datetime
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZIP_STORED, ZipFile

import pytest
from python_calamine import load_workbook

from concertation.exports import ods
from concertation.exports.ods import write_ods, write_table
from concertation.exports.ods_sheet import Paper, Picture, Sheet
from concertation.exports.spreadsheets import Column, Kind, Table
from tests.uploads import picture

XLINK = "{http://www.w3.org/1999/xlink}href"
AT = datetime(2026, 7, 2, 9, 30, tzinfo=UTC)
LOGO = Picture(
    content=picture(),
    media_type="image/png",
    alternative='Région « R&D » <i> "x"',
    width_cm=4,
    height_cm=1.6,
)


def make_sheet(**changes) -> Sheet:
    defaults = {
        "name": "Feuille",
        "titles": ["Nom", "Signature"],
        "widths_cm": [5.0, 6.0],
        "rows": [["Zola", ""]],
    }
    return Sheet(**defaults | changes)


def written(*sheets: Sheet, **paper) -> BytesIO:
    file = BytesIO()
    write_ods(sheets or [make_sheet()], file, Paper(**paper))
    file.seek(0)
    return file


def cells(file: BytesIO, sheet: int = 0) -> list[list]:
    return load_workbook(file).get_sheet_by_index(sheet).to_python()


def parts(file: BytesIO) -> dict[str, ET.Element]:
    with ZipFile(file) as archive:
        names = [n for n in archive.namelist() if n.endswith(".xml")]
        return {name: ET.fromstring(archive.read(name)) for name in names}  # noqa: S314


@pytest.mark.parametrize(
    "text",
    [
        "d’Hœuf-Lefèbvre",
        "=1+1",
        "<b>&amp; \"quoted\" 'too'",
        " deux  espaces ",
        "deux\nlignes",
        "Nguyễn 😀",
        "]]>",
    ],
)
def test_a_text_comes_back_as_it_was_typed(text):
    rows = [[text, "end"]]

    assert cells(written(make_sheet(rows=rows)))[1][0].strip() == text.strip()


def test_what_xml_forbids_is_left_out():
    rows = [["a\x00b\x0bc\ufffe\ud800d", ""]]

    assert cells(written(make_sheet(rows=rows)))[1][0] == "abcd"


def test_numbers_and_instants_are_values_on_the_clock_of_the_zone():
    sheet = make_sheet(
        rows=[[AT, 1200]],
        kinds=[Kind.INSTANT, Kind.NUMBER],
        timezone="Europe/Paris",
    )

    assert cells(written(sheet))[1] == [datetime(2026, 7, 2, 11, 30), 1200]  # noqa: DTZ001


def test_what_its_column_does_not_hold_is_written_as_text():
    assert cells(written(make_sheet(rows=[[AT, 1200]])))[1] == [
        "02/07/2026 09:30:00",
        "1200",
    ]


def test_an_instant_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        written(make_sheet(rows=[[AT.replace(tzinfo=None), ""]]))


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="1 cells for 2 columns"):
        written(make_sheet(rows=[["alone"]]))


def test_more_rows_than_a_sheet_holds_are_refused(monkeypatch):
    monkeypatch.setattr(ods, "_MAX_ROWS", 3)

    written(make_sheet(rows=[["a", "b"]] * 2))
    with pytest.raises(ValueError, match="no room"):
        written(make_sheet(rows=[["a", "b"]] * 3))


def test_every_part_is_named_well_formed_xml_and_the_kind_comes_first():
    file = written(make_sheet(pictures=[LOGO], heading="A & B", about=["<c>"]))

    parts(file)
    with ZipFile(file) as archive:
        first = archive.infolist()[0]
        listed = archive.read("META-INF/manifest.xml").decode()
        stored = set(archive.namelist())
    assert (first.filename, first.compress_type) == ("mimetype", ZIP_STORED)
    assert all(
        f'full-path="{n}"' in listed
        for n in stored - {first.filename}
        if "META" not in n
    )


def test_a_picture_is_stored_once_and_says_what_it_shows():
    one = make_sheet(pictures=[LOGO])
    file = written(one, make_sheet(name="Autre", pictures=[LOGO]))

    content = parts(file)["content.xml"]
    links = [n.get(XLINK) for n in content.iter() if n.get(XLINK)]
    titles = [n.text for n in content.iter() if n.tag.endswith("}title")]
    with ZipFile(file) as archive:
        pictures = [n for n in archive.namelist() if n.startswith("Pictures/")]
        assert archive.read(pictures[0]) == LOGO.content
    assert links == [pictures[0]] * 2
    assert titles == [LOGO.alternative] * 2


def test_titles_are_repeated_and_the_footer_counts_the_pages():
    file = written(make_sheet(heading="H"), footer="Réunion", page_word="Page")

    found = parts(file)
    content = ET.tostring(found["content.xml"], encoding="unicode")
    styles = ET.tostring(found["styles.xml"], encoding="unicode")
    assert "table-header-rows" in content
    assert "Réunion" in styles
    assert "page-number" in styles
    assert "page-count" in styles


def test_two_sheets_keep_their_order_and_their_names():
    file = written(make_sheet(name="Atelier : l'eau"), make_sheet(name=""))

    assert load_workbook(file).sheet_names == ["Atelier l eau", "1"]


def test_a_plain_table_is_read_once_and_not_held():
    read = []

    def rows():
        for number in range(5000):
            read.append(number)
            yield [f"Personne {number}", AT]

    table = Table(
        columns=[Column(title="Nom"), Column(title="Le", kind=Kind.INSTANT)],
        rows=rows(),
        timezone="UTC",
        sheet_name="Inscrits",
    )
    file = BytesIO()
    write_table(table, file)
    file.seek(0)

    assert len(read) == 5000
    assert len(cells(file)) == 5001


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
def test_libreoffice_opens_it_and_prints_a_page(tmp_path):
    file = tmp_path / "sheet.ods"
    sheet = make_sheet(
        pictures=[LOGO], heading="Émargement", is_ruled=True, row_height_cm=1.0
    )
    file.write_bytes(written(sheet, footer="Réunion").getvalue())

    subprocess.run(
        [
            "soffice",
            "--headless",
            f"-env:UserInstallation=file://{tmp_path}/profile",
            "--convert-to",
            "pdf",
            "--outdir",
            str(tmp_path),
            str(file),
        ],
        check=True,
        capture_output=True,
        timeout=100,
    )

    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF-")
