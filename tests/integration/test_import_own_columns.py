"""The event's own columns: what our export tells of them, a copy takes back."""

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.exporting import ExportFormat
from concertation.domain.files import FileKind
from concertation.domain.people_import import Finding, ImportState, Outcome, Verdict
from concertation.domain.workshops import WorkshopRule
from concertation.imports.words import finding_text
from concertation.models import AnswerFile, ImportLine
from concertation.queries.seating import miscounts
from concertation.services.answer_files import Upload
from concertation.services.people_imports import Choice
from concertation.services.workshops import WorkshopSheet, add_workshop
from tests.factories import make_answers, make_event, register
from tests.full_event import (
    BY,
    K,
    answers_at,
    ask,
    exported,
    fill,
    fresh,
    in_words,
    make_full,
)
from tests.imports import (
    found,
    import_all,
    registered,
    run_to_the_end,
    send,
    send_unnamed,
    start,
    stored,
    verdicts,
)
from tests.tables_of_people import HEADINGS, csv_file, person_row
from tests.uploads import pdf

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]


@pytest.mark.parametrize(
    ("form", "rule"),
    [
        (ExportFormat.CSV, WorkshopRule.ONE),
        (ExportFormat.PLAIN_CSV, WorkshopRule.RANKED),
        (ExportFormat.XLSX, WorkshopRule.RANKED),
        (ExportFormat.ODS, WorkshopRule.ONE),
    ],
)
def test_a_copy_of_the_event_takes_back_all_that_the_export_tells(form, rule):
    event, copy = make_full("ouverture", rule), make_full("copy", rule)
    fill(event)
    data = exported(event, form)

    sent = send(copy, data)
    assert sent.state is ImportState.READY
    assert verdicts(sent) == [Verdict.NEW] * 5
    start(sent)
    run_to_the_end()

    assert in_words(copy) == in_words(event)
    assert miscounts(db.session()) == []
    before = stored()
    for known in (event, copy):
        again = send(known, data)
        assert verdicts(again) == [Verdict.SAME] * 5
    assert stored() == before


def line_of(event, heading, cell):
    db.session.rollback()
    rows = [[*HEADINGS, heading, "Langue des courriels"], [*person_row(1), cell, "fr"]]
    sent = send(fresh(event), csv_file(rows))
    lines = select(ImportLine).where(ImportLine.import_id == sent.id)
    return db.session.scalars(lines).one()


@pytest.mark.parametrize(
    ("heading", "cell", "reason"),
    [
        ("Budget", "douze", "« douze » n’est pas un nombre"),
        ("Arrivée", "31/02/2026", "« 31/02/2026 » n’est pas un jour"),
        ("Déjeuner", "peut-être", "n’est ni oui ni non"),
        ("Repas", "Poisson", "« Poisson » ne fait pas partie des choix"),
        ("Jours", "Lundi; Jeudi", "« Jeudi » ne fait pas partie des choix"),
        ("Priorités", "Lin; Lin", "« Lin » y figure deux fois"),
        ("Second courriel", "b@", "n’est pas une adresse e-mail"),
        ("Établissement", "123", "« 123 » n’est pas un numéro SIRET"),
        ("Atelier(s)", "Vert", ""),
        ("workshops", "Vert", "« Vert » ne fait pas partie des choix"),
        ("workshops", "Bleu; Rouge; vif", "davantage"),
        ("companions", "3", "davantage"),
        ("companions", "A; B; C", "davantage"),
    ],
)
def test_a_cell_that_is_no_answer_refuses_its_line_in_words(app, heading, cell, reason):
    event = make_full("ouverture", WorkshopRule.ONE)
    line = line_of(event, heading, cell)

    if reason:
        assert (line.verdict, line.number) == (Verdict.REFUSED, 2)
        with app.test_request_context(headers={"Accept-Language": "fr"}):
            told = finding_text(Finding.from_json(line.findings[0])).replace(
                "\u00a0", " "
            )
        assert reason in told
    else:
        assert line.verdict is Verdict.NEW


