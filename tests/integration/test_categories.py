"""The kinds of organisation: a list that grows, and forgets nothing."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.site_errors import (
    CategoryNameTaken,
    LastCategory,
    MeaningUnsaid,
)
from concertation.imports.vocabulary import category_of
from concertation.models import Registration, StakeholderCategory
from concertation.queries.site import current_site
from concertation.services.categories import (
    CategoryLabels,
    Meaning,
    add_category,
    bring_back_category,
    move_category,
    retire_category,
    reword_category,
)
from concertation.wording.names import category_choices, category_name
from tests.factories import ACTOR, NOW, make_event, register

pytestmark = pytest.mark.usefixtures("app")
THIRD_PLACE = CategoryLabels(french="Tiers-lieu", english="Third place")
BY = {"actor": ACTOR, "now": NOW}


def category(key: str) -> StakeholderCategory:
    db.session.expire_all()
    return db.session.scalars(
        select(StakeholderCategory).where(StakeholderCategory.key == key)
    ).one()


def offered() -> list[str]:
    return [each.key for each in current_site().offered_categories]


@pytest.mark.on_both_databases
def test_another_kind_is_offered_after_the_others():
    add_category(THIRD_PLACE, **BY)

    assert offered()[-1] == "tiers_lieu"
    assert category_name("tiers_lieu") == "Tiers-lieu"
    assert category_of("Third place") == "tiers_lieu"


def test_keys_are_short_and_never_the_same_twice():
    long = "Établissement public de coopération"
    for number in range(3):
        add_category(
            CategoryLabels(french=f"{long} {number}", english=str(number)), **BY
        )
    add_category(CategoryLabels(french="???", english="???"), **BY)

    assert len(set(offered())) == len(offered())
    assert all(len(key) <= 20 for key in offered())


def test_two_that_are_offered_have_two_names():
    with pytest.raises(CategoryNameTaken):
        add_category(CategoryLabels(french="MUSEE", english="Exhibition"), **BY)
    with pytest.raises(CategoryNameTaken):
        reword_category(
            category("media").id,
            CategoryLabels(french="Médias", english="Museum"),
            None,
            **BY,
        )


@pytest.mark.on_both_databases
def test_of_two_who_add_the_same_at_the_same_time_one_does(app):
    def add(_number):
        with app.app_context():
            try:
                return bool(add_category(THIRD_PLACE, **BY))
            except CategoryNameTaken:
                return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(add, range(4))) == 1


@pytest.mark.on_both_databases
def test_what_nobody_chose_is_renamed_without_a_question():
    same = reword_category(category("media").id, THIRD_PLACE, None, **BY)

    assert same == category("media").id
    assert category_name("media") == "Tiers-lieu"


@pytest.mark.on_both_databases
def test_a_correction_holds_for_past_answers():
    register(make_event())
    words = CategoryLabels(french="Musée de France", english="Museum of France")
    with pytest.raises(MeaningUnsaid):
        reword_category(category("museum").id, words, None, **BY)
    assert category_name("museum") == "Musée"

    reword_category(category("museum").id, words, Meaning.SAME, **BY)

    assert category_name("museum") == "Musée de France"
    assert "museum" in offered()


@pytest.mark.on_both_databases
def test_another_meaning_leaves_past_answers_their_name():
    register(make_event())
    former = offered().index("museum")

    reword_category(category("museum").id, THIRD_PLACE, Meaning.OTHER, **BY)

    assert db.session.scalars(select(Registration.category)).all() == ["museum"]
    assert category_name("museum") == "Musée"
    assert offered()[former] == "tiers_lieu"
    assert "museum" not in offered()
    assert ("museum", "Musée") in category_choices(kept="museum")
    assert category_of("Musée") == "museum"


def test_what_is_retired_comes_back_after_the_others():
    retire_category(category("school").id, **BY)
    retire_category(category("school").id, **BY)
    assert "school" not in offered()

    bring_back_category(category("school").id, **BY)

    assert offered()[-1] == "school"


def test_it_does_not_come_back_beside_another_of_its_name():
    retire_category(category("school").id, **BY)
    add_category(CategoryLabels(french="Enseignement, formation", english="X"), **BY)

    with pytest.raises(CategoryNameTaken):
        bring_back_category(category("school").id, **BY)


def test_the_last_one_stays():
    for key in offered()[1:]:
        retire_category(category(key).id, **BY)

    with pytest.raises(LastCategory):
        retire_category(category(offered()[0]).id, **BY)


def test_they_change_places_among_those_that_are_offered():
    retire_category(category("museum").id, **BY)
    move_category(category("science_centre").id, up=True, **BY)
    assert offered()[:2] == ["science_centre", "heritage"]

    move_category(category("heritage").id, up=True, **BY)
    assert offered()[:2] == ["heritage", "science_centre"]
    move_category(category("museum").id, up=True, **BY)
    assert offered()[:2] == ["heritage", "science_centre"]
