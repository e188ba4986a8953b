"""The organiser's own questions, from the desk to the answers and back."""

import pytest

from concertation.database import db
from concertation.links import registration_token
from concertation.models import Event, Question, Registration
from tests.factories import FORM, make_event

DESK = "/bureau/evenements/ouverture/questions"
FORM_PAGE = "/evenements/ouverture/inscription"
pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def event(app):
    return make_event(capacity=10)


def ask(desk, kind, **answers):
    sent = {"kind": kind, "label": "Une question", "audience": "participants"}
    answer = desk.post(f"{DESK}/nouvelle?kind={kind}", data={**sent, **answers})
    assert answer.status_code == 303, answer.text
    return db.session.get_one(Event, 1).questions[-1]


def rows(*labels, seats=None):
    return {
        name: value
        for number, label in enumerate(labels)
        for name, value in {
            f"choices-{number}-label": label,
            f"choices-{number}-seats": seats or "",
        }.items()
    }


def registered():
    return db.session.query(Registration).order_by(Registration.id.desc()).first()


@pytest.mark.parametrize(
    ("kind", "sent", "kept"),
    [
        ("short_text", " Un  mot ", "Un mot"),
        ("long_text", "Deux\r\nlignes", "Deux\nlignes"),
        ("number", "1 234,5", "1234.5"),
        ("date", "2026-12-31", "2026-12-31"),
        ("date", "31/12/2026", "2026-12-31"),
        ("yes_no", "no", False),
        ("email", "Someone@Example.org", "Someone@example.org"),
        ("phone", "03 20 00 00 00", "03 20 00 00 00"),
        ("siret", "732 829 320 00074", "73282932000074"),
    ],
)
def test_an_answer_is_kept_as_what_it_is(desk, client, event, *, kind, sent, kept):
    question = ask(desk, kind)

    answer = client.post(FORM_PAGE, data={**FORM, f"q{question.id}": sent})

    assert answer.status_code == 303
    assert registered().answers == {str(question.id): kept}


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("short_text", "x" * 301),
        ("number", "douze"),
        ("number", "NaN"),
        ("date", "2026-02-31"),
        ("yes_no", "maybe"),
        ("email", "someone@"),
        ("phone", "zero"),
        ("siret", "73282932000075"),
        ("one_of", "999"),
        ("several_of", "999"),
        ("ranking", "999"),
    ],
)
def test_a_wrong_answer_is_named_beside_its_question(desk, client, event, kind, sent):
    choices = (
        rows("Bus", "Train") if kind in {"one_of", "several_of", "ranking"} else {}
    )
    question = ask(desk, kind, **choices)

    answer = client.post(FORM_PAGE, data={**FORM, f"q{question.id}": sent})

    assert answer.status_code == 422
    assert f'href="#q{question.id}' in answer.text
    assert registered() is None


def test_choices_are_kept_by_what_they_are_not_by_what_they_are_called(
    desk, client, event
):
    one = ask(desk, "one_of", **rows("Bus", "Train"))
    several = ask(desk, "several_of", **rows("Midi", "Soir"))
    ranked = ask(desk, "ranking", **rows("Arras", "Lille", "Amiens"))
    bus, _train = one.choices
    midi, soir = several.choices
    arras, lille, _amiens = ranked.choices

    client.post(
        FORM_PAGE,
        data={
            **FORM,
            f"q{one.id}": bus.id,
            f"q{several.id}": [midi.id, soir.id],
            f"q{ranked.id}": [lille.id, "", arras.id],
        },
    )

    assert registered().answers == {
        str(one.id): bus.id,
        str(several.id): [midi.id, soir.id],
        str(ranked.id): [lille.id, arras.id],
    }


def test_the_same_choice_twice_is_no_ranking(desk, client, event):
    question = ask(desk, "ranking", **rows("Arras", "Lille"))
    twice = [question.choices[0].id] * 2

    answer = client.post(FORM_PAGE, data={**FORM, f"q{question.id}": twice})

    assert answer.status_code == 422
    assert "vous avez choisi deux fois" in answer.text


def test_a_hidden_question_is_neither_demanded_nor_stored(desk, client, event):
    bus = ask(desk, "yes_no", label="Venez-vous en car ?", is_mandatory="y")
    stop = ask(
        desk, "short_text", label="Où ?", is_mandatory="y", shown_if=f"{bus.id}:yes"
    )
    form = {**FORM, f"q{bus.id}": "yes"}

    demanded = client.post(FORM_PAGE, data=form)
    assert demanded.status_code == 422
    assert f'href="#q{stop.id}"' in demanded.text
    assert f'href="#q{bus.id}-0"' not in demanded.text

    hidden = client.post(
        FORM_PAGE, data={**form, f"q{bus.id}": "no", f"q{stop.id}": "x"}
    )
    assert hidden.status_code == 303
    assert registered().answers == {str(bus.id): False}


def test_what_is_wrong_in_a_hidden_question_disturbs_nobody(desk, client, event):
    bus = ask(desk, "yes_no")
    seats = ask(desk, "number", shown_if=f"{bus.id}:yes")

    answer = client.post(
        FORM_PAGE, data={**FORM, f"q{bus.id}": "no", f"q{seats.id}": "beaucoup"}
    )

    assert answer.status_code == 303
    assert registered().answers == {str(bus.id): False}


