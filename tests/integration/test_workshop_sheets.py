"""Sheets to sign for workshops, for those who come along, and as a workbook."""

import re
import subprocess
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader
from python_calamine import load_workbook

from concertation.domain.roles import Role
from concertation.exports.logos import PrintedLogo
from concertation.exports.sign_in_ods import sign_in_ods
from concertation.exports.sign_in_sheet import sheets_to_print
from concertation.exports.typesetting import typeset
from concertation.models import Event
from concertation.services.registration_rules import RegistrationRules, change_rules
from concertation.services.workshops import (
    WorkshopSheet,
    add_workshop,
    retire_workshop,
)
from concertation.web.documents import print_template
from concertation.web.sign_in_sheets import Sheets, gatherings
from tests.factories import (
    ACTOR,
    FAR,
    NOW,
    PASSWORD,
    make_account,
    make_answers,
    make_event,
    register,
)
from tests.full_event import fresh
from tests.printed import page_words, printed, read_aloud, words
from tests.uploads import picture

BY = {"actor": ACTOR, "now": NOW}
PRINT = "/bureau/evenements/ouverture/imprimer"
PDF, ODS = f"{PRINT}/emargement.pdf", f"{PRINT}/emargement.ods"
LONGEST_SECONDS = 100


@pytest.fixture
def event(app) -> Event:
    """Two workshops; Zola, who brings two people, is in the one of Eames."""
    event = make_event(capacity=None)
    rules = RegistrationRules(
        needs_approval=False, companions_most=3, companions_named=False
    )
    change_rules(event.id, rules, **BY)
    mine = add_workshop(
        event.id,
        WorkshopSheet(
            title="Mine de savoirs",
            room="Salle 12",
            starts_at=FAR,
            ends_at=FAR + timedelta(hours=1),
        ),
        **BY,
    )
    other = add_workshop(event.id, WorkshopSheet(title="Dentelle"), **BY)
    for number, (name, workshop, companions) in enumerate(
        [
            ("Zola", mine, ("Ada Lovelace", "", "")),
            ("Écluse", other, ()),
            ("Eames", mine, ()),
            ("Nulle", None, ()),
        ],
        start=1,
    ):
        answers = make_answers(
            family_name=name,
            given_name=f"P{number}",
            workshops=(workshop,) if workshop else (),
            companions=companions,
        )
        register(event, number, answers=answers)
    return fresh(event)


def choice_of(event, title):
    return next(str(w.id) for w in event.workshops if w.title == title)


def test_a_workshop_has_a_sheet_of_those_who_take_part(desk, event):
    mine = choice_of(event, "Mine de savoirs")

    text = words(printed(desk.get(f"{PDF}?sheets={mine}&lines=0")))

    assert "Feuille d’émargement : Mine de savoirs" in text.replace("\u00a0", " ")
    for told in ("Réunion d’ouverture", "Salle 12", "vendredi 19 juin 2099", "Zola"):
        assert told in text
    assert text.index("Eames") < text.index("Zola")
    assert "Écluse" not in text
    assert "Nulle" not in text


def test_who_comes_along_stands_below_who_brings_them(desk, event):
    text = words(printed(desk.get(f"{PDF}?sheets=event&lines=0")))

    assert "Zola P1 +2" in text
    assert text.index("Zola P1") < text.index("Ada Lovelace") < text.index("avec P1 Z")


def test_all_sheets_come_in_one_file_and_each_counts_its_own_pages(desk, event):
    pages = page_words(printed(desk.get(f"{PDF}?sheets=all&lines=30")))

    whole = [page for page in pages if page.endswith("/ 2")]
    assert len(pages) == len(whole) == 6
    for title in ("Réunion d’ouverture", "Mine de savoirs", "Dentelle"):
        own = [page for page in pages if f"{title} Page" in page]
        assert [page.rpartition("Page ")[2] for page in own] == ["1 / 2", "2 / 2"]


@pytest.mark.parametrize("lines", [0, 7])
def test_the_empty_lines_are_as_many_as_were_asked_for(desk, event, lines):
    answer = desk.get(f"{ODS}?sheets=event&lines={lines}")

    with ZipFile(BytesIO(answer.data)) as workbook:
        content = workbook.read("content.xml").decode()
    rows = content.partition("</table:table-header-rows>")[2]
    people_and_companions = 4 + 1
    assert rows.count("</table:table-row>") == people_and_companions + lines


def test_five_lines_are_left_empty_unless_another_number_is_asked_for(desk, event):
    page = desk.get(PRINT).text

    assert re.search(r'name="lines"[^>]*value="5"', page)


