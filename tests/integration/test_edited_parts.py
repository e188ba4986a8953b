"""Who saves a phase, a group or places does not undo what somebody else saved."""

from datetime import UTC, datetime

import pytest

from concertation.database import db
from concertation.models import Phase
from concertation.services.groups import GroupSheet, add_group
from tests.enrolments import enrol
from tests.factories import ACTOR, NOW
from tests.processes import make_process, make_published_process, today
from tests.storm import all_at_once

DESK = "/bureau/demarches/csti"


@pytest.fixture
def offer(app):
    return make_published_process(around=today(), capacity=1)


def test_an_edit_of_an_older_phase_is_shown_again(desk, offer):
    address, phase = f"{DESK}/phases/{offer.phase_id}", offer.phase
    typed = {
        "title": "Le mien",
        "first_day": f"{phase.starts_at:%Y-%m-%d}",
        "last_day": f"{phase.ends_at:%Y-%m-%d}",
        "version": phase.version,
    }
    assert desk.post(address, data={**typed, "title": "Autre"}).status_code == 303

    answer = desk.post(address, data=typed)

    assert answer.status_code == 409
    assert "Quelqu’un d’autre a enregistré cette page" in answer.text
    assert "Le mien" in answer.text
    db.session.expire_all()
    saved = db.session.get_one(Phase, offer.phase_id)
    assert saved.title == "Autre"
    again = {**typed, "version": saved.version}
    assert f'value="{saved.version}"' in answer.text
    assert desk.post(address, data=again).status_code == 303


def test_a_phase_that_was_not_changed_has_the_version_that_it_had(offer):
    before = offer.phase.version
    db.session.expire_all()
    assert offer.phase.version == before


def test_an_edit_of_older_places_is_shown_again(desk, offer):
    address = f"{DESK}/places/{offer.id}"
    typed = {"capacity": "5", "keeps_waiting_list": "y", "version": offer.version}
    assert desk.post(address, data=typed).status_code == 303
    enrol(offer, number=7, now=today())

    answer = desk.post(address, data={**typed, "capacity": "9"})

    assert answer.status_code == 409
    db.session.expire_all()
    assert offer.pool.capacity == 5
    again = {**typed, "capacity": "9", "version": offer.version}
    assert desk.post(address, data=again).status_code == 303


def test_who_enrols_meanwhile_makes_no_form_older(offer):
    version = offer.version

    enrol(offer, number=8, now=today())

    db.session.expire_all()
    assert offer.version == version


def test_places_that_somebody_else_offered_meanwhile_stay(desk, offer):
    address = f"{DESK}/groupes/{offer.group_id}/proposer"
    typed = {"phases": [str(offer.phase_id)], "capacity": "40"}

    answer = desk.post(address, data=typed)

    assert answer.status_code == 409
    db.session.expire_all()
    assert offer.pool.capacity == 1
    same = {**typed, "capacity": "1", "keeps_waiting_list": "y"}
    assert desk.post(address, data=same).status_code == 303


@pytest.mark.parametrize("title", ["production", "PRODUCTIÔN", "  Production "])
def test_a_title_that_another_group_has_is_told_at_its_field(desk, offer, title):
    answer = desk.post(f"{DESK}/nouveau-groupe", data={"title": title, "slug": "x"})

    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text


def test_a_group_keeps_its_own_title_and_takes_no_other(desk, offer):
    desk.post(f"{DESK}/nouveau-groupe", data={"title": "DIFFUSION"})
    own = {"title": "Diffusion", "mandate": "Faire connaître."}
    address = f"{DESK}/groupes/diffusion/modifier"

    saved = desk.post(address, data=own)
    refused = desk.post(address, data={**own, "title": "production"})

    assert (saved.status_code, refused.status_code) == (303, 422)


@pytest.mark.on_both_databases
def test_of_several_who_add_one_title_at_once_one_does(app):
    process_id = make_process().id
    sheet = GroupSheet(slug="", title="Création")

    def add():
        add_group(process_id, sheet, actor=ACTOR, now=NOW)

    failed = [future.exception() for future in all_at_once(app, [add] * 6)]

    assert failed.count(None) == 1


def test_a_copy_tells_of_its_title_and_of_dates_in_the_past(desk, offer):
    form = desk.get("/bureau/copie-de-demarche?de=csti").text
    assert "Concertation CSTI (copie)" in form
    slip = {"title": "concertation csti", "starts_on": "2017-06-19"}

    answer = desk.post("/bureau/copie-de-demarche?de=csti", data=slip)

    told = desk.get(answer.location).text
    assert "Une autre démarche porte le même titre" in told
    assert "elle commence le 19 juin 2017" in told


def test_a_copy_with_a_title_of_its_own_and_days_to_come_tells_nothing(desk, offer):
    year = datetime.now(UTC).year + 1
    good = {"title": "Une autre", "starts_on": f"{year}-06-19"}

    answer = desk.post("/bureau/copie-de-demarche?de=csti", data=good)

    told = desk.get(answer.location).text
    assert "porte le même titre" not in told
    assert "dans le passé" not in told


@pytest.mark.parametrize("kind", ["category-museum", "departement-59"])
def test_targets_that_add_up_to_more_than_the_whole_are_told(desk, offer, kind):
    typed = {"organisations_contacted": "150", f"{kind}-contacted": "151"}

    answer = desk.post(f"{DESK}/objectifs", data=typed)

    assert answer.status_code == 422
    assert 'id="organisations_contacted-error"' in answer.text
    assert "151 structures" in answer.text
    enough = {**typed, "organisations_contacted": "151"}
    assert desk.post(f"{DESK}/objectifs", data=enough).status_code == 303
    assert desk.post(f"{DESK}/objectifs", data={f"{kind}-contacted": "9"})


def test_groups_with_fewer_places_than_persons_wanted_are_named(desk, offer):
    wanted = {"category-museum-wanted": "1", "category-university-wanted": "1"}
    warning = "il y a moins de places"
    desk.post(f"{DESK}/objectifs", data={"category-museum-wanted": "1"})
    assert warning not in desk.get(f"{DESK}/objectifs").text

    desk.post(f"{DESK}/objectifs", data=wanted)

    assert warning in desk.get(f"{DESK}/objectifs").text
