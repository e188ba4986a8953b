"""Each line is judged by the rules of the registration form, and by itself."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from wtforms.validators import Length

from concertation.domain.people_import import Person, PersonField, Problem
from concertation.domain.typed_text import MOST_CHARACTERS, clean_line
from concertation.imports.headings import guess_columns
from concertation.imports.judging import Reading, judge
from concertation.imports.tables import FileTable, Row
from concertation.imports.words import finding_text
from concertation.web.answers_form import AnswersForm
from tests.factories import NOW, make_event
from tests.tables_of_people import HEADINGS, person_row

pytestmark = pytest.mark.usefixtures("app")
FRENCH = {PersonField.LOCALE: "fr"}


def judged(rows, headings=HEADINGS, defaults=FRENCH):
    reading = Reading(
        columns=guess_columns(headings),
        defaults=defaults,
        timezone="Europe/Paris",
        now=NOW,
    )
    table = FileTable(
        headings=tuple(headings),
        rows=tuple(
            Row(number=number, cells=tuple(row))
            for number, row in enumerate(rows, start=2)
        ),
    )
    return list(judge(table, reading))


def person(headings=HEADINGS, row=(), **changes) -> Person:
    [line] = judged([[*person_row(1, **changes), *row]], headings)
    assert line.findings == ()
    return line.person


def problems(headings=HEADINGS, row=(), **changes):
    [line] = judged([[*person_row(1, **changes), *row]], headings)
    assert line.person is None
    return [(finding.problem, finding.field) for finding in line.findings]


def test_a_good_line_is_a_person_in_our_own_values():
    assert person() == Person(
        email="person1@example.org",
        given_name="Zoé",
        family_name="Exemple 1",
        organisation="Musée imaginaire du lin",
        role="Directrice",
        category="museum",
        departement="59",
        locale="fr",
        said=(
            "category",
            "departement",
            "email",
            "family_name",
            "given_name",
            "organisation",
            "role",
        ),
    )


def test_a_person_comes_back_from_where_it_was_kept():
    assert Person.from_json(person().as_json()) == person()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"email": ""}, (Problem.MISSING, PersonField.EMAIL)),
        ({"family_name": " "}, (Problem.MISSING, PersonField.FAMILY_NAME)),
        ({"organisation": ""}, (Problem.MISSING, PersonField.ORGANISATION)),
        ({"email": "zoe@"}, (Problem.NOT_MAILABLE, PersonField.EMAIL)),
        (
            {"email": "zoé@exémple.org,b@c.fr"},
            (Problem.NOT_MAILABLE, PersonField.EMAIL),
        ),
        (
            {"email": "a@example.org\nBcc: all@example.org"},
            (Problem.FORGED, PersonField.EMAIL),
        ),
        (
            {"given_name": "Zoé\r\nBcc: all@example.org"},
            (Problem.FORGED, PersonField.GIVEN_NAME),
        ),
        ({"family_name": "A\x00B"}, (Problem.FORGED, PersonField.FAMILY_NAME)),
        ({"role": "a\x85b"}, (Problem.FORGED, PersonField.ROLE)),
        ({"given_name": "x" * 121}, (Problem.TOO_LONG, PersonField.GIVEN_NAME)),
        ({"organisation": "x" * 201}, (Problem.TOO_LONG, PersonField.ORGANISATION)),
        ({"email": "x" * 255}, (Problem.TOO_LONG, PersonField.EMAIL)),
        ({"category": "Cirque"}, (Problem.UNKNOWN_VALUE, PersonField.CATEGORY)),
        ({"departement": "Belgique"}, (Problem.UNKNOWN_VALUE, PersonField.DEPARTEMENT)),
    ],
)
def test_a_bad_cell_refuses_its_line(changes, problem):
    assert problems(**changes) == [problem]


def test_everything_that_is_wrong_with_a_line_is_said_at_once():
    assert [problem for problem, _ in problems(email="x", category="y")] == [
        Problem.NOT_MAILABLE,
        Problem.UNKNOWN_VALUE,
    ]


@pytest.mark.parametrize(
    ("heading", "cell", "problem"),
    [
        ("Téléphone", "zéro trois", Problem.NOT_A_PHONE),
        ("Inscrit le", "31/02/2026", Problem.NO_SUCH_DAY),
        ("Groupement de communes", "CA du Beauvaisis", Problem.ELSEWHERE),
        ("État", "Remboursé", Problem.CANCELLED_THERE),
        ("État", "Unpaid", Problem.NOT_SETTLED_THERE),
        ("État", "???", Problem.UNKNOWN_VALUE),
        ("Langue", "de", Problem.UNKNOWN_VALUE),
    ],
)
def test_a_bad_cell_that_may_be_empty_refuses_its_line_as_well(heading, cell, problem):
    headings = [*HEADINGS, "EPCI" if heading.startswith("Group") else heading]
    assert [found for found, _ in problems(headings, [cell])] == [problem]
    assert person(headings, [""])


def test_the_rest_is_unharmed():
    lines = judged([person_row(1), person_row(2, email="x"), person_row(3)])

    assert [line.person is not None for line in lines] == [True, False, True]
    assert [line.number for line in lines] == [2, 3, 4]


def test_an_address_twice_counts_once_and_another_name_is_told_apart():
    lines = judged(
        [
            person_row(1),
            person_row(1, email="Person1@EXAMPLE.org"),
            person_row(1, given_name="Ali"),
        ]
    )

    assert [[f.problem for f in line.findings] for line in lines] == [
        [],
        [Problem.TWICE],
        [Problem.TWICE_OTHER_NAME],
    ]
    assert "à la ligne 2" in finding_text(lines[2].findings[0])


def test_the_second_address_counts_when_the_first_line_is_refused():
    lines = judged([person_row(1, role="x" * 201), person_row(1)])

    assert [line.person is not None for line in lines] == [False, True]


def test_more_cells_than_headings_refuse_a_line():
    [line] = judged([[*person_row(1), "more"]])

    assert [finding.problem for finding in line.findings] == [Problem.TOO_MANY_CELLS]


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("320000000", "0320000000"),
        ("33612345678", "+33612345678"),
        ("'+33 6 12 34 56 78", "+33 6 12 34 56 78"),
        ("03 20 00 00 00", "03 20 00 00 00"),
        ("0032 2 123 45 67", "0032 2 123 45 67"),
    ],
)
def test_a_phone_number_gets_back_what_a_spreadsheet_ate(typed, kept):
    assert person([*HEADINGS, "Téléphone"], [typed]).phone == kept


@pytest.mark.parametrize(
    ("full", "given", "family"),
    [
        ("Ada Lovelace", "Ada", "Lovelace"),
        ("Lovelace, Ada", "Ada", "Lovelace"),
        ("DE LA TOUR Ada", "Ada", "DE LA TOUR"),
        ("Ada DE LA TOUR", "Ada", "DE LA TOUR"),
        ("Ada de la Tour", "Ada", "de la Tour"),
    ],
)
def test_a_whole_name_is_parted(full, given, family):
    headings = ["Name", *HEADINGS[2:]]
    [line] = judged([[full, *person_row(1)[2:]]], headings)

    assert (line.person.given_name, line.person.family_name) == (given, family)


def test_a_whole_name_of_one_word_lacks_a_part_and_a_forged_one_is_refused():
    headings = ["Name", *HEADINGS[2:]]
    lines = judged(
        [["Ada", *person_row(1)[2:]], ["A\nB", *person_row(2)[2:]]], headings
    )

    assert [f.problem for f in lines[0].findings] == [Problem.MISSING]
    assert Problem.FORGED in [f.problem for f in lines[1].findings]


def test_what_is_chosen_for_all_stands_for_empty_cells_alone():
    chosen = {
        **FRENCH,
        PersonField.ORGANISATION: "aucune",
        PersonField.CATEGORY: "citizen",
    }
    lines = judged(
        [person_row(1, organisation="", category=""), person_row(2, category="?")],
        defaults=chosen,
    )

    assert lines[0].person.organisation == "aucune"
    assert lines[0].person.category == "citizen"
    assert "organisation" not in lines[0].person.said
    assert [f.problem for f in lines[1].findings] == [Problem.UNKNOWN_VALUE]


def test_who_had_a_seat_comes_before_who_waited_and_then_the_first_to_register():
    headings = [*HEADINGS, "État", "Inscrit le"]
    lines = judged(
        [
            [*person_row(1), "Liste d’attente", "01/01/2026 08:00"],
            [*person_row(2), "Confirmée", "01/02/2026 08:00"],
            [*person_row(3), "Confirmée", ""],
            [*person_row(4), "Confirmée", "01/01/2026 09:00"],
        ],
        headings,
    )

    order = [line.number - 1 for line in sorted(lines, key=lambda line: line.order)]
    assert order == [4, 2, 3, 1]


def test_a_rank_tells_the_line_before_the_instant_does():
    headings = [*HEADINGS, "État", "Inscrit le", "Rang sur la liste d’attente"]
    waits = "Liste d’attente"
    lines = judged(
        [
            [*person_row(1), waits, "01/01/2026 08:00", "2"],
            [*person_row(2), waits, "02/01/2026 08:00", "1"],
            [*person_row(3), waits, "01/01/2026 07:00", ""],
            [*person_row(4), "Confirmée", "03/01/2026 08:00", ""],
        ],
        headings,
    )

    order = [line.number - 1 for line in sorted(lines, key=lambda line: line.order)]
    assert order == [4, 2, 1, 3]


@pytest.mark.parametrize("rank", ["0", "-1", "premier", "1.5", "9" * 30])
def test_what_is_no_rank_refuses_its_line(rank):
    headings = [*HEADINGS, "Rang sur la liste d’attente"]

    assert problems(headings, [rank]) == [(Problem.NOT_A_NUMBER, PersonField.RANK)]


def test_the_lengths_are_those_of_the_form(app):
    with app.test_request_context():
        form = AnswersForm.at(make_event())
        lengths = {
            name: [v.max for v in form[name].validators if isinstance(v, Length)]
            for name in MOST_CHARACTERS
        }

    assert lengths == {name: [most] for name, most in MOST_CHARACTERS.items()}


NAMES = st.text(
    st.one_of(
        st.sampled_from("=+-@'＝ éÆß;,\""),  # noqa: RUF001
        st.characters(exclude_categories=["Cc", "Cs"]),
    ),
    min_size=1,
    max_size=40,
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(NAMES, st.lists(st.text(max_size=20), min_size=7, max_size=8))
def test_no_line_brings_the_judge_down(name, cells):
    good, any_ = judged([person_row(1, family_name=name), cells])

    assert good.person is None or good.person.family_name == clean_line(name)
    assert (any_.person is None) == bool(any_.findings)
