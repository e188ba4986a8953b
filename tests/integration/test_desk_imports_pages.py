"""The pages on which a list of people is sent, looked at, started and seen done."""

import csv
import re
from io import BytesIO, StringIO

import pytest
from sqlalchemy import func, select

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.event import LegalBasis
from concertation.domain.people_import import ImportState
from concertation.models import ImportLine, OutboxMail, PeopleImport, Registration
from concertation.queries.people_imports import LINES_ON_A_PAGE
from concertation.services.personal_data import erase_registration
from tests.factories import ACTOR, make_draft, make_event, register
from tests.imports import found, import_all, run_to_the_end, send, start
from tests.tables_of_people import HEADINGS, csv_file, people, person_row, xlsx_file

IMPORTS = "/bureau/evenements/ouverture/imports"
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


def upload(desk, data, name="gens.csv"):
    return desk.post(IMPORTS, data={"file": (BytesIO(data), name)})


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


def latest() -> PeopleImport:
    db.session.rollback()
    return found(db.session.scalar(select(func.max(PeopleImport.id))))


def chosen() -> list[int]:
    db.session.rollback()
    lines = select(ImportLine.number).where(ImportLine.is_chosen)
    return list(db.session.scalars(lines.order_by(ImportLine.number)))


def registered() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Registration.id)))


def shown_on(page: str) -> str:
    return re.search(r'name="shown"[^>]*value="([^"]*)"', page)[1]


def test_our_own_table_is_looked_at_at_once(desk, event):
    headings = [*HEADINGS, "État"]
    rows = [[*person_row(n), "Confirmée"] for n in range(3)]
    answer = upload(desk, csv_file([headings, *rows]))

    assert (answer.status_code, answer.location) == (303, f"{IMPORTS}/1")
    page = desk.get(answer.location).text
    assert "3 personnes obtiennent une place" in page
    assert page.count('type="checkbox"') == 3
    assert registered() == 0


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
    [one] = db.session.scalars(select(Registration))
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


def test_a_refused_line_says_why_with_its_number(desk, event):
    rows = people(1, 2, 3)
    rows[2][2] = "a@example.org\r\nBcc: all@example.org"
    rows[3][2] = rows[1][2]
    send(event, csv_file(rows))

    page = desk.get(f"{IMPORTS}/1?lignes=refused").text

    numbers = re.findall(r'role="rowheader"[^>]*>\s*(\d+)\s*<', page)
    assert numbers == ["3", "4"]
    assert "un retour à la ligne ou un caractère invisible" in page
    assert "à la ligne 2, sous un autre nom" in page


def test_ticks_survive_from_page_to_page_without_any_script(desk, event):
    send(event, csv_file(people(*range(LINES_ON_A_PAGE + 10))))
    first = desk.get(f"{IMPORTS}/1").text
    assert first.count("checked") == LINES_ON_A_PAGE
    kept = [str(n) for n in range(4, LINES_ON_A_PAGE + 2)]

    answer = desk.post(
        f"{IMPORTS}/1/choix",
        data={"shown": shown_on(first), "line": kept, "page": "1", "go": "2"},
    )
    assert answer.location == f"{IMPORTS}/1?page=2#lines"
    second = desk.get(answer.location).text
    assert second.count("checked") == 10
    desk.post(
        f"{IMPORTS}/1/lancer",
        data={"shown": shown_on(second), "line": ["60"], "mails": "no"},
    )

    assert chosen() == [*range(4, LINES_ON_A_PAGE + 2), 60]
    assert latest().total == LINES_ON_A_PAGE - 1


def test_lines_are_ticked_by_their_kind_and_filtered(desk, event):
    register(event, 1)
    sent = send(event, csv_file(people(1, 2, 3)))
    assert chosen() == [3, 4]

    answer = desk.post(f"{IMPORTS}/1/choix", data={"tick": "different"})
    assert chosen() == [2, 3, 4]
    assert answer.location == f"{IMPORTS}/1?page=1#lines"
    answer = desk.post(f"{IMPORTS}/1/choix", data={"untick": "new", "kind": "new"})
    assert chosen() == [2]
    assert "lignes=new" in answer.location
    answer = desk.post(f"{IMPORTS}/1/choix", data={"show": "different", "kind": "new"})

    page = desk.get(answer.location).text
    assert page.count('type="checkbox"') == 1
    assert "Exemple 1" in page
    assert "Nom\N{NO-BREAK SPACE}:" in page
    desk.post(f"{IMPORTS}/{sent.id}/choix", data={"show": "none", "go": "x" * 9})
    assert chosen() == [2]


def test_whether_mails_leave_must_be_said_and_ticks_are_kept_meanwhile(desk, event):
    send(event, csv_file(people(1, 2)))

    answer = desk.post(f"{IMPORTS}/1/lancer", data={"shown": "2,3", "line": ["3"]})

    assert answer.status_code == 422
    assert "Indiquez s’il faut envoyer les courriels" in answer.text
    assert answer.text.count("checked") == 1
    assert latest().state is ImportState.READY