@pytest.mark.parametrize(
    "query",
    [
        "sheets=event&lines=-1",
        "sheets=event&lines=x",
        "sheets=event&lines=",
        "sheets=99&lines=1",
    ],
)
@pytest.mark.parametrize("path", [PDF, ODS])
def test_what_cannot_be_printed_is_told_beside_its_field(desk, event, path, query):
    answer = desk.get(f"{path}?{query}")

    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_a_workshop_that_is_offered_no_more_is_still_signed_by_who_has_it(desk, event):
    dentelle = choice_of(event, "Dentelle")
    retire_workshop(event.id, int(dentelle), **BY)

    text = words(printed(desk.get(f"{PDF}?sheets={dentelle}&lines=0")))

    assert "Écluse" in text


def test_each_half_day_of_a_workshop_is_signed(desk, app):
    event = make_event(starts_at=FAR, ends_at=FAR + timedelta(days=2))
    sheet = WorkshopSheet(
        title="Long", starts_at=FAR, ends_at=FAR + timedelta(hours=8), seats=3
    )
    number = add_workshop(event.id, sheet, **BY)

    text = words(printed(desk.get(f"{PDF}?sheets={number}&lines=1&lang=en")))

    assert (text.count("morning"), text.count("afternoon")) == (1, 1)


def test_a_reader_prints_sheets_and_no_certificates(app, event):
    browser = app.test_client()
    reader = make_account(Role.READER, event)
    browser.post(
        "/bureau/connexion", data={"email": reader.email, "password": PASSWORD}
    )

    page = browser.get(PRINT)

    assert page.status_code == 200
    assert "attestations.pdf" not in page.text
    assert "Zola" in words(printed(browser.get(f"{PDF}?sheets=event&lines=1")))


def test_logos_stand_at_the_head_of_both_kinds(app, event):
    logo = PrintedLogo(
        content=picture(), alternative="Région fictive", width=3, height=1.2
    )
    with app.test_request_context("/?lang=fr"):
        wanted = gatherings(event, Sheets.ALL)
        data = sheets_to_print(wanted, logos=[logo])
        pdf = PdfReader(BytesIO(typeset(print_template("sign_in_sheet"), data)))
        workbook = b"".join(sign_in_ods(wanted, logos=[logo]))

    assert len(pdf.pages) == 3
    assert all(page.images for page in pdf.pages)
    assert "Région fictive" in read_aloud(pdf.trailer["/Root"]["/StructTreeRoot"])
    assert picture() in workbook


def test_the_workbook_has_the_same_columns_and_people(desk, event):
    answer = desk.get(f"{ODS}?sheets=all&lines=2")
    assert answer.mimetype == "application/vnd.oasis.opendocument.spreadsheet"
    book = load_workbook(BytesIO(answer.data))

    assert book.sheet_names == [
        "1 Réunion d’ouverture",
        "2 Mine de savoirs",
        "3 Dentelle",
    ]
    rows = book.get_sheet_by_index(1).to_python()
    titles = ["Nom", "Prénom", "Structure", "Fonction dans la structure", "Signature"]
    at = rows.index(titles)
    people = [row[:2] for row in rows[at + 1 :] if row[0]]
    assert people == [["Eames", "P3"], ["Zola", "P1 +2"], ["Ada Lovelace", ""]]
    assert not any("@" in str(cell) for row in rows for cell in row)


def as_paper(answer, folder) -> PdfReader:
    """What LibreOffice prints of a workbook."""
    file = folder / "sheets.ods"
    file.write_bytes(answer.data)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            str(file),
        ],
        check=True,
        capture_output=True,
        timeout=LONGEST_SECONDS,
    )
    return PdfReader(folder / "sheets.pdf")


def test_libreoffice_prints_the_workbook_as_sheets_to_sign(desk, event, tmp_path):
    paper = as_paper(desk.get(f"{ODS}?sheets=all&lines=25"), tmp_path)

    pages = page_words(paper)
    assert all(page.mediabox.width > page.mediabox.height for page in paper.pages)
    for number, page in enumerate(pages, start=1):
        assert "Feuille d’émargement" in page  # The header of each page,
        assert {"Nom", "Prénom", "Signature"} <= {*page.split()}  # the columns' titles,
        assert f"Page {number} / {len(pages)}" in page  # and the footer.
        assert "Région Hauts-de-France" in page
    assert len(pages) > 3
    for name in ("Écluse", "Zola", "Ada Lovelace"):
        assert any(name in page for page in pages)
