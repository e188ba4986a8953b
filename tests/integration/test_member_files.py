"""The files that members sent: named in lists, and whole in the archive."""

import csv
import io
from zipfile import ZipFile

import pytest

from concertation.domain.files import FileKind
from concertation.domain.questions import QuestionKind
from concertation.models import Process
from concertation.queries.member_files import files_of_members
from concertation.services.answer_files import NOT_KEPT_YET, Upload
from concertation.services.participant_erasure import erase_participant
from concertation.services.questions import QuestionSheet, add_question
from concertation.services.restrictions import lift_restriction
from tests.enrolments import enrol, make_details, place_of
from tests.factories import ACTOR, NOW
from tests.processes import make_published_process, today
from tests.restrictions import restricted

CONTENT = b"%PDF-1.4 une contribution"


@pytest.fixture
def offer(app):
    offer = make_published_process(around=today(), capacity=3)
    sheet = QuestionSheet(kind=QuestionKind.FILE, label="Votre contribution")
    question = add_question(offer.process_id, sheet, of=Process, actor=ACTOR, now=NOW)
    for number, name in ((1, "../../évasion:du.dossier.exe"), (2, "plan.pdf")):
        details = make_details(
            own={question: NOT_KEPT_YET},
            uploads={question: Upload(FileKind.PDF, CONTENT, name)},
        )
        enrol(offer, number=number, now=today(), details=details)
    enrol(offer, number=3, now=today())
    return offer


def taken(desk, offer):
    where = f"/bureau/demarches/{offer.process.slug}/archive?lang=fr"
    return ZipFile(io.BytesIO(desk.post(where, follow_redirects=True).data))


def reference(number):
    return place_of(number).participant.reference


def test_the_archive_holds_each_file_in_the_folder_of_its_person(desk, offer):
    archive = taken(desk, offer)

    found = [name for name in archive.namelist() if name.startswith("fichiers/")]
    assert len(found) == 2
    assert {name.split("/")[1] for name in found} == {reference(1), reference(2)}
    for name in found:
        assert archive.read(name) == CONTENT
        assert name.count("/") == 2
        assert "/../" not in name
        assert name.endswith(".pdf")
    assert "fichiers/…" in archive.read("LISEZ-MOI.txt").decode("utf-8-sig")


def test_lists_tell_the_name_of_the_file(desk, offer):
    heading, *rows = csv.reader(
        io.StringIO(taken(desk, offer).read("membres.csv").decode("utf-8-sig")),
        delimiter=";",
    )

    column = heading.index("Votre contribution")
    assert "" in {row[column] for row in rows}
    assert "plan.pdf" in {row[column] for row in rows}


def test_nothing_is_left_of_who_is_erased(desk, offer):
    erase_participant(place_of(2).participant_id, actor=ACTOR, now=today())

    left = [each.reference for each in files_of_members(offer.process_id)]

    assert left == [reference(1)]


def test_a_file_of_whose_data_are_limited_is_held_back_until_that_ends(desk, offer):
    held = restricted(key="person1@example.org")
    kept, open_to_all = reference(1), reference(2)

    archive = taken(desk, offer)

    folders = {name.split("/")[1] for name in archive.namelist() if "fichiers/" in name}
    assert folders == {open_to_all}
    assert b"dossier" not in archive.read("membres.csv")

    lift_restriction(held.request_id, actor=ACTOR, now=NOW)
    names = taken(desk, offer).namelist()
    assert any(kept in name for name in names)
