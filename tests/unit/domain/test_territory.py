from dataclasses import FrozenInstanceError

import pytest

from concertation.domain.territory import (
    _french_order,
    all_departements,
    departement_name,
    departements,
    epci_name,
    epcis,
)


def test_the_region_has_five_departements_by_name():
    assert [(each.code, each.name) for each in departements()] == [
        ("02", "Aisne"),
        ("59", "Nord"),
        ("60", "Oise"),
        ("62", "Pas-de-Calais"),
        ("80", "Somme"),
    ]


def test_the_region_has_ninety_two_epcis_with_distinct_sirens():
    assert len(epcis()) == 92
    assert len({each.siren for each in epcis()}) == 92
    assert all(len(each.siren) == 9 and each.siren.isdigit() for each in epcis())


def test_every_epci_has_at_least_one_departement_of_the_region():
    codes = {each.code for each in departements()}

    for epci in epcis():
        assert epci.departements
        assert set(epci.departements) <= codes


def test_an_epci_may_lie_in_two_departements():
    assert {
        each.name: each.departements for each in epcis() if each.departements[1:]
    } == {
        "CC de l’Est de la Somme": ("02", "80"),
        "CC du Ternois": ("62", "80"),
        "CC Flandre Lys": ("59", "62"),
    }


def test_epcis_are_in_french_order_whatever_their_case_and_accents():
    names = [each.name for each in epcis()]

    # By bytes, "é" comes after "z" and capitals before all small letters.
    assert names.index("CC Pévèle-Carembault") < names.index("CC Picardie des Châteaux")
    assert names.index("CA du Pays de Saint-Omer") < names.index(
        "CA GrandSoissons Agglomération"
    )
    assert names[0] == "CA Amiens Métropole"
    assert names[-1] == "Métropole Européenne de Lille"


def test_accents_and_ligatures_count_only_between_equals():
    names = ["Œuilly", "Eu", "Étréaupont", "Étaples", "Orly", "Etaples", "Oetrange"]

    assert sorted(names, key=_french_order) == [
        "Etaples",
        "Étaples",
        "Étréaupont",
        "Eu",
        "Oetrange",
        "Œuilly",
        "Orly",
    ]


def test_all_of_france_is_known_by_name():
    codes = [each.code for each in all_departements()]

    assert len(codes) == len(set(codes)) == 101
    assert {"2A", "2B", "75", "971", "976"} <= set(codes)
    assert len({each.region for each in all_departements()}) == 18
    assert departement_name("22") == "Côtes-d’Armor"


def test_names_are_found_by_code():
    assert departement_name("62") == "Pas-de-Calais"
    assert epci_name("200093201") == "Métropole Européenne de Lille"


@pytest.mark.parametrize("unknown", ["", "2", "99", "00", "200093201"])
def test_an_unknown_departement_has_no_name(unknown):
    assert departement_name(unknown) is None


def test_an_unknown_epci_has_no_name():
    assert epci_name("000000000") is None


def test_the_shared_reference_data_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        epcis()[0].name = "Autre"