def test_nothing_ticked_is_nothing_started(desk, event):
    send(event, csv_file(people(1, 2)))

    answer = desk.post(f"{IMPORTS}/1/lancer", data={"shown": "2,3", "mails": "no"})

    assert answer.status_code == 409
    assert "Cochez au moins une ligne" in answer.text


@pytest.mark.parametrize(("answer", "mails"), [("yes", 2), ("no", 0)])
def test_mails_leave_only_if_they_are_wanted(desk, event, answer, mails):
    send(event, csv_file(people(1, 2)))
    desk.post(f"{IMPORTS}/1/lancer", data={"shown": "", "mails": answer})
    run_to_the_end()

    assert db.session.scalar(select(func.count(OutboxMail.id))) == mails
    page = desk.get(f"{IMPORTS}/1").text
    assert ("est avertie par courriel" in page) == bool(mails)


def test_consent_is_asked_for_where_it_is_the_basis_and_kept_word_for_word(desk, app):
    event = make_event(legal_basis=LegalBasis.CONSENT)
    send(event, csv_file(people(1)))
    refused = desk.post(f"{IMPORTS}/1/lancer", data={"mails": "no"})
    assert refused.status_code == 422

    desk.post(f"{IMPORTS}/1/lancer", data={"mails": "no", "consent": "y"})
    run_to_the_end()

    [one] = db.session.scalars(select(Registration))
    assert one.consent_text.startswith("Ces personnes nous ont dit accepter")
    assert one.consented_at


def test_a_running_import_shows_how_far_it_is_and_looks_again(desk, event):
    sent = send(event, csv_file(people(1, 2)))
    start(sent)

    answer = desk.get(f"{IMPORTS}/1")

    assert answer.headers["Refresh"] == "2"
    assert '<progress class="progress" id="progress" max="2" value="0">' in answer.text
    quiet = desk.get(f"{IMPORTS}/1?fixe=oui")
    assert "Refresh" not in quiet.headers
    run_to_the_end()
    assert "Refresh" not in desk.get(f"{IMPORTS}/1").headers


def test_a_running_import_can_be_stopped_and_not_started_twice(desk, event):
    sent = send(event, csv_file(people(1, 2)))
    start(sent)

    assert desk.post(f"{IMPORTS}/1/lancer", data={"mails": "no"}).status_code == 409
    assert desk.post(f"{IMPORTS}/1/supprimer").status_code == 409
    assert desk.post(f"{IMPORTS}/1/arreter").status_code == 303
    assert latest().state is ImportState.STOPPED
    assert desk.post(f"{IMPORTS}/1/arreter").status_code == 409
    page = desk.get(f"{IMPORTS}/1").text
    assert "L’import a été arrêté" in page
    assert "arrêté avant" in page


def test_the_lines_to_mend_are_the_files_own_and_can_be_imported_again(desk, event):
    rows = people(1, 2)
    rows[2][0], rows[2][2] = "=1+1", "zoe@"
    ended = import_all(event, csv_file([[*rows[0], ""], *rows[1:]]))
    assert ended.confirmed == 1

    answer = desk.get(f"{IMPORTS}/1/a-corriger.csv")
    text = answer.get_data().decode("utf-8-sig")
    header, line = csv.reader(StringIO(text), delimiter=";")
    assert header == ["Ligne", "Ce qui ne va pas", *HEADINGS]
    assert line[0] == "3"
    assert line[1].endswith("n’est pas une adresse e-mail")
    assert line[2] == "'=1+1"
    mended = text.replace("zoe@", "zoe@example.org").encode("utf-8-sig")
    upload(desk, mended)

    assert latest().headings == header


def test_a_file_can_be_deleted_here_and_now(desk, event):
    send(event, csv_file(people(1)))
    answer = desk.post(f"{IMPORTS}/1/supprimer")

    assert answer.location == "/bureau/evenements/ouverture/inscrits"
    assert desk.get(f"{IMPORTS}/1").status_code == 404


def test_columns_cannot_be_changed_once_the_file_is_gone(desk, event):
    receipt = register(event, 1)
    send(event, csv_file(people(2)))
    erase_registration(receipt.registration_id, actor=ACTOR, now=utc_now())

    assert desk.get(f"{IMPORTS}/1/colonnes").status_code == 409
    assert "/colonnes" not in desk.get(f"{IMPORTS}/1").text


def test_an_import_of_another_event_is_not_found(desk, event):
    make_event(slug="other")
    send(event, csv_file(people(1)))

    for path in ("", "/colonnes", "/a-corriger.csv"):
        address = f"/bureau/evenements/other/imports/1{path}"
        assert desk.get(address).status_code == 404


def test_a_look_costs_the_same_queries_for_one_line_and_for_thirty(
    desk, event, counted_queries
):
    costs = []
    for numbers in (range(1), range(30)):
        sent = send(event, csv_file(people(*numbers)))
        with counted_queries() as statements:
            desk.get(f"{IMPORTS}/{sent.id}")
        costs.append(len(statements))

    assert costs[0] == costs[1]
