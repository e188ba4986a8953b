"""The list that staff takes away: which columns, in which form, and who knows of it."""

import csv
import json
from datetime import timedelta
from io import BytesIO, StringIO

import openpyxl
import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy import select

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.territory import departements, epci_name, epcis
from concertation.exports.columns import COLUMNS
from concertation.exports.formula_guard import unguarded
from concertation.exports.spreadsheets import Kind
from concertation.models import AuditEntry, ExportChoice
from concertation.queries.site import current_site
from concertation.services.registration import cancel_registration
from concertation.wording.names import category_name, territory_name
from tests.exported import EXPORT, USUAL, order, taken, taken_csv
from tests.factories import (
    ACTOR,
    NOW,
    PASSWORD,
    make_answers,
    make_event,
    make_facilitator,
    register,
)

EVERY_KEY = tuple(column.key for column in COLUMNS)


def named(event, number, family_name, **changes):
    return register(
        event, number, answers=make_answers(family_name=family_name, **changes)
    )


@pytest.fixture
def event(app):
    event = make_event(capacity=2)
    named(event, 1, "Zola", organisation="Aciérie", accessibility_needs="Boucle")
    named(event, 2, "Écluse", category="school", organisation="Lycée")
    named(event, 3, "Dubois", organisation="Musée")
    return event


def boxes_ticked(page: str) -> set[str]:
    return {
        key
        for key in EVERY_KEY
        if f'checked id="columns-{EVERY_KEY.index(key)}"' in page
    }


@pytest.mark.parametrize(
    "name", ["Maëlys-Anne d'Hœuf-Lefèbvre", "M'hamed", "Nguyễn", "Y", "=1+1", 'a";"b']
)
@pytest.mark.on_both_databases
def test_names_survive_every_format_unharmed(desk, name):
    named(make_event(), 1, name)
    columns = ("family_name", "email")

    guard = "'" if name.startswith("=") else ""
    assert taken_csv(desk, "", columns)[1][0] == guard + name
    book = openpyxl.load_workbook(BytesIO(taken(desk, "xlsx", "", columns).data))
    assert book.active["A2"].value == name
    sheets = CalamineWorkbook.from_filelike(
        BytesIO(taken(desk, "ods", "", columns).data)
    )
    assert sheets.get_sheet_by_index(0).to_python()[1][0] == name
    assert taken(desk, "json", "", columns).json[0]["family_name"] == name
    plain = csv.reader(StringIO(taken(desk, "plain_csv", "", columns).text, newline=""))
    assert list(plain)[1][0] == name


def test_the_filters_and_the_order_are_kept(desk, event):
    _titles, *rows = taken_csv(desk, "?q=musee&order=latest")

    assert [row[2] for row in rows] == ["Dubois"]


def test_the_page_says_in_words_whom_the_list_has(desk, event):
    page = " ".join(desk.get(f"{EXPORT}?lang=en&state=confirmed&q=lycee").text.split())

    assert "<strong>1 registration</strong> (Confirmed, “lycee”)." in page


def test_only_the_chosen_columns_are_taken(desk, event):
    titles, *_rows = taken_csv(desk, "", ("email", "family_name"))

    assert titles == ["Nom", "Adresse e-mail"]


def test_an_instant_is_what_the_clock_on_the_wall_shows(desk, event):
    _titles, row, *_others = taken_csv(desk)

    assert row[-1] == "02/03/2026 10:00:00"


def test_programs_read_keys_codes_and_instants_in_utc(desk, event):
    [first, *_others] = taken(desk, "json", "?order=line", EVERY_KEY).json

    assert tuple(first) == EVERY_KEY
    assert (first["state"], first["category"], first["departement"]) == (
        "confirmed",
        "museum",
        "59",
    )
    assert first["registered_at"] == "2026-03-02T09:00:00+00:00"
    assert first["seats"] == 1


def test_plain_csv_and_json_tell_the_same(desk, event):
    told = taken(desk, "json", "", EVERY_KEY).json
    text = taken(desk, "plain_csv", "", EVERY_KEY).data.decode()

    rows = list(csv.DictReader(StringIO(text, newline="")))
    as_text = [{k: "" if v is None else str(v) for k, v in one.items()} for one in told]
    assert rows == as_text
    assert not text.startswith("\ufeff")


def test_who_waits_has_the_rank_of_the_whole_line(desk, event):
    named(event, 4, "Zoé")
    columns = ("rank", "family_name")

    _titles, *rows = taken_csv(desk, "?q=zoe", columns)

    assert rows == [["2", "Zoé"]]


@pytest.mark.on_both_databases
def test_a_rank_is_asked_for_in_any_order(desk, event):
    columns = ("rank", "family_name")

    _titles, *rows = taken_csv(desk, "?order=organisation", columns)

    assert rows == [["", "Zola"], ["", "Écluse"], ["1", "Dubois"]]


def test_who_left_is_taken_only_when_asked_for(desk, event):
    left = named(make_event(slug="other"), 1, "Ailleurs")
    cancel_registration(left.registration_id, actor=ACTOR, by_organiser=False, now=NOW)
    other = EXPORT.replace("ouverture", "other")

    here = {"format": "json", "columns": ["family_name", "ended_at"]}
    without = desk.get(desk.post(other, data=here).location).json
    with_all = desk.get(desk.post(f"{other}?state=all", data=here).location).json

    assert without == []
    assert with_all[0]["ended_at"] == "2026-03-02T09:00:00+00:00"


