"""Certificates of attendance: for whom, when, and in whose words."""

from datetime import timedelta

import pytest

from concertation.clock import utc_now
from concertation.database import db
from concertation.models import Event
from concertation.services.events import call_off_event
from tests.factories import ACTOR, NOW, make_answers, make_draft, make_event, register
from tests.printed import printed

PAGE = "/bureau/evenements/ouverture/imprimer"
ALL = f"{PAGE}/attestations.pdf"


def end(event: Event) -> None:
    """It took place: people registered for it before."""
    event.starts_at = utc_now() - timedelta(days=2, hours=3)
    event.ends_at = utc_now() - timedelta(days=2)
    db.session.commit()


def words(page) -> str:
    return " ".join(page.extract_text().split())


@pytest.fixture
def event(app):
    event = make_event(capacity=2)
    register(event, 1, answers=make_answers(family_name="Zola"))
    register(event, 2, answers=make_answers(family_name="Eames"), locale="en")
    register(event, 3, answers=make_answers(family_name="Attend"))
    return event


def test_each_who_had_a_seat_has_a_page_in_their_language(desk, event):
    end(event)

    first, second = printed(desk.get(ALL)).pages

    assert "Certificate of attendance" in words(first)
    assert "Eames" in words(first)
    assert "Attestation de présence" in words(second)
    for fact in (
        "Région Hauts-de-France atteste que",
        "Zola",
        "Directrice, Musée imaginaire du lin",
        "a pris part à",
        "Réunion d’ouverture",
        "Villeneuve d’Ascq",
        "demi-journée",
        "Fait le",
        "signée par l’organisateur",
    ):
        assert fact in words(second)


def test_one_person_has_one_page(desk, app):
    event = make_event(capacity=None)
    one = register(event, 1, answers=make_answers(family_name="Zola"))
    register(event, 2, answers=make_answers(family_name="Eames"))
    end(event)

    [page] = printed(desk.get(f"{PAGE}/attestations/{one.reference}.pdf")).pages

    assert "Zola" in words(page)


def test_who_only_waited_has_none(desk, event):
    end(event)
    waited = register_reference(event, 3)

    answer = desk.get(f"{PAGE}/attestations/{waited}.pdf")

    assert answer.status_code == 404


def register_reference(event, number: int) -> str:
    rows = db.session.execute(
        db.text("SELECT reference FROM registration WHERE email = :email"),
        {"email": f"person{number}@example.org"},
    )
    return rows.scalar_one()


def test_before_the_end_it_is_refused_in_words(desk, event):
    answer = desk.get(f"{ALL}?lang=en")

    assert answer.status_code == 409
    assert "has not taken place yet" in answer.text
    assert "attestations.pdf" not in desk.get(PAGE).text


def test_what_was_cancelled_was_attended_by_nobody(desk, event):
    call_off_event(event.id, "Alerte orange", actor=ACTOR, now=NOW)
    end(event)

    assert desk.get(ALL).status_code == 409


def test_a_draft_was_attended_by_nobody(desk, app):
    end(make_draft())

    assert desk.get(ALL).status_code == 409


def test_it_is_tagged_and_each_page_says_its_language(desk, event):
    end(event)

    pdf = printed(desk.get(ALL))

    root = pdf.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert root["/Lang"] == "fr"
    assert pdf.metadata.title.startswith("Attestations de présence")


def test_a_meeting_of_two_days_counts_its_half_days(desk, event):
    event.starts_at = event.starts_at.replace(year=2026, month=6, day=1, hour=7)
    event.ends_at = event.starts_at + timedelta(days=1, hours=3)
    db.session.commit()

    text = words(printed(desk.get(ALL)).pages[1])

    assert "3 demi-journées : 1er juin (matin), 1er juin (après-midi), 2 juin" in text
