"""What is offered no more stays with who chose it, wherever it is shown."""

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.seating import QuotaKind
from concertation.domain.site import TerritoriesAsked
from concertation.imports.vocabulary import departement_of
from concertation.links import registration_token
from concertation.models import Quota, Registration, StakeholderCategory
from concertation.queries.site import current_site, settings_now
from concertation.services.categories import retire_category
from concertation.services.quotas import PlaceQuota, set_quota
from concertation.services.site import change_territories
from concertation.wording.names import quota_name
from tests.factories import ACTOR, FORM, NOW, make_answers, make_event, register

CATEGORIES = "/bureau/site/types-de-structure"
FORM_PAGE = "/evenements/ouverture/inscription"
LILLE = "200093201"


def number_of(key: str) -> int:
    return db.session.scalars(
        select(StakeholderCategory.id).where(StakeholderCategory.key == key)
    ).one()


def offer(*departements: str, asks_epci: bool = True) -> None:
    asked = TerritoriesAsked(departements=departements, asks_epci=asks_epci)
    version = settings_now().version
    change_territories(asked, version=version, actor=ACTOR, now=NOW)


def own_page(receipt) -> str:
    return f"/inscriptions/{registration_token(receipt.registration_id, 1)}/modifier"


def test_a_kind_that_is_retired_is_not_offered(client):
    make_event()
    retire_category(number_of("museum"), actor=ACTOR, now=NOW)

    page = client.get(FORM_PAGE).text
    answer = client.post(FORM_PAGE, data=FORM)

    assert 'value="museum"' not in page
    assert answer.status_code == 422
    assert db.session.scalars(select(Registration)).all() == []


def test_who_chose_it_keeps_it_and_changes_other_answers(client, desk):
    receipt = register(make_event())
    retire_category(number_of("museum"), actor=ACTOR, now=NOW)

    page = client.get(own_page(receipt)).text
    changed = {name: value for name, value in FORM.items() if name != "email"}
    answer = client.post(own_page(receipt), data=changed | {"role": "Présidente"})
    kept = db.session.scalars(select(Registration)).one()

    assert '<option value="museum" selected>Musée</option>' in page
    assert answer.status_code == 303
    assert (kept.category, kept.role) == ("museum", "Présidente")


def test_lists_figures_and_limits_still_name_it(desk, app):
    event = make_event(capacity=None)
    register(event)
    quota = PlaceQuota(kind=QuotaKind.CATEGORY, value="museum", seats=3, is_hard=True)
    set_quota(event.id, quota, actor=ACTOR, now=NOW)
    retire_category(number_of("museum"), actor=ACTOR, now=NOW)
    at_event = "/bureau/evenements/ouverture"

    found = desk.get(f"{at_event}/inscrits?lang=fr&category=museum").text
    places = desk.get(f"{at_event}/places?lang=fr").text
    figures = desk.get(f"{at_event}/chiffres?lang=fr").text

    assert "Hœuf" in found
    assert '<option value="museum" selected>Musée</option>' in found
    assert '<option value="category:museum">' not in places
    assert "Musée" in places
    assert "Musée" in figures
    with app.test_request_context("/?lang=fr"):
        assert quota_name(db.session.scalars(select(Quota)).one()) == "Musée"


def test_a_new_name_needs_its_meaning_once_it_was_chosen(desk):
    register(make_event())
    page = f"{CATEGORIES}/{number_of('museum')}"
    typed = {"french": "Musée de France", "english": "Museum"}

    asked = desk.post(f"{page}?lang=fr", data=typed)
    said = desk.post(page, data=typed | {"meaning": "other"})

    assert asked.status_code == 422
    assert "Une correction" in asked.text
    assert 'value="Musée de France"' in asked.text
    assert said.status_code == 303
    assert current_site().category("museum").retired_at
    assert "musee_de_france" in [each.key for each in current_site().offered_categories]


def test_the_journal_says_which_kind_was_changed(desk):
    desk.post(f"{CATEGORIES}/{number_of('media')}/retirer")

    journal = desk.get("/bureau/journal?lang=fr").text

    assert "Type de structure retiré de la liste" in journal
    assert "Média, édition" in journal


@pytest.mark.on_both_databases
def test_a_departement_that_is_not_offered_stays_with_who_chose_it(client, desk):
    receipt = register(make_event(), answers=make_answers(departement="59"))
    offer("75", "80")

    form = client.get(FORM_PAGE).text
    mine = client.get(own_page(receipt)).text
    found = desk.get("/bureau/evenements/ouverture/inscrits?departement=59").text

    assert '<option value="75">Paris (75)</option>' in form
    assert '<option value="59"' not in form
    assert '<option value="59" selected>Nord</option>' in mine
    assert '<option value="59" selected>Nord (59)</option>' in found
    assert "Hœuf" in found
    assert (departement_of("75011"), departement_of("59000")) == ("75", "59")
    assert departement_of("62000") == "00"


def test_where_groupings_are_not_asked_past_ones_stay(client):
    answers = make_answers(departement="59", epci=LILLE)
    receipt = register(make_event(), answers=answers)
    offer("59", "62", asks_epci=False)
    changed = {name: value for name, value in FORM.items() if name != "email"}

    page = client.get(FORM_PAGE).text
    client.post(own_page(receipt), data=changed | {"role": "Présidente"})
    kept = db.session.scalars(select(Registration)).one()

    assert 'name="epci"' not in page
    assert (kept.role, kept.epci) == ("Présidente", LILLE)

    client.post(own_page(receipt), data=changed | {"departement": "62"})
    db.session.expire_all()
    assert db.session.scalars(select(Registration.epci)).one() == ""


def test_without_groupings_among_what_is_offered_none_is_asked(client):
    make_event()
    offer("75")

    page = client.get(FORM_PAGE)

    assert page.status_code == 200
    assert 'name="epci"' not in page.text
    sent = client.post(FORM_PAGE, data=FORM | {"departement": "75"})
    assert sent.status_code == 303


def test_territories_are_saved_on_their_page(desk):
    typed = {"version": "1", "departements": ["59", "2A"], "asks_epci": "y"}
    assert desk.post("/bureau/site/territoires", data=typed).status_code == 303
    assert settings_now().departements == ["2A", "59"]

    late = desk.post("/bureau/site/territoires", data=typed | {"departements": ["80"]})
    forged = desk.post("/bureau/site/territoires", data={"departements": ["ZZ"]})
    none = desk.post("/bureau/site/territoires?lang=fr", data={"version": "2"})
    assert (late.status_code, forged.status_code) == (409, 422)
    assert none.status_code == 422
    assert "Cochez au moins un département" in none.text
    assert settings_now().departements == ["2A", "59"]


def test_answers_of_a_form_that_was_open_meanwhile_lose_nothing(client):
    """Somebody fills in the form while an administrator takes a kind away."""
    make_event()
    retire_category(number_of("museum"), actor=ACTOR, now=NOW)

    answer = client.post(f"{FORM_PAGE}?lang=fr", data=FORM | {"role": "Directrice"})

    assert answer.status_code == 422
    assert 'value="Directrice"' in answer.text