def test_what_is_sensitive_is_not_ticked_until_somebody_wants_it(desk, event):
    page = desk.get(EXPORT).text

    assert "accessibility_needs" not in boxes_ticked(page)
    assert {"email", "phone", "registered_at"} <= boxes_ticked(page)


def test_a_choice_is_remembered_for_this_account_and_event_alone(desk, event):
    order(desk, "ods", columns=("email", "accessibility_needs"))

    page = desk.get(EXPORT).text
    assert boxes_ticked(page) == {"email", "accessibility_needs"}
    assert 'checked id="format-2"' in page
    make_event(slug="other")
    elsewhere = desk.get(EXPORT.replace("ouverture", "other")).text
    assert "accessibility_needs" not in boxes_ticked(elsewhere)


def test_a_column_that_came_later_is_ticked_as_it_is_by_default(desk, event):
    order(desk, columns=("email",))
    kept = db.session.scalars(select(ExportChoice)).one()
    kept.left_out = [key for key in kept.left_out if key not in {"phone", "source"}]
    db.session.commit()

    assert boxes_ticked(desk.get(EXPORT).text) == {"email", "phone"}


def test_a_second_choice_takes_the_place_of_the_first(desk, event):
    order(desk, "csv")
    order(desk, "json", columns=("email",))

    kept = db.session.scalars(select(ExportChoice)).one()
    assert (kept.format, kept.columns) == ("json", ["email"])


def test_each_list_that_is_taken_is_noted_without_what_was_searched(desk, event):
    order(desk, "xlsx", "?q=dubois&state=waitlisted", ("email",))

    entry = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "event.exported")
    ).one()
    assert entry.details == {"format": "xlsx", "columns": ["email"], "people": 1}
    assert entry.actor.startswith("account:")
    assert "Liste emportée" in desk.get("/bureau/evenements/ouverture").text


@pytest.mark.parametrize(
    ("form", "columns"), [("csv", ()), ("exe", USUAL), ("csv", ("password",))]
)
def test_an_export_of_nothing_or_of_something_else_is_refused(
    desk, event, form, columns
):
    answer = order(desk, form, columns=columns)

    assert answer.status_code == 422
    assert db.session.scalars(select(ExportChoice)).all() == []


def test_a_ticket_opens_for_who_ordered_it_and_for_that_event_alone(app, desk, event):
    address = order(desk).location
    make_event(slug="other")
    other = app.test_client()
    make_facilitator("other@example.org")
    form = {"email": "other@example.org", "password": PASSWORD}
    other.post("/bureau/connexion", data=form)

    assert desk.get(address).status_code == 200
    assert other.get(address).status_code == 303
    assert desk.get(address.replace("ouverture", "other", 1)).status_code == 303
    assert desk.get(address[:-1]).status_code == 303


def test_a_ticket_is_good_for_ten_minutes(desk, event, monkeypatch):
    address = order(desk).location
    in_time = utc_now() + timedelta(minutes=9)
    monkeypatch.setattr("time.time", in_time.timestamp)
    assert desk.get(address).status_code == 200

    late = utc_now() + timedelta(minutes=11)
    monkeypatch.setattr("time.time", late.timestamp)
    answer = desk.get(address)

    assert answer.status_code == 303
    assert answer.location.endswith("/exporter")


def test_the_page_asks_the_database_the_same_for_one_and_for_three(
    desk, counted_queries
):
    event = make_event(capacity=None)
    order(
        desk, "json", columns=EVERY_KEY
    )  # The first choice is added, each later one changes it.
    counts = []
    for number in (1, 2, 3):
        register(event, number)
        with counted_queries() as asked:
            desk.get(EXPORT)
        with counted_queries() as fetched:
            taken(desk, "json", "", EVERY_KEY)
        counts.append((len(asked), len(fetched)))

    assert len(set(counts)) == 1


def test_json_is_whole_when_nobody_registered(desk, app):
    make_event()

    assert json.loads(taken(desk, "json").data) == []


AWKWARD = ("=1+1", "'=1+1", "''-x", "'t Hooft", "+33 6", "@moi", "-", 'a";"b\nc')


@pytest.mark.parametrize("typed", AWKWARD)
def test_what_excel_gets_can_be_read_back_as_it_was_stored(desk, app, typed):
    event = make_event(capacity=None)
    named(event, 1, typed, epci="200093201", role=typed, organisation=typed)

    [titles, cells] = taken_csv(desk, "", EVERY_KEY)
    [stored] = taken(desk, "json", "", EVERY_KEY).json

    with app.test_request_context("/?lang=fr"):
        by_title = {str(column.title): column for column in COLUMNS}
    read = {}
    for title, cell in zip(titles, cells, strict=True):
        column = by_title[title]
        if column.kind is Kind.TEXT and column.words is None:
            read[column.key] = unguarded(cell)
    assert len(read) >= 8
    assert read == {key: stored[key] for key in read}


def test_each_word_of_a_list_stands_for_one_value(app):
    with app.test_request_context("/?lang=fr"):
        for values, words in (
            ([one.key for one in current_site().categories], category_name),
            ([one.code for one in departements()], territory_name),
            ([one.siren for one in epcis()], epci_name),
        ):
            names = [words(value) for value in values]
            assert len(set(names)) == len(names)