def test_a_question_of_the_desk_is_neither_shown_to_people_nor_lost_by_them(
    desk, client, event
):
    theirs = ask(desk, "short_text", label="Régime")
    ours = ask(desk, "short_text", label="À table avec", audience="desk")
    client.post(
        FORM_PAGE, data={**FORM, f"q{theirs.id}": "aucun", f"q{ours.id}": "moi"}
    )
    person = registered()
    assert person.answers == {str(theirs.id): "aucun"}

    page = f"/bureau/evenements/ouverture/inscrits/{person.reference}/modifier"
    changed = desk.post(
        page, data={**FORM, f"q{theirs.id}": "végétarien", f"q{ours.id}": "12"}
    )
    assert changed.status_code == 303
    own = f"/inscriptions/{registration_token(person.id, 1)}"
    client.post(f"{own}/modifier", data={**FORM, f"q{theirs.id}": "végan"})

    assert registered().answers == {str(theirs.id): "végan", str(ours.id): "12"}
    assert "À table avec" not in client.get(own).text
    assert "À table avec" in desk.get(page.removesuffix("/modifier")).text


def test_a_choice_that_is_renamed_or_retired_stays_with_who_made_it(
    desk, client, event
):
    question = ask(desk, "one_of", **rows("Bus", "Train", "Vélo"))
    bus, train, bike = question.choices
    client.post(FORM_PAGE, data={**FORM, f"q{question.id}": bus.id})
    form = {"kind": "one_of", "label": "Comment ?", "audience": "participants"}
    kept = {"choices-0-id": train.id, "choices-0-label": "TER"}
    kept |= {"choices-1-id": bike.id, "choices-1-label": "Vélo"}

    saved = desk.post(f"{DESK}/{question.id}", data={**form, **kept})

    assert saved.status_code == 303
    person = registered()
    own = f"/inscriptions/{registration_token(person.id, 1)}"
    assert "Bus" in client.get(own).text
    assert "Bus" in client.get(f"{own}/modifier").text
    assert "Bus" not in client.get(FORM_PAGE).text
    again = client.post(f"{own}/modifier", data={**FORM, f"q{question.id}": bus.id})
    assert again.status_code == 303
    assert registered().answers == {str(question.id): bus.id}


def test_a_question_with_answers_is_retired_and_one_without_is_gone(
    desk, client, event
):
    answered, other = ask(desk, "short_text"), ask(desk, "short_text")
    client.post(FORM_PAGE, data={**FORM, f"q{answered.id}": "oui"})

    ids = answered.id, other.id

    for number in ids:
        assert desk.post(f"{DESK}/{number}/retirer").status_code == 303

    assert db.session.get(Question, ids[1]) is None
    assert db.session.get(Question, ids[0]).retired_at
    assert registered().answers == {str(answered.id): "oui"}
    assert f'name="q{answered.id}"' not in client.get(FORM_PAGE).text
    own = f"/inscriptions/{registration_token(registered().id, 1)}"
    client.post(f"{own}/modifier", data={**FORM, "role": "Trésorière"})
    assert registered().answers == {str(answered.id): "oui"}


def test_a_kind_that_would_lose_answers_is_refused(desk, client, event):
    question = ask(desk, "number")
    client.post(FORM_PAGE, data={**FORM, f"q{question.id}": "12"})
    form = {"label": "Combien ?", "audience": "participants"}

    to_text = desk.post(f"{DESK}/{question.id}", data={**form, "kind": "short_text"})
    back = desk.post(f"{DESK}/{question.id}", data={**form, "kind": "number"})

    assert to_text.status_code == 303
    assert back.status_code == 422


def test_questions_change_places_but_not_with_the_one_they_depend_on(desk, event):
    first = ask(desk, "yes_no", label="Un")
    ask(desk, "short_text", label="Deux", shown_if=f"{first.id}:yes")
    third = ask(desk, "short_text", label="Trois")

    refused = desk.post(f"{DESK}/{first.id}/deplacer", data={"direction": "down"})
    assert refused.status_code == 409
    for _time in range(3):
        desk.post(f"{DESK}/{third.id}/deplacer", data={"direction": "up"})

    labels = [q.label for q in db.session.get_one(Event, 1).questions]
    assert labels == ["Trois", "Un", "Deux"]
    assert desk.post(f"{DESK}/{first.id}/retirer").status_code == 409


def test_the_page_of_questions_asks_as_much_of_the_database_for_one_as_for_three(
    desk, event, counted_queries
):
    ask(desk, "one_of", **rows("a", "b"))
    with counted_queries() as for_one:
        desk.get(DESK)
    ask(desk, "one_of", **rows("a", "b"))
    ask(desk, "one_of", **rows("a", "b"))
    with counted_queries() as for_three:
        desk.get(DESK)

    assert len(for_one) == len(for_three)


def test_the_enter_key_saves_and_does_not_ask_for_more_lines(desk, event):
    page = desk.get(f"{DESK}/nouvelle?kind=one_of").text
    form = page[page.index('<form class="form"') :]

    assert form.index("<button") < form.index('name="more"')
    assert 'name="more"' not in form[: form.index("</button>")]


def test_more_lines_keep_what_was_typed_and_save_nothing(desk, event):
    sent = {"kind": "one_of", "label": "Comment ?", "audience": "participants"}
    page = desk.post(
        f"{DESK}/nouvelle?kind=one_of", data={**sent, **rows("Bus"), "more": "1"}
    )

    assert page.status_code == 200
    assert 'value="Bus"' in page.text
    assert page.text.count('name="choices-') > len(rows("Bus")) + 6
    assert db.session.get_one(Event, 1).questions == []


def test_too_few_choices_are_told_on_top_with_a_link_to_the_first(desk, event):
    sent = {"kind": "one_of", "label": "Comment ?", "audience": "participants"}
    page = desk.post(f"{DESK}/nouvelle?kind=one_of", data={**sent, **rows("Bus")})

    assert page.status_code == 422
    assert '<a href="#choices-0-label">Proposez au moins deux choix</a>' in page.text
    assert 'id="choices-0-label"' in page.text
