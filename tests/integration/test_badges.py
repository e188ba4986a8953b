"""Badges: for whom, on which label, and what stands on each."""

from dataclasses import replace
from datetime import timedelta
from io import BytesIO

import pytest
import segno
from pypdf import PdfReader

from concertation.domain.labels import SHEETS, LabelFormat
from concertation.exports.badges import MASK, Marks, Sheets, badge_sheets
from concertation.exports.certificates import Occasion, certificates
from concertation.exports.logos import PrintedLogo
from concertation.exports.typesetting import typeset
from concertation.queries.attendees import AttendeeFilter
from concertation.services.personal_data import erase_registration, forget_expired
from concertation.web.documents import print_template
from tests.factories import ACTOR, NOW, make_answers, make_event, register
from tests.printed import printed, read_aloud, words
from tests.uploads import picture

PAGE = "/bureau/evenements/ouverture/imprimer"
BADGES = f"{PAGE}/badges.pdf"
A4 = (210, 297)


def named(event, number, family_name, **changes):
    return register(
        event, number, answers=make_answers(family_name=family_name, **changes)
    )


@pytest.mark.parametrize("sheet", SHEETS.values(), ids=SHEETS.keys())
def test_labels_fill_their_paper_evenly(sheet):
    for paper, size, count, first, pitch in (
        (A4[0], sheet.width, sheet.columns, sheet.left, sheet.across),
        (A4[1], sheet.height, sheet.rows, sheet.top, sheet.down),
    ):
        assert pitch >= size
        # What is left over is shared by both edges of the paper.
        assert first * 2 + pitch * (count - 1) + size == pytest.approx(paper)


def test_who_has_a_seat_gets_a_badge_in_the_order_of_names(desk, app):
    event = make_event(capacity=3)
    for number, name in enumerate(("Zola", "Écluse", "Eames", "Attend"), start=1):
        named(event, number, name)

    text = words(printed(desk.get(f"{BADGES}?format=80x50")))

    order = [text.index(name) for name in ("Eames", "Écluse", "Zola")]
    assert order == sorted(order)
    assert "Attend" not in text
    assert "Musée imaginaire du lin" in text
    assert "Directrice" in text


def test_neither_address_nor_telephone_nor_needs_stand_on_it(desk, app):
    event = make_event()
    named(event, 1, "Zola", phone="03 20 00 00 00", accessibility_needs="Boucle")

    text = words(printed(desk.get(f"{BADGES}?format=80x50")))

    for secret in ("@", "03 20", "Boucle"):
        assert secret not in text


def test_who_was_erased_wears_none(desk, app):
    event = make_event()
    erased, stays = named(event, 1, "Effacée"), named(event, 2, "Zola")
    erase_registration(erased.registration_id, actor=ACTOR, now=NOW)

    text = words(printed(desk.get(f"{BADGES}?format=a6")))

    assert erased.reference not in text
    assert stays.reference in text


def test_who_was_forgotten_when_time_was_over_wears_none(app):
    soon = NOW + timedelta(days=1)
    event = make_event(starts_at=soon, ends_at=soon + timedelta(hours=1))
    register(event)
    forget_expired(now=NOW + timedelta(days=400))

    data = badge_sheets(event, AttendeeFilter(event_id=event.id), Sheets())

    assert data["badges"] == []


def test_the_code_holds_the_reference_alone(app):
    event = make_event()
    receipt = register(event)

    data = badge_sheets(event, AttendeeFilter(event_id=event.id), Sheets())

    [badge] = data["badges"]
    code = segno.make(receipt.reference, error="H", micro=False, mask=MASK)
    dark = sum(bool(square) for row in code.matrix for square in row)
    runs = [part.partition("v")[0] for part in badge["path"].split("h")[1::2]]
    assert badge["side"] == len(code.matrix)
    assert sum(map(int, runs)) == dark


@pytest.mark.parametrize(
    ("form", "start", "pages"), [("80x50", 1, 1), ("80x50", 9, 2), ("a6", 4, 2)]
)
def test_a_sheet_that_was_begun_is_used_up(desk, app, form, start, pages):
    event = make_event(capacity=3)
    for number in (1, 2, 3):
        named(event, number, f"Nom{number}")

    pdf = printed(desk.get(f"{BADGES}?format={form}&start={start}"))

    assert len(pdf.pages) == pages


