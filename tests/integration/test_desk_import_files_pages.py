"""The pages on which a list of people is sent, and its columns are named."""

import pytest
from sqlalchemy import func, select

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.people_import import ImportState
from concertation.models import PeopleImport
from concertation.services.personal_data import erase_registration
from tests.factories import ACTOR, make_draft, make_event, register
from tests.imports import IMPORTS, latest, registered, run_to_the_end, send, upload
from tests.tables_of_people import HEADINGS, csv_file, people, person_row, xlsx_file

FOREIGN = ["Prénom", "Nom", "Courriel", "Remarque"]
CHOICES = {
    "column_0": "given_name",
    "column_1": "family_name",
    "column_2": "email",
    "column_3": "",
    "organisation": "aucune",
    "role": "aucune",
    "category": "citizen",
    "departement": "59",
    "locale": "fr",
}


@pytest.fixture
def event(app):
    return make_event(capacity=60)


def sent_by_a_browser(content: bytes) -> dict[str, object]:
    """As the wire has it: the test's own client would leave a large file open."""
    head = (
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="gens.csv"\r\n'
        b"Content-Type: text/csv\r\n\r\n"
    )
    return {
        "data": head + content + b"\r\n--x--\r\n",
        "content_type": "multipart/form-data; boundary=x",
    }


def test_our_own_table_is_looked_at_at_once(desk, event):
    headings = [*HEADINGS, "État"]
    rows = [[*person_row(n), "Confirmée"] for n in range(3)]
    answer = upload(desk, csv_file([headings, *rows]))

    assert (answer.status_code, answer.location) == (303, f"{IMPORTS}/1")
    page = desk.get(answer.location).text
    assert "3 personnes obtiennent une place" in page
    assert page.count('type="checkbox"') == 3
    assert registered() == []


def test_another_table_asks_what_its_columns_mean(desk, event):
    rows = [FOREIGN, ["Zoé", "Exemple", "zoe@example.org", "<b>végétarienne</b>"]]
    answer = upload(desk, xlsx_file(rows), "liste.xlsx")
    columns = desk.get(answer.location)
    assert columns.location == f"{IMPORTS}/1/colonnes"

    page = desk.get(columns.location).text
    assert "&lt;b&gt;végétarienne" in page
    assert '<option value="given_name" selected>' in page
    saved = desk.post(columns.location, data=CHOICES)
    assert saved.location == f"{IMPORTS}/1"

    started = desk.post(f"{IMPORTS}/1/lancer", data={"mails": "no"})
    assert started.location == f"{IMPORTS}/1"
    run_to_the_end()
    [one] = registered()
    assert (one.given_name, one.category, one.departement, one.organisation) == (
        "Zoé",
        "citizen",
        "59",
        "aucune",
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"category": ""}, "Type de structure\N{NO-BREAK SPACE}: choisissez"),
        ({"departement": ""}, "Département\N{NO-BREAK SPACE}: choisissez"),
        ({"organisation": " "}, "Structure\N{NO-BREAK SPACE}: choisissez"),
        ({"column_2": ""}, "Adresse e-mail\N{NO-BREAK SPACE}: indiquez la colonne"),
        ({"column_3": "email"}, "Deux colonnes ne peuvent pas"),
        ({"column_0": "full_name", "column_1": ""}, None),
        ({"role": "x" * 201}, "200"),
        ({"column_0": "password"}, ""),
    ],
)
def test_what_no_column_and_no_choice_says_is_asked_for(desk, event, changes, message):
    upload(desk, csv_file([FOREIGN, ["Zoé", "Exemple", "zoe@example.org", ""]]))

    answer = desk.post(f"{IMPORTS}/1/colonnes", data=CHOICES | changes)

    if message is None:
        assert answer.status_code == 303
        return
    assert answer.status_code == 422
    assert message in answer.text
    assert "error-summary" in answer.text
    assert latest().state is ImportState.READ


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Le fichier est vide"),
        (csv_file([HEADINGS]), "aucune ligne sous ses titres"),
        (b"PK\x03\x04", "Le fichier est abîmé"),
        (b'"Nom";"Pr\xe9nom"\r\n"a;b\r\n', "La ligne 2 a un guillemet"),
    ],
)
def test_a_file_that_is_none_is_refused_on_the_page(desk, event, data, message):
    answer = upload(desk, data)

    assert answer.status_code == 422
    assert message in answer.text
    assert db.session.scalar(select(func.count(PeopleImport.id))) == 0


def test_no_file_is_asked_for_again(desk, event):
    answer = desk.post(IMPORTS, data={})

    assert answer.status_code == 422
    assert "Choisissez un fichier" in answer.text


def test_a_file_may_be_larger_than_any_other_form_but_not_without_a_limit(desk, event):
    padded = csv_file([*people(1), *([[""] * 7] * 100_000)])
    assert len(padded) > desk.application.config["MAX_CONTENT_LENGTH"]
    assert desk.post(IMPORTS, **sent_by_a_browser(padded)).status_code == 303

    too_large = b"x" * (10 * 1024 * 1024 + 1)
    refused = desk.post(IMPORTS, **sent_by_a_browser(too_large))
    assert refused.status_code == 422
    assert "dépasse 10 Mo" in refused.text
    far_too_large = b"x" * (13 * 1024 * 1024)
    refused = desk.post(IMPORTS, **sent_by_a_browser(far_too_large))
    assert refused.status_code == 413
    elsewhere = f"{IMPORTS}/1/choix"
    refused = desk.post(elsewhere, **sent_by_a_browser(padded))
    assert refused.status_code == 413


def test_the_name_of_the_file_is_shown_and_is_not_trusted(desk, event):
    upload(desk, csv_file(people(1)), "<b>gens.csv")

    assert latest().filename == "<b>gens.csv"
    assert "<b>" not in desk.get(IMPORTS).text


def test_nobody_sends_a_file_in_vain(desk, app):
    make_draft()

    assert desk.get(IMPORTS).status_code == 409
    assert upload(desk, csv_file(people(1))).status_code == 409
    assert db.session.scalar(select(func.count(PeopleImport.id))) == 0


def test_columns_cannot_be_changed_once_the_file_is_gone(desk, event):
    receipt = register(event, 1)
    send(event, csv_file(people(2)))
    erase_registration(receipt.registration_id, actor=ACTOR, now=utc_now())

    assert desk.get(f"{IMPORTS}/1/colonnes").status_code == 409
    assert "/colonnes" not in desk.get(f"{IMPORTS}/1").text
