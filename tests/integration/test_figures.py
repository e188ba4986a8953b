"""Figures of an event: what they count, and what it costs to count them."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from concertation.database import db
from concertation.models import Registration
from concertation.queries.figures import MOST_NAMED, figures_of
from concertation.services.personal_data import erase_registration
from concertation.services.registration import cancel_registration
from tests.factories import ACTOR, NOW, make_answers, make_event, register

PAGE = "/bureau/evenements/ouverture/chiffres"


def joined(event, number, *, now=NOW, **answers):
    return register(event, number, now=now, answers=make_answers(**answers))


@pytest.mark.on_both_databases
def test_persons_are_counted_by_state_kind_and_territory(app):
    event = make_event(capacity=2)
    joined(event, 1, category="museum", departement="59", epci="200093201")
    joined(event, 2, category="school", departement="62")
    joined(event, 3, category="school", departement="00")
    left = joined(event, 4, category="media", departement="80")
    cancel_registration(left.registration_id, actor=ACTOR, by_organiser=False, now=NOW)

    figures = figures_of(event)

    assert (figures.received, figures.ended) == (4, 1)
    assert (figures.seated, figures.waiting) == (2, 1)
    assert {(s.name, s.seated, s.waiting) for s in figures.categories} == {
        ("museum", 1, 0),
        ("school", 1, 1),
    }
    assert {s.name for s in figures.departements} == {"59", "62", "00"}
    assert figures.known_departements == 2
    assert [s.name for s in figures.groupings] == ["200093201"]


@pytest.mark.on_both_databases
def test_a_party_of_three_is_three_persons_and_one_registration(app):
    event = make_event(capacity=10)
    receipt = joined(event, 1)
    registration = db.session.get_one(Registration, receipt.registration_id)
    registration.admission.seats = 3
    db.session.commit()

    figures = figures_of(event)

    assert (figures.received, figures.seated) == (1, 3)
    assert figures.categories[0].seated == 3


@pytest.mark.on_both_databases
def test_an_organisation_is_counted_once_however_it_is_typed(app):
    event = make_event(capacity=None)
    names = ("Musée du lin", "MUSEE DU LIN", "musée du lin", "Géants", "Aucune", "none")
    for number, name in enumerate(names):
        joined(event, number, organisation=name)

    organisations = figures_of(event).organisations

    assert organisations.count == 2
    assert [share.seated for share in organisations.named] == [3, 1]


@pytest.mark.on_both_databases
def test_organisations_beyond_the_largest_are_told_together(app):
    event = make_event(capacity=None)
    for number in range(MOST_NAMED + 3):
        joined(event, number, organisation=f"Structure {number:02}")

    organisations = figures_of(event).organisations

    assert organisations.count == MOST_NAMED + 3
    assert len(organisations.named) == MOST_NAMED
    assert organisations.others.seated == 3


@pytest.mark.on_both_databases
def test_days_are_those_of_the_place_and_have_no_holes(app):
    event = make_event(capacity=None)
    for number, instant in enumerate(
        (
            datetime(2026, 3, 2, 22, 59, tzinfo=UTC),  # Still the second in Paris.
            datetime(2026, 3, 2, 23, 1, tzinfo=UTC),
            datetime(2026, 3, 5, 8, 0, tzinfo=UTC),
        )
    ):
        joined(event, number, now=instant)

    days = figures_of(event).days

    told = [(one.day.day, one.new, one.total) for one in days]
    assert told == [(2, 1, 1), (3, 1, 2), (4, 0, 2), (5, 1, 3)]


def test_who_was_erased_still_counts_but_names_no_organisation(app):
    event = make_event(capacity=None)
    joined(event, 1, organisation="Musée")
    erased = joined(event, 2, organisation="Géants")
    erase_registration(erased.registration_id, actor=ACTOR, now=NOW)

    figures = figures_of(event)

    assert figures.received == 2
    assert figures.organisations.count == 1


@pytest.mark.parametrize("path", [PAGE, "/bureau/evenements/ouverture"])
def test_the_number_of_queries_does_not_grow(desk, app, counted_queries, path):
    event = make_event(capacity=None)
    counts = []
    for number in (1, 2, 3):
        joined(event, number, organisation=f"S{number}", now=NOW + timedelta(days=1))
        with counted_queries() as queries:
            desk.get(path)
        counts.append(len(queries))

    assert len(set(counts)) == 1
    assert counts[0] <= 12


def test_each_picture_stands_beside_its_numbers(desk, app):
    event = make_event(capacity=None)
    joined(event, 1)
    joined(event, 2, now=NOW + timedelta(days=3))

    page = desk.get(PAGE).text

    assert re.search(r'<svg viewBox="[^"]*" role="img" aria-label="Du 2 mars', page)
    for table in ("by-category", "by-departement", "by-organisation", "by-day"):
        assert f'<table class="bars" id="{table}">' in page
    assert "style=" not in page


def test_nobody_yet_is_told_in_words(desk, app):
    make_event()

    assert "Pas encore de chiffres" in desk.get(PAGE).text
    assert "En un coup d’œil" not in desk.get("/bureau/evenements/ouverture").text
