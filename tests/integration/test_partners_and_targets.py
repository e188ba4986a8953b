"""Partners with their logos, and whom a process wants to reach."""

from io import BytesIO

import pytest

from concertation.database import db
from concertation.domain.process import PartnerRole, TargetKind
from concertation.domain.process_errors import (
    PartnerGone,
    ProcessChangedMeanwhile,
    TooManyPartners,
)
from concertation.models import ProcessPartner, StoredFile
from concertation.services.partners import (
    MOST_PARTNERS,
    LogoChange,
    PartnerSheet,
    edit_partner,
    move_partner,
    remove_partner,
)
from concertation.services.targets import Target, TargetsSheet, set_targets
from tests.factories import ACTOR, NOW
from tests.pictures import picture_file
from tests.processes import make_outreach, make_partner, make_process
from tests.storm import all_at_once

BY = {"actor": ACTOR, "now": NOW}
DESK = "/bureau/demarches/csti"
MUSEUMS = Target(kind=TargetKind.CATEGORY, value="museum", wanted=3)


def stored(number):
    db.session.expire_all()
    return db.session.get_one(ProcessPartner, number)


def files():
    return db.session.query(StoredFile).count()


def names(process):
    db.session.rollback()
    db.session.expire_all()
    return [partner.name for partner in process.partners]


@pytest.mark.on_both_databases
def test_a_logo_is_changed_taken_away_and_goes_with_its_partner(app):
    process = make_process()
    number = make_partner(process, with_logo=True)
    first = stored(number).file.name
    sheet = PartnerSheet(role=PartnerRole.PARTNER, name="Ombelliscience")

    edit_partner(number, sheet, **BY)
    assert stored(number).file.name == first

    edit_partner(number, sheet, LogoChange(is_taken_away=True), **BY)
    partner = stored(number)
    assert (partner.file, partner.width, files()) == (None, None, 0)

    other = make_partner(process, with_logo=True)
    for _twice in range(2):
        remove_partner(other, **BY)
    assert files() == 0
    with pytest.raises(PartnerGone):
        edit_partner(other, sheet, **BY)


def test_partners_change_places_with_those_of_their_own_role(app):
    process = make_process()
    numbers = [make_partner(process, name) for name in ("A", "B", "C")]
    edit_partner(numbers[1], PartnerSheet(role=PartnerRole.PARTNER, name="B"), **BY)

    move_partner(numbers[2], up=True, **BY)
    move_partner(numbers[2], up=True, **BY)

    assert names(process) == ["C", "B", "A"]


@pytest.mark.on_both_databases
def test_no_more_partners_than_the_most_are_added_at_once(app):
    process = make_process()
    for number in range(MOST_PARTNERS - 2):
        make_partner(process, f"P{number}")

    done = all_at_once(app, [lambda: make_partner(process, "N")] * 6)

    refused = [type(each.exception()) for each in done if each.exception()]
    assert refused == [TooManyPartners] * 4
    assert len(names(process)) == MOST_PARTNERS


def test_pages_add_edit_and_remove_a_partner(desk):
    make_process()
    logo = (BytesIO(picture_file()), "logo.png")
    form = {"role": "co_pilot", "name": "Ombelliscience", "link": ""}

    desk.post(f"{DESK}/partenaires/ajouter", data={**form, "file": logo})
    (partner,) = db.session.query(ProcessPartner).all()
    page = desk.get(f"{DESK}/partenaires").text

    assert "Ombelliscience" in page
    assert partner.file.name in page
    assert desk.get(f"/logos/{partner.file.name}").status_code == 200
    edited = {**form, "link": "https://www.example.org", "removes_logo": "y"}
    desk.post(f"{DESK}/partenaires/{partner.id}", data=edited)
    assert (stored(partner.id).link, stored(partner.id).file) == (
        "https://www.example.org",
        None,
    )
    desk.post(f"{DESK}/partenaires/{partner.id}/retirer")
    assert db.session.query(ProcessPartner).count() == 0


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": ""}, "name"),
        ({"role": ""}, "role"),
        ({"link": "javascript:alert(1)"}, "link"),
        ({"file": (BytesIO(b"no picture"), "logo.png")}, "file"),
    ],
)
def test_what_is_wrong_about_a_partner_is_told_at_its_field(desk, changes, field):
    make_process()
    form = {"role": "pilot", "name": "Région", "link": "", **changes}

    answer = desk.post(f"{DESK}/partenaires/ajouter", data=form)

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


@pytest.mark.on_both_databases
def test_targets_are_written_down_together(app):
    process = make_process()
    north = Target(kind=TargetKind.DEPARTEMENT, value="59", contacted=70)

    set_targets(process.id, sheet(MUSEUMS, north), **BY)
    set_targets(process.id, sheet(north, contacted=150), **BY)

    db.session.expire_all()
    assert process.organisations_contacted == 150
    assert [(each.value, each.contacted) for each in process.targets] == [("59", 70)]


@pytest.mark.on_both_databases
def test_targets_that_somebody_else_saved_meanwhile_are_not_overwritten(app):
    process = make_process()
    seen = process.version
    later = NOW.replace(hour=12)
    told = {"actor": ACTOR, "now": later, "version": seen}
    set_targets(process.id, sheet(MUSEUMS), **told)

    with pytest.raises(ProcessChangedMeanwhile):
        set_targets(process.id, sheet(), **told)
    db.session.expire_all()
    assert len(process.targets) == 1


def sheet(*targets, contacted=None):
    return TargetsSheet(organisations_contacted=contacted, targets=targets)


def test_the_page_of_targets_keeps_what_is_typed(desk):
    process = make_process()
    form = {
        "version": process.version,
        "organisations_contacted": "150",
        "category-museum-wanted": "3",
        "departement-59-contacted": "70",
    }

    wrong = desk.post(f"{DESK}/objectifs", data={**form, "category-museum-wanted": "x"})
    saved = desk.post(f"{DESK}/objectifs", data=form)

    assert wrong.status_code == 422
    assert "Musée\N{NO-BREAK SPACE}: indiquez un nombre entier" in wrong.text
    assert saved.status_code == 303
    kept = {
        (each.value, each.wanted, each.contacted)
        for each in db.session.get_one(type(process), process.id).targets
    }
    assert kept == {("museum", 3, None), ("59", None, 70)}
    stale = desk.post(
        f"{DESK}/objectifs",
        data={**form, "version": "older", "organisations_contacted": "160"},
    )
    assert stale.status_code == 409


def test_what_was_counted_elsewhere_is_noted_changed_and_taken_away(desk):
    process = make_process()
    form = {"label": "Enquête", "contacted": "150", "reached": "103"}

    wrong = desk.post(f"{DESK}/mobilisation/nouvelle", data={**form, "reached": "151"})
    desk.post(f"{DESK}/mobilisation/nouvelle", data=form)
    (outreach,) = process.outreaches
    desk.post(f"{DESK}/mobilisation/{outreach.id}", data={**form, "reached": "104"})
    page = desk.get(f"{DESK}/objectifs").text

    assert wrong.status_code == 422
    assert 'id="reached-error"' in wrong.text
    assert "104" in page
    assert desk.post(f"{DESK}/mobilisation/{outreach.id}/retirer").status_code == 303
    db.session.expire_all()
    assert process.outreaches == []


def test_what_belongs_to_another_process_is_missing(desk):
    process = make_process()
    make_process(slug="autre")
    partner, outreach = make_partner(process), make_outreach(process)

    for path in (f"partenaires/{partner}", f"mobilisation/{outreach}"):
        assert desk.get(f"/bureau/demarches/autre/{path}").status_code == 404
