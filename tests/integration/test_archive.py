"""Everything of an event in one archive: what stands in it, and how it is made."""

import csv
import json
import tracemalloc
from datetime import time
from io import BytesIO, StringIO
from zipfile import ZipFile

import pytest
from icalendar import Calendar
from pypdf import PdfReader
from sqlalchemy import select

from concertation.database import db
from concertation.domain.questions import QuestionKind
from concertation.domain.reminders import ReminderRule
from concertation.domain.seating import QuotaKind
from concertation.exports.archive import Part, archive_chunks
from concertation.models import AuditEntry
from concertation.services.questions import ChoiceSheet, QuestionSheet, add_question
from concertation.services.quotas import PlaceQuota, set_quota
from concertation.services.registration import cancel_registration
from concertation.services.reminders import ReminderSheet, add_reminder
from concertation.services.workshops import WorkshopSheet, add_workshop
from tests.exported import EXPORT
from tests.factories import ACTOR, NOW, make_answers, make_event, register
from tests.guests import ADA, invite, make_private
from tests.printed import printed, words
from tests.restrictions import restricted

BY = {"actor": ACTOR, "now": NOW}
MEBIBYTE = 1024 * 1024
FILES = {
    "LISEZ-MOI.txt",
    "evenement.json",
    "evenement.ics",
    "inscrits.csv",
    "inscrits.xlsx",
    "inscrits.ods",
    "inscrits.json",
    "inscrits.donnees-brutes.csv",
    "feuille-emargement.pdf",
    "invites.csv",
    "courriels.csv",
    "historique.csv",
}


def taken_archive(desk) -> ZipFile:
    ordered = desk.post(f"{EXPORT}/archive")
    assert ordered.status_code == 303
    answer = desk.get(ordered.location)
    assert answer.mimetype == "application/zip"
    return ZipFile(BytesIO(answer.data))


@pytest.fixture
def event(app):
    event = make_event(capacity=2)
    answers = make_answers(family_name="Écluse", accessibility_needs="Boucle")
    register(event, 1, answers=answers)
    left = register(event, 2, answers=make_answers(family_name="Partie"))
    cancel_registration(left.registration_id, actor=ACTOR, by_organiser=False, now=NOW)
    return event


def rows_of(archive, name):
    text = archive.read(name).decode("utf-8-sig")
    return list(csv.reader(StringIO(text, newline=""), delimiter=";"))


@pytest.mark.on_both_databases
def test_everything_stands_in_the_archive(desk, event):
    archive = taken_archive(desk)

    assert set(archive.namelist()) == FILES
    assert archive.testzip() is None
    people = json.loads(archive.read("inscrits.json"))
    assert [one["family_name"] for one in people] == ["Écluse", "Partie"]
    assert people[0]["accessibility_needs"] == "Boucle"
    assert json.loads(archive.read("evenement.json"))["title"] == event.title
    assert b"BEGIN:VEVENT" in archive.read("evenement.ics")
    sheet = PdfReader(BytesIO(archive.read("feuille-emargement.pdf")))
    assert "Écluse" in sheet.pages[0].extract_text()
    actions = [row[2] for row in rows_of(archive, "historique.csv")]
    assert "event.published" in actions
    assert "registration.cancelled" in actions
    mails = [row[2] for row in rows_of(archive, "courriels.csv")]
    assert mails.count("registration_confirmed") == 2


@pytest.mark.on_both_databases
def test_mails_to_guests_stand_beside_those_of_who_registered(desk, event):
    invite(event, ADA)
    invite(make_event(slug="other"), "ben@example.org")

    _titles, *mails = rows_of(taken_archive(desk), "courriels.csv")

    assert len(mails) == 4
    assert mails[-1][:3] == ["", ADA, "guest_invited"]
    assert all(mail[0] for mail in mails[:-1])


@pytest.mark.on_both_databases
def test_nothing_of_whose_data_are_limited_stands_in_its_tables(desk, event):
    invite(event, ADA)
    for each in ("person1@example.org", ADA):
        restricted(key=each)

    archive = taken_archive(desk)

    for name in ("inscrits.csv", "invites.csv", "courriels.csv"):
        held = archive.read(name).decode()
        assert "person1@example.org" not in held
        assert ADA not in held
    assert "person2@example.org" in archive.read("courriels.csv").decode()