@pytest.mark.parametrize(
    ("heading", "cell", "kept"),
    [
        ("budget", "1 234,5", "1234.5"),
        ("Arrivée", "2026-12-31 00:00:00", "2026-12-31"),
        ("Déjeuner", "OUI", True),
        ("Remarques", " deux\nlignes ", "deux\nlignes"),
    ],
)
def test_a_cell_is_read_as_people_write(heading, cell, kept):
    event = make_full("ouverture", WorkshopRule.ONE)

    assert list(line_of(event, heading, cell).person["own"].values()) == [kept]


def test_what_a_condition_hides_is_not_stored_and_does_no_harm():
    event = make_event()
    lunch = ask(event, "Déjeuner", K.YES_NO)
    diet = ask(event, "Budget", K.NUMBER, shown_if_id=lunch, shown_if=("yes",))
    rows = [
        [*HEADINGS, "Déjeuner", "Budget"],
        [*person_row(1), "non", "12"],
        [*person_row(2), "oui", "12"],
        [*person_row(3), "non", "x"],
    ]
    import_all(fresh(event), csv_file(rows))

    assert [one.answers for one in registered()] == [
        {str(lunch): False},
        {str(lunch): True, str(diet): "12"},
        {str(lunch): False},
    ]


def test_a_full_workshop_refuses_its_line_and_no_other():
    event = make_event()
    add_workshop(event.id, WorkshopSheet(title="Bleu", seats=1), **BY)
    rows = [[*HEADINGS, "workshops"]]
    rows += [[*person_row(n), "Bleu" if n < 3 else ""] for n in (1, 2, 3)]

    ended = import_all(fresh(event), csv_file(rows))

    assert (ended.confirmed, ended.refused) == (2, 1)
    [line] = db.session.scalars(
        select(ImportLine).where(ImportLine.outcome == Outcome.REFUSED)
    )
    assert (line.number, line.findings[0]["problem"]) == (3, "choice_full")
    assert miscounts(db.session()) == []


def test_two_questions_of_one_name_are_left_to_whoever_sends_the_file():
    event = make_full("ouverture", WorkshopRule.ONE)
    ask(event, "Thème", K.SHORT_TEXT)
    register(event, 1)

    unsure, by_key = (
        found(send_unnamed(fresh(event), exported(event, form)))
        for form in (ExportFormat.CSV, ExportFormat.PLAIN_CSV)
    )

    assert (unsure.state, by_key.state) == (ImportState.READ, ImportState.READY)


def test_a_correction_loses_no_answer_no_file_no_workshop_and_no_companion():
    event = make_full("ouverture", WorkshopRule.ONE)
    plan = next(q.id for q in event.questions if q.kind is K.FILE)
    budget = next(q.id for q in event.questions if q.label == "Budget")
    red = event.workshops[0].id
    own = {**answers_at(event), plan: 0}
    file = Upload(FileKind.PDF, pdf(), "plan.pdf")
    register(
        event,
        1,
        answers=make_answers(
            own=own,
            uploads={plan: file},
            workshops=(red,),
            companions=("Ada",),
        ),
    )
    [before] = in_words(event)
    for row, heading, cell in (
        (person_row(1, organisation="Autre"), "Remarque", ""),
        (person_row(1, organisation="Autre"), "Budget", "7,5"),
    ):
        sent = send(fresh(event), csv_file([[*HEADINGS, heading], [*row, cell]]))
        start(sent, choice=Choice(all_of=Verdict.DIFFERENT))
        run_to_the_end()
        assert found(sent.id).updated == 1

    [after] = in_words(event)
    assert after[5] == {**before[5], "Budget": "7.5"}
    assert after[:5] + after[6:] == before[:5] + before[6:]
    assert registered()[0].answers[str(budget)] == "7.5"
    assert len(list(db.session.scalars(select(AnswerFile)))) == 1
    assert miscounts(db.session()) == []
