"""Two organisations that look alike are known to be two, until that is taken back."""

import pytest
from sqlalchemy import select, update

from concertation.database import db, transaction
from concertation.domain.process_errors import OrganisationMerged, SameOrganisation
from concertation.models import AuditEntry, Organisation, OrganisationApart
from concertation.queries.organisation_doubles import (
    doubles_of,
    kept_apart_from,
    suspected_doubles,
)
from concertation.services.directory import list_organisations
from concertation.services.organisation_merging import merge_organisations
from concertation.services.organisations import NamedOrganisation
from concertation.services.organisations_apart import compare_again, keep_apart
from concertation.services.participant_erasure import erase_participant
from tests.enrolments import enrol, make_details, place_of
from tests.factories import ACTOR, NOW
from tests.organisations import make_organisation
from tests.processes import make_published_process
from tests.storm import all_at_once

BY = {"actor": ACTOR, "now": NOW}
DESK = "/bureau/structures"


@pytest.fixture
def two(app):
    return make_organisation("Musée imaginaire du lin"), make_organisation(
        "Musée imaginaire du lain"
    )


def found(number):
    return db.session.get_one(Organisation, number)


def pairs():
    return [{double.one.id, double.other.id} for double in suspected_doubles()]


def actions(number):
    told = select(AuditEntry.action, AuditEntry.details)
    mine = told.where(
        AuditEntry.subject_kind == "organisation", AuditEntry.subject_id == number
    )
    return list(db.session.execute(mine.order_by(AuditEntry.id)))


def test_a_pair_is_proposed_until_it_is_told_apart_and_again_once_taken_back(two):
    one, other = two
    assert pairs() == [{one, other}]

    keep_apart(other, one, **BY)
    keep_apart(one, other, **BY)

    assert pairs() == []
    assert not doubles_of(found(one))
    assert not doubles_of(found(other))
    assert [each.id for each in kept_apart_from(found(other))] == [one]

    compare_again(other, one, **BY)
    compare_again(one, other, **BY)

    assert pairs() == [{one, other}]
    assert [each.id for each in doubles_of(found(one))] == [other]
    told = [action for action, _details in actions(one)]
    assert told[-2:] == ["organisation.kept_apart", "organisation.compared_again"]


def test_one_alone_is_told_apart_from_others(two):
    one, other = two
    third = make_organisation("Musée imaginaire du lien")
    keep_apart(one, other, **BY)

    assert {one, third} in pairs()
    assert {one, other} not in pairs()


def test_what_is_one_cannot_be_told_apart(two):
    one, other = two
    with pytest.raises(SameOrganisation):
        keep_apart(one, one, **BY)
    merge_organisations(one, other, **BY)

    with pytest.raises(OrganisationMerged):
        keep_apart(one, other, **BY)


def test_what_was_told_apart_may_still_be_merged(two):
    one, other = two
    keep_apart(one, other, **BY)

    merge_organisations(one, other, **BY)

    assert not kept_apart_from(found(one))


def test_the_journal_holds_names_that_the_desk_has_seen_alone(two):
    one, other = two
    with transaction() as session:
        session.execute(update(Organisation).values(listed_at=None))
    keep_apart(one, other, **BY)
    assert actions(one)[-1].details == {}

    compare_again(one, other, **BY)
    list_organisations(two, **BY)
    keep_apart(one, other, **BY)

    assert actions(one)[-1].details == {
        "label": "Musée imaginaire du lin",
        "other": "Musée imaginaire du lain",
    }


def test_a_name_that_one_person_typed_still_goes_with_them(app):
    offer = make_published_process()
    typed = NamedOrganisation(name="Ma petite structure")
    enrol(offer, number=1, details=make_details(organisation=typed))
    person = place_of(1).participant
    other = make_organisation("Ma petite structure à moi")
    mine = person.organisation_id
    keep_apart(mine, other, **BY)

    erase_participant(person.id, **BY)

    assert db.session.get(Organisation, mine) is None
    assert not db.session.scalars(select(OrganisationApart)).all()


@pytest.mark.on_both_databases
def test_told_apart_and_merged_at_once_is_one_or_the_other(app):
    one, other = (
        make_organisation("Musée imaginaire du lin"),
        make_organisation("Musée du lin 2"),
    )

    def apart():
        keep_apart(one, other, **BY)

    def merge():
        merge_organisations(other, one, **BY)

    failed = [future.exception() for future in all_at_once(app, [apart, merge] * 4)]

    db.session.rollback()
    assert {type(each) for each in failed} <= {type(None), OrganisationMerged}
    assert found(one).merged_into_id == other
    assert len(db.session.scalars(select(OrganisationApart)).all()) <= 1


def test_a_pair_is_dismissed_where_it_is_proposed_and_taken_back_on_its_page(desk, two):
    one, other = two
    assert "Musée imaginaire du lain" in desk.get(f"{DESK}/doublons").text

    answer = desk.post(f"{DESK}/{one}/distinguer/{other}", data={"from": "doubles"})

    assert answer.location == f"{DESK}/doublons"
    listed = desk.get(f"{DESK}/doublons").text
    assert "Musée imaginaire du lain" not in listed
    page = desk.get(f"{DESK}/{other}").text
    assert f"{DESK}/{other}/distinguer/{one}/annuler" in page
    compared = desk.get(f"{DESK}/{one}/fusionner/{other}").text
    assert "ne sont pas proposées comme doublons" in compared

    back = desk.post(f"{DESK}/{other}/distinguer/{one}/annuler")

    assert back.location == f"{DESK}/{other}"
    assert "Musée imaginaire du lain" in desk.get(f"{DESK}/doublons").text


def test_from_the_page_that_compares_them_one_goes_back_to_the_one(desk, two):
    one, other = two

    answer = desk.post(f"{DESK}/{one}/distinguer/{other}")

    assert answer.location == f"{DESK}/{one}"
