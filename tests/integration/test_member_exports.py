"""Lists of members that are taken away, and the sheet that they sign."""

import csv
import io
import json
import re

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.roles import Role
from concertation.models import AuditEntry
from tests.enrolments import enrol, make_details
from tests.factories import PASSWORD, make_account
from tests.processes import make_group, make_offer, make_published_process, today


@pytest.fixture
def offers(app):
    first = make_published_process(around=today(), capacity=1, group_rule="several")
    other = make_offer(make_group(first.process, title="DIFFUSION"), first.phase)
    enrol(first, other, number=1, now=today())
    details = make_details(family_name="=1+1", given_name="Zoé", phone="03 20 00 00 00")
    enrol(first, number=2, now=today(), details=details)
    return first, other


def of_group(offer):
    slug, group = offer.process.slug, offer.group.slug
    return f"/bureau/demarches/{slug}/groupes/{group}/phases/{offer.phase_id}"


def of_phase(offer):
    return f"/bureau/demarches/{offer.process.slug}/phases/{offer.phase_id}"


def of_process(offer):
    return f"/bureau/demarches/{offer.process.slug}"


def ordered(browser, where, form="csv", query=""):
    columns = ["working_group", "phase", "state", "rank", "family_name", "given_name"]
    sent = browser.post(
        f"{where}/exporter{query}", data={"format": form, "columns": columns}
    )
    assert sent.status_code == 303, sent.text
    return browser.get(sent.location)


def table_in(file):
    text = file.data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_group_and_phase_stand_beside_each_person(desk, offers):
    heading, *rows = table_in(ordered(desk, of_group(offers[0])))

    assert heading[:2] == ["Groupe de travail", "Phase"]
    assert {row[0] for row in rows} == {"PRODUCTION"}
    assert sorted(row[3] for row in rows) == ["", "1"]
    # A name that a spreadsheet would reckon is defused.
    assert not any(cell.startswith("=") for row in rows for cell in row)


@pytest.mark.parametrize(
    ("scope", "rows"), [(of_group, 2), (of_phase, 3), (of_process, 3)]
)
def test_each_scope_has_its_people_and_is_noted(desk, offers, scope, rows):
    told = json.loads(ordered(desk, scope(offers[0]), "json").data)

    assert len(told) == rows
    assert {each["working_group"] for each in told} <= {"PRODUCTION", "DIFFUSION"}
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert actions.count("process.members_exported") == 1


@pytest.mark.parametrize("form", ["csv", "xlsx", "ods", "json", "plain_csv"])
def test_every_format_can_be_fetched(desk, offers, form):
    file = ordered(desk, of_group(offers[0]), form)

    assert file.status_code == 200
    assert "membres-" in file.headers["Content-Disposition"]
    assert file.data


def test_filters_of_the_list_hold_for_the_file(desk, offers):
    rows = table_in(ordered(desk, of_group(offers[0]), query="?state=waiting"))[1:]

    assert len(rows) == 1


def test_a_ticket_opens_the_list_of_another_group_for_nobody(desk, offers):
    sent = desk.post(
        f"{of_group(offers[0])}/exporter",
        data={"format": "csv", "columns": ["family_name"]},
    )
    ticket = sent.location.rpartition("/")[2]

    elsewhere = desk.get(f"{of_group(offers[1])}/exporter/{ticket}")
    assert elsewhere.status_code == 303
    assert desk.get(f"{of_process(offers[0])}/exporter/{ticket}").status_code == 303


def test_who_runs_one_group_takes_away_nothing_of_another(app, offers):
    make_account(Role.FACILITATOR, offers[1].group, email="animator@example.org")
    browser = app.test_client()
    signing = {"email": "animator@example.org", "password": PASSWORD}
    browser.post("/bureau/connexion", data=signing)

    assert len(table_in(ordered(browser, of_group(offers[1])))) == 2
    for where in (of_group(offers[0]), of_phase(offers[0]), of_process(offers[0])):
        data = {"format": "csv", "columns": ["email"]}
        assert browser.get(f"{where}/exporter").status_code == 403
        assert browser.post(f"{where}/exporter", data=data).status_code == 403


@pytest.mark.parametrize("extension", ["pdf", "ods"])
def test_members_sign_a_sheet_that_names_group_phase_and_process(
    desk, offers, extension
):
    sheet = desk.get(f"{of_group(offers[0])}/emargement.{extension}?lines=3")

    assert sheet.status_code == 200
    assert sheet.data
    wrong = desk.get(f"{of_group(offers[0])}/emargement.{extension}?lines=-3")
    assert wrong.status_code == 422


def test_the_columns_that_somebody_took_are_ticked_the_next_time(app, desk, offers):
    ordered(desk, of_group(offers[0]), form="json")

    again = desk.get(f"{of_process(offers[0])}/exporter").text

    assert checked(again, "columns") == {
        "working_group",
        "phase",
        "state",
        "rank",
        "family_name",
        "given_name",
    }
    assert checked(again, "format") == {"json"}
    other = app.test_client()
    account = make_account(Role.FACILITATOR, offers[0].process)
    form = {"email": account.email, "password": PASSWORD}
    other.post("/bureau/connexion", data=form)
    theirs = other.get(f"{of_process(offers[0])}/exporter").text
    assert checked(theirs, "format") == {"csv"}
    assert "email" in checked(theirs, "columns")


def checked(page, name):
    boxes = re.findall(rf'<input[^>]*name="{name}"[^>]*>', page)
    return {re.search(r'value="([^"]*)"', box)[1] for box in boxes if " checked" in box}
