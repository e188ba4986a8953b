"""What is taken away of a group's meeting says which group it was, in which phase."""

import json
from io import BytesIO
from zipfile import ZipFile

import pytest

from concertation.imports.headings import guess_columns, not_restored
from tests.exported import EXPORT, USUAL, order, taken, taken_csv
from tests.factories import make_event, register
from tests.printed import printed, words
from tests.processes import make_published_process

PAPERS = "/bureau/evenements/ouverture/imprimer"
STEM = "production-phase-1-ouverture"
MEETING_KEYS = ("process", "working_group", "phase")


@pytest.fixture
def offer(app):
    return make_published_process()


@pytest.fixture
def meeting(offer):
    event = make_event(offer_id=offer.id)
    register(event, 1)
    register(event, 2)
    return event


@pytest.mark.usefixtures("meeting")
def test_each_row_of_the_list_names_process_group_and_phase(desk):
    heading, *rows = taken_csv(desk, columns=(*USUAL, *MEETING_KEYS))

    assert heading[-3:] == ["Démarche", "Groupe de travail", "Phase de la démarche"]
    assert [row[-3:] for row in rows] == [
        ["Concertation CSTI", "PRODUCTION", "Phase 1"]
    ] * 2


@pytest.mark.usefixtures("meeting")
def test_programs_read_them_by_their_keys(desk):
    people = json.loads(taken(desk, "json", columns=(*USUAL, *MEETING_KEYS)).data)

    assert {person["working_group"] for person in people} == {"PRODUCTION"}


def test_a_meeting_of_the_whole_process_has_no_group(desk, offer):
    register(make_event(process_id=offer.process.id))

    page = desk.get(EXPORT).text

    assert 'value="process"' in page
    assert 'value="working_group"' not in page


def test_an_event_that_stands_alone_has_no_such_columns(desk, offer):
    register(make_event())

    assert 'value="process"' not in desk.get(EXPORT).text


@pytest.mark.usefixtures("app")
def test_an_import_of_our_own_list_leaves_them_out_knowingly():
    headings = ["Courriel", "Démarche", "Working group", "phase"]

    assert [not_restored(heading) for heading in headings] == [None, *MEETING_KEYS]
    assert guess_columns(headings)[1:] == [None, None, None]


@pytest.mark.usefixtures("meeting")
def test_the_names_of_files_hold_group_and_phase(desk):
    answers = [
        taken(desk),
        desk.get(f"{PAPERS}/emargement.ods"),
        desk.get(f"{PAPERS}/emargement.pdf"),
    ]

    for answer in answers:
        assert STEM in answer.headers["Content-Disposition"]


def test_a_file_of_another_event_is_named_as_before(desk, offer):
    register(make_event())

    named = taken(desk).headers["Content-Disposition"]

    assert 'filename="inscrits-ouverture.csv"' in named


@pytest.mark.usefixtures("meeting")
def test_the_sheet_to_sign_says_it_in_its_title(desk):
    text = words(printed(desk.get(f"{PAPERS}/emargement.pdf")))

    assert "PRODUCTION, phase «\u00a0Phase 1\u00a0»".replace(
        "\u00a0", " "
    ) in text.replace("\u00a0", " ")
    assert "Concertation CSTI" in text


@pytest.mark.usefixtures("meeting")
def test_the_workbook_to_sign_says_it_too(desk):
    file = desk.get(f"{PAPERS}/emargement.ods").data

    content = ZipFile(BytesIO(file)).read("content.xml").decode()

    assert "PRODUCTION, phase" in content
    assert "Concertation CSTI" in content


@pytest.mark.usefixtures("meeting")
def test_the_archive_of_everything_holds_them(desk):
    ordered = desk.post(f"{EXPORT}/archive")

    archive = ZipFile(BytesIO(desk.get(ordered.location).data))

    lists = [name for name in archive.namelist() if name.endswith(".json")]
    assert any(b'"working_group": "PRODUCTION"' in archive.read(n) for n in lists)


@pytest.mark.usefixtures("meeting")
def test_a_column_is_taken_only_if_it_is_wanted(desk):
    assert order(desk).status_code == 303
    heading, *_rows = taken_csv(desk)

    assert "Groupe de travail" not in heading