def test_the_sheet_in_it_leaves_out_whose_data_are_limited_and_the_one_of_the_day_not(
    desk, app
):
    event = make_event(capacity=3)
    workshop = add_workshop(event.id, WorkshopSheet(title="Lin", seats=5), **BY)
    for number, name in ((1, "Tenue"), (2, "Libre")):
        answers = make_answers(family_name=name, workshops=(workshop,))
        register(event, number, answers=answers)
    restricted(key="person1@example.org")

    kept = PdfReader(BytesIO(taken_archive(desk).read("feuille-emargement.pdf")))
    signed = desk.get("/bureau/evenements/ouverture/imprimer/emargement.pdf")

    assert "Libre" in words(kept)
    assert "Tenue" not in words(kept)
    assert "Tenue" in words(printed(signed))


@pytest.mark.on_both_databases
def test_what_was_prepared_stands_in_the_file_for_programs(desk, event):
    add_workshop(event.id, WorkshopSheet(title="Lin", seats=5), **BY)
    choices = (ChoiceSheet(label="Midi", seats=3), ChoiceSheet(label="Aucun"))
    asked = QuestionSheet(kind=QuestionKind.ONE_OF, label="Repas", choices=choices)
    number = add_question(event.id, asked, **BY)
    quota = PlaceQuota(kind=QuotaKind.DEPARTEMENT, value="59", seats=9, is_hard=False)
    set_quota(event.id, quota, **BY)
    rule = ReminderRule.days(2, time(9))
    add_reminder(event.id, ReminderSheet(rule=rule, tells_waiting=True), **BY)

    kept = json.loads(taken_archive(desk).read("evenement.json"))

    [workshop], [question] = kept["workshops"], kept["questions"]
    assert (workshop["title"], workshop["seats"]) == ("Lin", 5)
    assert (question["id"], question["label"]) == (number, "Repas")
    offered = [(choice["label"], choice["seats"]) for choice in question["choices"]]
    assert offered == [("Midi", 3), ("Aucun", None)]
    [limit] = kept["quotas"]
    assert (limit["kind"], limit["value"], limit["seats"]) == ("departement", "59", 9)
    [reminder] = kept["reminders"]
    assert (reminder["days_before"], reminder["at_time"]) == (2, "09:00:00")


def test_the_calendar_of_a_private_event_leads_to_its_page(desk, client, event):
    make_private(event)

    [entry] = Calendar.from_ical(taken_archive(desk).read("evenement.ics")).events

    assert client.get(str(entry["URL"])).status_code == 200


def test_every_file_is_named_in_the_text_beside_them(desk, event):
    archive = taken_archive(desk)

    text = archive.read("LISEZ-MOI.txt").decode("utf-8-sig")
    told = text.replace(", ", "\n").split()
    for name in FILES:
        assert name in told or f".{name.partition('.')[2]}" in told


def test_another_events_history_stays_out(desk, event):
    register(make_event(slug="other"), 3)

    archive = taken_archive(desk)

    assert len(rows_of(archive, "historique.csv")) == 1 + 2 + 4
    assert len(json.loads(archive.read("inscrits.json"))) == 2


def test_taking_everything_is_noted(desk, event):
    taken_archive(desk)

    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert actions.count("event.archived") == 1


def test_a_ticket_for_a_list_does_not_open_the_archive(desk, event):
    ordered = desk.post(EXPORT, data={"format": "csv", "columns": ["email"]})
    ticket = ordered.location.rpartition("/")[2]

    assert desk.get(f"{EXPORT}/archive/{ticket}").status_code == 303


def test_names_of_files_are_kept_in_utf_8():
    chunks = archive_chunks([Part(name="évènement ★.txt", chunks=[b"x"])])

    [info] = ZipFile(BytesIO(b"".join(chunks))).infolist()
    assert info.filename == "évènement ★.txt"
    assert info.flag_bits & 0x800


def test_an_archive_is_never_held_in_memory():
    def peak(count):
        parts = [
            Part(name="a", chunks=(bytes(range(256)) * 256 for _ in range(count))),
            Part(name="b", chunks=[b"x"], is_compressed=True),
        ]
        tracemalloc.start()
        for _ in archive_chunks(parts):
            pass
        _, highest = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return highest

    assert peak(400) - peak(100) < MEBIBYTE
