"""Which names somebody should look at: they may mean one organisation."""

import pytest

from concertation.domain.organisation import are_alike, name_key, names_nobody


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Université de Lille", "UNIVERSITE DE LILLE"),
        ("Université de Lille", "Lille Université"),
        ("Université de Lille", "Université de Lile"),
        ("Musée d’histoire naturelle", "Musée d'Histoire Naturelle"),
        ("Cité Nature", "La Cité nature"),
        ("Centre historique minier", "Centre historique minier (CHM)"),
        ("Les Petits Débrouillards", "Association Les Petits-Débrouillards"),
    ],
)
def test_names_that_are_near_are_alike_either_way(one, other):
    assert are_alike(one, other)
    assert are_alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Université Lille 1", "Université Lille 2"),
        ("Université de Lille", "Université d’Artois"),
        ("Musée du lin", "Musée du pain"),
        ("", "Musée du lin"),
        ("de la", "de la"),
    ],
)
def test_others_are_not(one, other):
    assert not are_alike(one, other)


def test_a_name_is_found_however_it_was_typed():
    assert name_key("  Cité   NATURE ") == name_key("cite nature") == "cite nature"
    assert len(name_key("x" * 300)) == 200


@pytest.mark.parametrize("typed", ["", "  ", "Aucune", "NÉANT", "-", "Particulier"])
def test_who_speaks_for_themselves_names_nobody(typed):
    assert names_nobody(typed)
    assert not names_nobody("Musée")
