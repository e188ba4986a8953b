"""New passwords are weighed: long enough, not common, not made of the person's data."""

import pytest

from concertation.domain.account_errors import WeakPassword
from concertation.services import passwords
from concertation.services.passwords import (
    LEAST_SCORE,
    WEIGHED_CHARACTERS,
    hash_password,
    is_password_of,
    refuse_weak,
)
from tests.factories import PASSWORD

ABOUT = ("Maëlys-Anne d'Hœuf-Lefèbvre", "m.hoeuf@musee-du-lin.example", "Concertation")


def weakness(password: str) -> WeakPassword:
    with pytest.raises(WeakPassword) as refused:
        refuse_weak(password, about_the_person=ABOUT)
    return refused.value


@pytest.mark.parametrize(
    "password",
    [
        PASSWORD,
        "cheval agrafe batterie",
        "vive la betterave du soir",
        "àéîõü ñ ß œuvre",
        "Maëlys aime les endives au jambon",
        "x9$Kq!mZ2pLw",
        "correct horse battery staple" * 20,
    ],
)
def test_a_good_one_is_taken_whatever_its_characters(password):
    refuse_weak(password, about_the_person=ABOUT)


@pytest.mark.parametrize("password", ["", "x9$Kq!mZ2pL", "e\u0301" * 11])
def test_a_short_one_is_not(password):
    assert weakness(password).too_short


@pytest.mark.parametrize(
    "password",
    [
        "motdepasse1234",
        "azertyuiop12",
        "aaaaaaaaaaaaaaaa",
        "123456789012",
        "animation2026",
    ],
)
def test_a_common_one_is_not(password):
    found = weakness(password)
    assert (found.too_short, found.names_the_person) == (False, False)


@pytest.mark.parametrize(
    "password",
    [
        "m.hoeuf@musee-du-lin.example",
        "musee-du-lin",
        "Lefèbvre LEFEBVRE",
        "concertation1",
        "maelysanne12",
    ],
)
def test_one_made_of_the_persons_own_data_is_not(password):
    assert weakness(password).names_the_person


def test_no_more_than_a_hundred_characters_are_weighed(monkeypatch):
    """The time that it takes grows faster than what is weighed."""
    weighed = []
    monkeypatch.setattr(
        passwords, "_score", lambda text, _known: weighed.append(text) or LEAST_SCORE
    )

    refuse_weak("a1!zxcvbnqwertyp@ssw0rd19901212" * 40, about_the_person=ABOUT)

    assert [len(text) for text in weighed] == [WEIGHED_CHARACTERS]


def test_a_password_is_the_same_however_its_accents_are_composed():
    known = hash_password("été à la mer noire")

    assert is_password_of(known, "e\u0301te\u0301 a\u0300 la mer noire")
    assert is_password_of(known, "été\u00a0à\u202fla mer noire")
    assert not is_password_of(known, "ete a la mer noire")


@pytest.mark.parametrize("nothing", [None, ""])
def test_who_has_no_password_yet_is_let_in_by_none(nothing):
    assert not is_password_of(nothing, "nobody has this password")
    assert not is_password_of(nothing, "")
