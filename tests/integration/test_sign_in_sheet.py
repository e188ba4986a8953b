"""The sheet to sign: who stands on it, in what order, and as what kind of file."""

from datetime import timedelta

import pytest

from concertation.services.personal_data import erase_registration
from concertation.services.registration import cancel_registration
from tests.factories import ACTOR, FAR, NOW, make_answers, make_event, register
from tests.printed import printed, words

SHEET = "/bureau/evenements/ouverture/imprimer/emargement.pdf"


def named(event, number, family_name, **changes):
    return register(
        event, number, answers=make_answers(family_name=family_name, **changes)
    )


def test_who_has_a_seat_stands_on_it_in_the_order_of_names(desk, app):
    event = make_event(capacity=4)
    for number, name in enumerate(("Zola", "Écluse", "d’Hœuf", "Eames"), start=1):
        named(event, number, name)
    named(event, 5, "Attend")

    text = words(printed(desk.get(SHEET)))

    order = [text.index(name) for name in ("d’Hœuf", "Eames", "Écluse", "Zola")]
    assert order == sorted(order)
    assert "Attend" not in text
    assert "Nom" in text
    assert "Signature" in text
    assert "Villeneuve d’Ascq" in text


def test_neither_address_nor_telephone_stands_on_it(desk, app):
    event = make_event()
    named(event, 1, "Zola", phone="03 20 00 00 00", accessibility_needs="Boucle")

    text = words(printed(desk.get(SHEET)))

    assert "Zola" in text
    for secret in ("@", "03 20", "Boucle"):
        assert secret not in text


def test_who_left_or_was_erased_does_not_sign(desk, app):
    event = make_event()
    left, erased = named(event, 1, "Partie"), named(event, 2, "Effacée")
    cancel_registration(left.registration_id, actor=ACTOR, by_organiser=False, now=NOW)
    erase_registration(erased.registration_id, actor=ACTOR, now=NOW)

    text = words(printed(desk.get(SHEET)))

    assert "Partie" not in text
    assert "Effacée" not in text


def test_it_is_tagged_and_says_its_language_and_title(desk, app):
    make_event()

    pdf = printed(desk.get(SHEET))

    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "fr"
    promised = root["/Metadata"].get_data().decode()
    assert "<pdfaid:part>3</pdfaid:part>" in promised
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in promised
    assert "<pdfuaid:part>1</pdfuaid:part>" in promised
    assert pdf.metadata.title.startswith("Feuille d’émargement")


def test_a_day_and_a_half_is_signed_three_times(desk, app):
    make_event(starts_at=FAR, ends_at=FAR + timedelta(days=1, hours=2))

    text = words(printed(desk.get(f"{SHEET}?lang=en")))

    assert text.count("morning") == 2
    assert text.count("afternoon") == 1


def test_a_week_is_signed_on_several_sheets(desk, app):
    event = make_event(starts_at=FAR, ends_at=FAR + timedelta(days=3))
    named(event, 1, "Zola")

    pdf = printed(desk.get(SHEET))

    assert words(pdf).count("Zola") == len(pdf.pages) == 2


@pytest.mark.parametrize(
    "typed",
    ['#read("/etc/passwd")', "*gras* _souligné_", "$x$ \\ @label <b>", "Nguyễn", "Y"],
)
def test_what_is_typed_is_printed_as_it_is(desk, app, typed):
    named(make_event(), 1, typed)

    text = words(printed(desk.get(SHEET)))

    assert typed.replace(" ", "") in text.replace(" ", "")


def test_the_number_of_queries_does_not_grow_with_the_people(
    desk, app, counted_queries
):
    event = make_event()
    counts = []
    for number in (1, 2, 3):
        register(event, number)
        with counted_queries() as queries:
            desk.get(SHEET)
        counts.append(len(queries))

    assert len(set(counts)) == 1


@pytest.mark.parametrize("typed", ["Иванова", "محمد", "Ελένη", "דוד"])
def test_names_are_printed_in_many_scripts(desk, app, typed):
    named(make_event(), 1, typed)

    text = words(printed(desk.get(SHEET)))

    assert "□" not in text


RARE = ("王小明", "ไทย", "😀", "👩🏽‍🔬 ❤️", "\ue000", "ᠮᠣᠩᠭᠣᠯ", "王 ไทย 👩🏽 ☃️ é")


@pytest.mark.parametrize("typed", RARE)
def test_a_name_that_no_font_has_does_not_cost_the_others_theirs(desk, app, typed):
    event = make_event()
    named(event, 1, typed)
    named(event, 2, "Zola")

    text = words(printed(desk.get(SHEET)))

    assert "Zola" in text
    assert "□" in text or typed[0] in text  # A machine may have fonts of its own.
