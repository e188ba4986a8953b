"""Pilots prepare a process at the desk: its phases, its groups, their places."""

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.seating import QuotaKind
from concertation.models import GroupOffer, Phase, Process, Quota, WorkingGroup
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_process,
    make_published_process,
    today,
)

DESK = "/bureau/demarches"
FORM = {
    "title": "Concertation sur le lin",
    "slug": "",
    "summary": "Une démarche.",
    "purpose": "",
    "asked": "",
    "not_asked": "",
    "legal_frame": "",
    "term": "",
    "timezone": "Europe/Paris",
    "organiser_name": "Région",
    "contact_name": "Référent",
    "contact_email": "lin@example.org",
    "contact_phone": "",
    "group_rule": "several",
    "groups_most": "2",
    "legal_basis": "public_task",
    "retention_days": "365",
}
PHASE = {"title": "État des lieux", "first_day": "2099-06-19", "last_day": "2099-09-30"}


def only(model):
    db.session.expire_all()
    return db.session.scalars(select(model)).unique().one()


def test_a_process_is_created_and_found_in_the_list(desk):
    answer = desk.post("/bureau/nouvelle-demarche", data=FORM)

    assert answer.status_code == 303
    assert answer.location == f"{DESK}/concertation-sur-le-lin"
    assert "Concertation sur le lin" in desk.get(DESK).text
    process = only(Process)
    assert (process.group_rule, process.groups_most) == ("several", 2)


def test_where_one_group_is_chosen_no_number_is_kept(desk):
    desk.post("/bureau/nouvelle-demarche", data={**FORM, "group_rule": "one"})

    assert only(Process).groups_most is None


def test_what_is_wrong_is_told_beside_the_field_and_kept(desk):
    wrong = {**FORM, "title": "", "contact_email": "x@", "summary": "Kept."}

    answer = desk.post("/bureau/nouvelle-demarche", data=wrong)

    assert answer.status_code == 422
    assert 'id="title-error"' in answer.text
    assert 'id="contact_email-error"' in answer.text
    assert "Kept." in answer.text


def test_an_address_that_is_taken_is_told_beside_the_field(desk):
    make_process(slug="lin")

    answer = desk.post("/bureau/nouvelle-demarche", data={**FORM, "slug": "lin"})

    assert answer.status_code == 422
    assert 'id="slug-error"' in answer.text


def test_an_edit_of_an_older_version_is_shown_again(desk):
    process = make_process()
    edit = {**FORM, "slug": "csti", "version": "older"}

    answer = desk.post(f"{DESK}/csti/modifier", data=edit)

    assert answer.status_code == 409
    assert "Concertation sur le lin" in answer.text
    again = {**edit, "version": process.version}
    assert desk.post(f"{DESK}/csti/modifier", data=again).status_code == 303
    assert only(Process).title == "Concertation sur le lin"


def test_a_phase_lasts_from_midnight_to_midnight_of_its_place(desk):
    make_process(timezone="Indian/Reunion")

    answer = desk.post(f"{DESK}/csti/phases/nouvelle", data=PHASE)

    assert answer.status_code == 303
    phase = only(Phase)
    assert phase.starts_at == datetime(2099, 6, 18, 20, tzinfo=UTC)
    assert phase.ends_at == datetime(2099, 9, 30, 20, tzinfo=UTC)
    form = desk.get(f"{DESK}/csti/phases/{phase.id}").text
    assert 'value="2099-06-19"' in form
    assert 'value="2099-09-30"' in form


def test_a_day_on_which_clocks_go_forward_is_a_phase(desk):
    make_process()
    day = {"first_day": "2026-03-29", "last_day": "2026-03-29"}

    answer = desk.post(f"{DESK}/csti/phases/nouvelle", data={**PHASE, **day})

    assert answer.status_code == 303
    phase = only(Phase)
    assert phase.ends_at - phase.starts_at == timedelta(hours=23)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"last_day": "2099-06-18"}, "last_day"),
        ({"first_day": "0017-06-19"}, "first_day"),
        ({"first_day": "19 juin"}, "first_day"),
        ({"enrolment_closes_at": "2099-10-01T10:00"}, "enrolment_closes_at"),
        (
            {
                "enrolment_opens_at": "2099-08-01T10:00",
                "enrolment_closes_at": "2099-08-01T09:00",
            },
            "enrolment_closes_at",
        ),
    ],
)
def test_dates_of_a_phase_that_cannot_be_are_told_at_their_field(desk, changes, field):
    make_process()

    answer = desk.post(f"{DESK}/csti/phases/nouvelle", data={**PHASE, **changes})

    assert answer.status_code == 422
    assert f'id="{field}-error"' in answer.text


