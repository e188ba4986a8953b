"""The pages on which a list of people is looked at, started and seen done."""

import csv
import re
from io import StringIO

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.event import LegalBasis
from concertation.domain.people_import import ImportState
from concertation.models import ImportLine, OutboxMail
from concertation.queries.people_imports import LINES_ON_A_PAGE
from tests.factories import make_event, register
from tests.imports import (
    IMPORTS,
    import_all,
    latest,
    registered,
    run_to_the_end,
    send,
    start,
    upload,
)
from tests.tables_of_people import HEADINGS, csv_file, people, person_row


@pytest.fixture
def event(app):
    return make_event(capacity=60)


def chosen() -> list[int]:
    db.session.rollback()
    lines = select(ImportLine.number).where(ImportLine.is_chosen)
    return list(db.session.scalars(lines.order_by(ImportLine.number)))


def shown_on(page: str) -> str:
    return re.search(r'name="shown"[^>]*value="([^"]*)"', page)[1]


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


def test_a_day_that_does_not_exist_refuses_its_line_and_no_other(desk, event):
    rows = [[*HEADINGS, "Inscrit le"]]
    rows += [
        [*person_row(number), day]
        for number, day in enumerate(("01/02/2026", "31/02/2026", "28/02/2026"), 1)
    ]
    sent = send(event, csv_file(rows))

    page = desk.get(f"{IMPORTS}/{sent.id}?lignes=refused").text

    numbers = re.findall(r'role="rowheader"[^>]*>\s*(\d+)\s*<', page)
    assert numbers == ["3"]
    assert "La date « 31/02/2026 » n’existe pas" in page.replace("\u00a0", " ")
    assert chosen() == [2, 4]


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

    [one] = registered()
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
