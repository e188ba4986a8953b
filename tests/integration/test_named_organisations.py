"""Whom somebody names: one of the directory, or a new one, and never two."""

import time

import pytest
from sqlalchemy import func, select

from concertation.database import db, transaction
from concertation.models import AuditEntry, Organisation
from concertation.queries.organisations import (
    known_as,
    listed_names,
    names_to_propose,
    similar_organisations,
)
from concertation.services import organisations
from tests.organisations import (
    LILLE,
    OTHER_SIRET,
    SIRET,
    make_organisation,
    organisation,
    settle,
)
from tests.storm import all_at_once

PEOPLE = 12


def how_many():
    return db.session.scalar(select(func.count()).select_from(Organisation))


def merge_into(number, other):
    with transaction() as session:
        session.get_one(Organisation, number).merged_into_id = other


def test_a_new_one_waits_to_be_seen_at_the_desk(app):
    made = organisation(settle("  Cité  Nature "))

    assert (made.name, made.name_key) == ("Cité Nature", "cite nature")
    assert (made.category, made.departement) == ("museum", "59")
    assert made.listed_at is None
    assert names_to_propose(listed_names()) == []
    assert db.session.scalars(select(AuditEntry.action)).all() == ["organisation.added"]


@pytest.mark.parametrize("typed", ["", "Aucune", " néant ", "particulier"])
def test_who_speaks_for_themselves_adds_none(app, typed):
    assert settle(typed) is None
    assert how_many() == 0


@pytest.mark.parametrize("typed", ["universite de lille", " UNIVERSITÉ  DE LILLE"])
def test_a_name_that_is_typed_again_finds_its_row(app, typed):
    assert settle(typed) == settle(LILLE)
    assert how_many() == 1


def test_a_siret_tells_more_than_a_name(app):
    known = make_organisation(siret=SIRET)

    assert settle("ULille", siret=SIRET) == known
    assert settle(LILLE, siret=OTHER_SIRET) != known
    assert how_many() == 2


def test_one_that_was_chosen_needs_no_name(app):
    known = make_organisation()

    assert settle("", number=known) == known
    assert settle("", number=known + 7) is None
    assert how_many() == 1


def test_the_desk_alone_gives_a_siret_to_one_that_it_saw(app):
    seen, unseen = make_organisation(), settle("Cité Nature")

    assert settle(LILLE, siret=SIRET) == seen
    assert settle("Cité Nature", siret=OTHER_SIRET) == unseen

    assert organisation(seen).siret == ""
    assert organisation(unseen).siret == OTHER_SIRET


def test_of_two_of_one_name_the_nearer_is_meant(app):
    north = make_organisation("Amicale laïque")
    aisne = settle("Amicale laïque", siret=SIRET, departement="02")
    with transaction() as session:
        session.get_one(Organisation, north).siret = OTHER_SIRET
    aisne = settle("Amicale laïque", siret=SIRET, departement="02")

    assert settle("Amicale laïque", departement="02") == aisne
    assert settle("Amicale laïque", departement="59") == north
    assert settle("Amicale laïque", departement="80") == north


def test_one_that_was_merged_leads_to_the_one_that_stays(app):
    first, second, third = (make_organisation(name) for name in ("A1", "B2", "C3"))
    merge_into(first, second)
    merge_into(second, third)

    assert settle("", number=first) == settle("a1") == settle("b2") == third
    assert names_to_propose(listed_names()) == ["C3"]


def test_names_that_are_near_are_offered_unless_it_is_known(app):
    make_organisation()
    settle("Université de Lillle")

    near = similar_organisations("Universite de Lile", listed_names())
    assert [each.name for each in near] == [LILLE]
    assert similar_organisations(LILLE, listed_names()) == []
    assert len(known_as("Universite de Lile")) == 2


def test_names_are_offered_in_one_query(app, counted_queries):
    for name in ("Zoo", "Écomusée", "Atelier"):
        make_organisation(name)
    with counted_queries() as statements:
        assert names_to_propose(listed_names()) == ["Atelier", "Écomusée", "Zoo"]
    assert sum("SELECT" in statement for statement in statements) == 1


@pytest.mark.on_both_databases
@pytest.mark.parametrize("siret", ["", SIRET])
def test_who_names_the_same_new_one_at_the_same_time_gets_one_row(
    app, monkeypatch, siret
):
    slowly(monkeypatch)

    named = all_at_once(app, [lambda: settle(LILLE, siret=siret)] * PEOPLE)

    assert len({each.result() for each in named}) == how_many() == 1


@pytest.mark.on_both_databases
def test_names_that_differ_share_a_siret_at_the_same_time(app, monkeypatch):
    slowly(monkeypatch)
    tasks = [lambda n=n: settle(f"Nom {n}", siret=SIRET) for n in range(PEOPLE)]

    named = all_at_once(app, tasks)

    assert len({each.result() for each in named}) == how_many() == 1


@pytest.mark.on_both_databases
def test_without_turns_there_are_doubles(app, monkeypatch, database_url):
    # The two above prove something only as long as this one finds harm.
    slowly(monkeypatch)
    monkeypatch.setattr(organisations, "take_turn", lambda _session: None)

    named = all_at_once(app, [lambda: settle(LILLE)] * PEOPLE)

    rows = {each.result() for each in named}
    has_one_writer = database_url.startswith("sqlite")
    assert (len(rows) == 1) is has_one_writer


def slowly(monkeypatch):
    """Everybody looks before anybody has written."""
    read = organisations.organisations_named

    def read_slowly(session, key):
        found = read(session, key)
        time.sleep(0.03)
        return found

    monkeypatch.setattr(organisations, "organisations_named", read_slowly)