def test_phases_that_overlap_are_both_named(desk):
    make_process()
    desk.post(f"{DESK}/csti/phases/nouvelle", data=PHASE)
    other = {**PHASE, "title": "Ambitions", "first_day": "2099-09-30"}

    answer = desk.post(
        f"{DESK}/csti/phases/nouvelle", data={**other, "last_day": "2099-12-31"}
    )

    assert answer.status_code == 422
    assert "« État des lieux » et « Ambitions » se chevauchent" in answer.text.replace(
        "\u00a0", " "
    )
    next_day = {**other, "first_day": "2099-10-01", "last_day": "2099-12-31"}
    answer = desk.post(f"{DESK}/csti/phases/nouvelle", data=next_day)
    assert answer.status_code == 303


def test_a_group_is_offered_in_several_phases_at_once(desk):
    process = make_process()
    first, second = make_phase(process), make_phase(process)
    desk.post(f"{DESK}/csti/nouveau-groupe", data={"title": "DIFFUSION"})
    group = only(WorkingGroup)
    places = {
        "phases": [first.id, second.id],
        "capacity": "20",
        "keeps_waiting_list": "y",
    }

    answer = desk.post(f"{DESK}/csti/groupes/{group.id}/proposer", data=places)

    assert answer.status_code == 303
    offers = db.session.scalars(select(GroupOffer)).unique().all()
    assert {offer.phase_id for offer in offers} == {first.id, second.id}
    assert {offer.pool.capacity for offer in offers} == {20}


def test_a_group_is_not_offered_without_saying_where(desk):
    process = make_process()
    make_phase(process)
    group = make_group(process)

    answer = desk.post(f"{DESK}/csti/groupes/{group.id}/proposer", data={"phases": []})

    assert answer.status_code == 422
    assert 'id="phases-error"' in answer.text


def test_places_and_limits_of_a_group_are_changed(desk):
    offer = make_published_process()
    page = f"{DESK}/csti/places/{offer.id}"

    desk.post(page, data={"capacity": "12"})
    limit = {"part": "category:museum", "seats": "3", "strength": "hard"}
    desk.post(f"{page}/quotas", data=limit)

    changed = only(GroupOffer)
    assert (changed.pool.capacity, changed.pool.keeps_waiting_list) == (12, False)
    quota = only(Quota)
    assert (quota.kind, quota.value, quota.seats) == (QuotaKind.CATEGORY, "museum", 3)
    desk.post(f"{page}/quotas/{quota.id}/lever")
    assert db.session.query(Quota).count() == 0


def test_a_group_is_renamed_moved_and_removed(desk):
    process = make_process()
    first, second = make_group(process, title="A"), make_group(process, title="B")

    desk.post(f"{DESK}/csti/groupes/{second.id}/deplacer", data={"direction": "up"})
    page = desk.get(f"{DESK}/csti/groupes").text
    assert page.index(">B<") < page.index(">A<")

    desk.post(f"{DESK}/csti/groupes/b/modifier", data={"title": "C", "slug": "c"})
    desk.post(f"{DESK}/csti/groupes/{first.id}/supprimer")
    assert only(WorkingGroup).slug == "c"


def test_a_process_is_not_published_before_anybody_can_enrol(desk):
    process = make_process()

    answer = desk.post(f"{DESK}/csti/publier")

    assert answer.status_code == 409
    assert "Concertation CSTI" in answer.text
    make_offer(make_group(process), make_phase(process))
    assert desk.post(f"{DESK}/csti/publier").status_code == 303
    assert only(Process).is_published


def test_the_overview_shows_phases_groups_and_places(desk):
    make_published_process(around=today(), capacity=20)

    page = desk.get(f"{DESK}/csti").text

    assert "En cours" in page
    assert "0 / 20" in page
    assert "PRODUCTION" in page


def test_the_overview_asks_as_much_for_one_group_as_for_three(desk, counted_queries):
    process = make_published_process().process
    with counted_queries() as one:
        desk.get(f"{DESK}/csti")
    phase = make_phase(process)
    for title in ("B", "C"):
        make_offer(make_group(process, title=title), phase)
    with counted_queries() as three:
        desk.get(f"{DESK}/csti")

    assert len(three) == len(one)


def test_the_list_asks_as_much_for_one_process_as_for_three(desk, counted_queries):
    make_published_process()
    with counted_queries() as one:
        desk.get(DESK)
    for slug in ("b", "c"):
        make_phase(make_process(slug=slug))
    with counted_queries() as three:
        desk.get(DESK)

    assert len(three) == len(one)


@pytest.mark.parametrize(
    "address",
    [
        "/aucune",
        "/autre/phases/{phase}",
        "/autre/places/{offer}",
        "/autre/groupes/production/modifier",
    ],
)
def test_what_belongs_to_another_process_is_missing(desk, address):
    offer = make_published_process()
    make_process(slug="autre")

    path = address.format(phase=offer.phase_id, offer=offer.id)

    assert desk.get(f"{DESK}{path}").status_code == 404


def test_the_journal_names_the_process_and_its_parts(desk):
    make_published_process(title="Concertation sur le lin")

    told = desk.get("/bureau/journal").text

    assert "Concertation sur le lin" in told
    assert "PRODUCTION, Phase 1" in told
    assert "working_group" not in told
