"""What else stands on badges: workshops, and that somebody wants no picture."""

import pytest

from concertation.domain.labels import SHEETS, LabelFormat
from concertation.domain.questions import QuestionKind
from concertation.services.workshops import WorkshopSheet, add_workshop
from tests.factories import ACTOR, NOW, make_answers, make_event, register
from tests.full_event import ask, fresh
from tests.printed import printed, words

PAGE = "/bureau/evenements/ouverture/imprimer"
BADGES = f"{PAGE}/badges.pdf"
TOP_OF_A4 = 297


def named(event, number, family_name, **changes):
    return register(
        event, number, answers=make_answers(family_name=family_name, **changes)
    )


def on_labels(pdf, form) -> dict[str, str]:
    """The words of each label, by the label's number."""
    sheet = SHEETS[form]
    found: dict[int, list[str]] = {}

    def note(text, cm, tm, _font, _size):
        across = (cm[0] * tm[4] + cm[2] * tm[5] + cm[4]) / 72 * 25.4
        down = TOP_OF_A4 - (cm[1] * tm[4] + cm[3] * tm[5] + cm[5]) / 72 * 25.4
        column = int((across - sheet.left) // sheet.across)
        row = int((down - sheet.top) // sheet.down)
        if text.strip():
            found.setdefault(row * sheet.columns + column, []).append(text)

    for page in pdf.pages:
        page.extract_text(visitor_text=note)
    return {label: " ".join(" ".join(parts).split()) for label, parts in found.items()}


@pytest.mark.on_both_databases
@pytest.mark.parametrize("form", [LabelFormat.LABELS, LabelFormat.A6])
def test_workshop_and_mark_stand_on_the_badge_of_whom_they_are_about(desk, app, form):
    event = make_event(capacity=None)
    photo = ask(event, "Acceptez-vous d’être pris en photo ?", QuestionKind.YES_NO)
    ask(event, "Déjeunez-vous ?", QuestionKind.YES_NO)
    sheet = WorkshopSheet(title="Production", seats=4)
    workshop = add_workshop(event.id, sheet, actor=ACTOR, now=NOW)
    event = fresh(event)
    named(event, 1, "Attend", own={photo: True})
    named(event, 2, "Eames", own={photo: False}, workshops=(workshop,))
    named(event, 3, "Zola")

    labels = on_labels(
        printed(desk.get(f"{BADGES}?format={form}&no_photo={photo}-no")), form
    )

    names = ("Attend", "Eames", "Zola")
    assert [name in labels[n] for n, name in enumerate(names)] == [True] * 3
    assert ["Production" in labels[n] for n in range(3)] == [False, True, False]
    assert ["Pas de photo" in labels[n] for n in range(3)] == [False, True, False]


def test_who_never_said_that_they_agree_is_marked_as_who_did_not(desk, app):
    event = make_event(capacity=None)
    named(event, 3, "Zola")
    photo = ask(event, "J’accepte d’être pris en photo.", QuestionKind.CONSENT)
    event = fresh(event)
    named(event, 1, "Attend", own={photo: True})
    named(event, 2, "Eames", own={photo: False})

    labels = on_labels(
        printed(desk.get(f"{BADGES}?format={LabelFormat.LABELS}&no_photo={photo}-no")),
        LabelFormat.LABELS,
    )

    assert ["Pas de photo" in labels[n] for n in range(3)] == [False, True, True]


def test_the_mark_can_be_of_a_choice_or_of_nobody(desk, app):
    event = make_event(capacity=None)
    asked = ask(event, "Image", QuestionKind.ONE_OF, "D’accord", "Non merci")
    event = fresh(event)
    [question] = event.questions
    refusal = question.choices[1].id
    named(event, 1, "Eames", own={asked: refusal})
    url = f"{BADGES}?format=80x50&no_photo="

    assert "Pas de photo" in words(printed(desk.get(f"{url}{asked}-{refusal}")))
    assert "Pas de photo" not in words(printed(desk.get(url)))
    assert "Pas de photo" not in words(printed(desk.get(f"{BADGES}?format=80x50")))
    for unknown in (f"{asked}-yes", f"{asked}-0", "x", "999-no"):
        assert desk.get(f"{url}{unknown}").status_code == 422


def test_the_only_question_about_photos_is_chosen_beforehand(desk, app):
    event = make_event()
    assert 'id="no_photo"' not in desk.get(PAGE).text
    ask(event, "Votre état", QuestionKind.YES_NO, is_sensitive=True)
    assert 'id="no_photo"' not in desk.get(PAGE).text
    ask(event, "Déjeunez-vous ?", QuestionKind.YES_NO)
    assert '<option value="" selected' in desk.get(PAGE).text
    photo = ask(event, "Photographie acceptée ?", QuestionKind.YES_NO)

    assert f'<option value="{photo}-no" selected' in desk.get(PAGE).text

    ask(event, "Photo dans la presse ?", QuestionKind.YES_NO)
    assert f'<option value="{photo}-no" selected' not in desk.get(PAGE).text