@pytest.mark.parametrize(
    "query",
    [
        "format=80x50&start=0",
        "format=80x50&start=11",
        "format=80x50&start=x",
        "format=80x50&category=x",
        "format=a6&start=5",
        "format=b5",
    ],
)
def test_a_label_that_is_not_there_is_told(desk, app, query):
    make_event()

    answer = desk.get(f"{BADGES}?{query}")

    assert answer.status_code == 422
    assert "error-summary" in answer.text


def test_only_some_people_can_be_asked_for(desk, app):
    event = make_event(capacity=3)
    named(event, 1, "Zola")
    named(event, 2, "Eames", category="school")

    by_name = words(printed(desk.get(f"{BADGES}?format=80x50&q=zola")))
    by_kind = words(printed(desk.get(f"{BADGES}?format=80x50&category=school")))

    assert "Zola" in by_name
    assert "Eames" not in by_name
    assert "Eames" in by_kind
    assert "Zola" not in by_kind


def test_workshop_and_no_photo_are_marked(app):
    event = make_event()
    one, other = named(event, 1, "Zola"), named(event, 2, "Eames")
    marks = {one.registration_id: Marks(workshop="Production", no_photo=True)}

    data = badge_sheets(
        event,
        AttendeeFilter(event_id=event.id),
        Sheets(),
        marks_of=lambda _numbers: marks,
    )

    told = {b["reference"]: (b["workshop"], b["no_photo"]) for b in data["badges"]}
    assert told == {one.reference: ("Production", True), other.reference: ("", False)}


def test_logos_stand_on_badges_and_certificates_with_their_words(app):
    event = make_event()
    named(event, 1, "Zola")
    logo = PrintedLogo(
        content=picture(), alternative="Région fictive", width=3, height=1.2
    )
    wanted = AttendeeFilter(event_id=event.id)
    with app.test_request_context("/?lang=fr"):
        badges = badge_sheets(event, wanted, Sheets(site_name="CSTI", logos=[logo]))
        papers = certificates(
            Occasion(
                event=event,
                when={"fr": "le 19 juin"},
                made_on=NOW.date(),
                site_name="CSTI",
                logos=[logo],
            ),
            wanted,
        )
        for name, data in (("badges", badges), ("certificates", papers)):
            pdf = PdfReader(BytesIO(typeset(print_template(name), data)))
            assert "CSTI" in words(pdf)
            assert len(pdf.pages[0].images) >= 1
            assert "Région fictive" in read_aloud(
                pdf.trailer["/Root"]["/StructTreeRoot"]
            )


def test_names_of_any_length_stay_on_their_label(desk, app):
    event = make_event(capacity=None)
    long = replace(
        make_answers(),
        given_name="X" * 120,
        family_name="A" * 120,
        organisation="Z" * 200,
        role="R" * 200,
    )
    register(event, 1, answers=long)
    register(event, 2, answers=make_answers(given_name="Y", family_name="Y"))

    pdf = printed(desk.get(f"{BADGES}?format=80x50"))

    assert len(pdf.pages) == 1
    sheet = SHEETS[LabelFormat.LABELS]
    right = (sheet.left + sheet.width) / 25.4 * 72
    ends = []
    pdf.pages[0].extract_text(
        visitor_text=lambda text, cm, tm, _font, _size: ends.append(
            cm[0] * tm[4] + cm[4] if "A" in text else 0
        )
    )
    assert 0 < max(ends) < right


def test_it_is_tagged_and_says_its_language_and_title(desk, app):
    register(make_event())

    pdf = printed(desk.get(f"{BADGES}?format=80x50&lang=en"))

    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert pdf.metadata.title == "Badges: Réunion d’ouverture"


def test_an_event_without_anybody_prints_a_sentence(desk, app):
    make_event()

    assert "Aucun badge" in words(printed(desk.get(f"{BADGES}?format=80x50")))


def test_the_number_of_queries_does_not_grow_with_the_people(
    desk, app, counted_queries
):
    event = make_event(capacity=None)
    counts = []
    for number in (1, 2, 3):
        register(event, number)
        with counted_queries() as queries:
            desk.get(f"{BADGES}?format=80x50")
        counts.append(len(queries))

    assert len(set(counts)) == 1
