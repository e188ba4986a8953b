"""A copy of a process has everything that was prepared, moved in time, and nobody."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy import select

from concertation.database import Base, db
from concertation.domain.process import TargetKind
from concertation.domain.process_errors import NothingToMove
from concertation.domain.seating import QuotaKind
from concertation.models import Process
from concertation.queries.processes import find_process, groups_of_process
from concertation.queries.processes import offers_of_process as offers_of
from concertation.queries.seating import place_quotas
from concertation.services.copy_plan import (
    NOT_COPIED_OF_PROCESSES,
    PROCESS_PLAN,
)
from concertation.services.offer_quotas import set_offer_quota
from concertation.services.process_copying import ProcessCopyWish, copy_process
from concertation.services.quotas import PlaceQuota
from concertation.services.targets import Target, TargetsSheet, set_targets
from tests.enrolments import enrol
from tests.factories import ACTOR, NOW
from tests.processes import (
    make_group,
    make_offer,
    make_outreach,
    make_partner,
    make_phase,
    make_process,
    publish,
)

BY = {"actor": ACTOR, "now": NOW}


def prepared() -> Process:
    process = make_process(term="avant 2027")
    first = make_phase(
        process,
        starts_at=datetime(2026, 3, 1, 23, tzinfo=UTC),
        ends_at=datetime(2026, 3, 31, 22, tzinfo=UTC),
        enrolment_opens_at=datetime(2026, 2, 1, 8, tzinfo=UTC),
    )
    second = make_phase(process)
    production, diffusion = make_group(process), make_group(process, title="DIFFUSION")
    offer = make_offer(production, first, capacity=20)
    make_offer(production, second, capacity=30, keeps_waiting_list=False)
    make_offer(diffusion, second, capacity=None)
    limit = PlaceQuota(kind=QuotaKind.CATEGORY, value="museum", seats=3, is_hard=True)
    set_offer_quota(offer.id, limit, **BY)
    make_partner(process, with_logo=True)
    make_outreach(process)
    targets = (
        Target(kind=TargetKind.CATEGORY, value="museum", wanted=3, contacted=40),
        Target(kind=TargetKind.DEPARTEMENT, value="59", contacted=70),
    )
    sheet = TargetsSheet(organisations_contacted=150, targets=targets)
    set_targets(process.id, sheet, **BY)
    enrol(offer_of(publish(process)))
    return process


def offer_of(process):
    return offers_of(process.id)[0]


def copied(process, **changes):
    wish = {"title": "Suite", "starts_on": date(2026, 10, 1), **changes}
    slug = copy_process(ProcessCopyWish(process_id=process.id, **wish), **BY)
    db.session.expire_all()
    return find_process(slug)


@pytest.mark.on_both_databases
def test_everything_that_was_prepared_is_in_the_copy(app):
    process = prepared()

    copy = copied(process)

    assert (copy.slug, copy.is_published, copy.published_at) == ("suite", False, None)
    for name in PROCESS_PLAN["process"].copied - {"title"}:
        assert getattr(copy, name) == getattr(process, name)
    groups = groups_of_process(copy.id)
    assert [group.slug for group in groups] == ["production", "diffusion"]
    grid = [
        (o.phase.title, o.group.title, o.pool.capacity, o.pool.keeps_waiting_list)
        for o in offers_of(copy.id)
    ]
    assert grid == [
        ("Phase 1", "PRODUCTION", 20, True),
        ("Phase 2", "PRODUCTION", 30, False),
        ("Phase 2", "DIFFUSION", None, True),
    ]
    (limit,) = place_quotas(offer_of(copy).pool_id)
    assert (limit.value, limit.seats, limit.seats_taken) == ("museum", 3, 0)
    (partner,) = copy.partners
    assert partner.file.content == process.partners[0].file.content
    assert partner.file_id != process.partners[0].file_id


@pytest.mark.on_both_databases
def test_days_keep_their_distance_on_the_clock_of_the_place(app):
    copy = copied(prepared(), starts_on=date(2026, 10, 1))

    first, second = copy.phases
    # The second of March was in winter; the first of October is in summer.
    assert first.starts_at == datetime(2026, 9, 30, 22, tzinfo=UTC)
    assert first.ends_at == datetime(2026, 10, 30, 23, tzinfo=UTC)
    assert first.enrolment_opens_at == datetime(2026, 9, 2, 7, tzinfo=UTC)
    assert second.starts_at == first.ends_at


@pytest.mark.on_both_databases
def test_nobody_who_took_part_and_nothing_that_was_done_is_in_the_copy(app):
    copy = copied(prepared())

    assert offer_of(copy).pool.seats_taken == 0
    assert (copy.term, copy.organisations_contacted, copy.outreaches) == ("", None, [])
    told = [(each.value, each.wanted, each.contacted) for each in copy.targets]
    assert told == [("museum", 3, None)]


def test_without_a_phase_there_is_no_day_to_count_from(app):
    with pytest.raises(NothingToMove):
        copied(make_process())


def test_copies_have_addresses_of_their_own(app):
    process = prepared()

    assert [copied(process).slug for _ in range(2)] == ["suite", "suite-2"]


def test_every_column_is_copied_moved_or_made_anew():
    """Whoever adds one says here what becomes of it."""
    for name, plan in PROCESS_PLAN.items():
        columns = set(Base.metadata.tables[name].columns.keys())
        assert columns == plan.copied | plan.moved | plan.anew, name
        assert len(columns) == sum(map(len, (plan.copied, plan.moved, plan.anew)))


def test_every_table_that_belongs_to_a_process_is_copied_or_named():
    belongs = {"process", "seat_pool"}
    known = 0
    while known != len(belongs):
        known = len(belongs)
        belongs |= {
            table.name
            for table in Base.metadata.sorted_tables
            for key in table.foreign_keys
            if key.column.table.name in belongs
        }

    assert belongs == set(PROCESS_PLAN) | NOT_COPIED_OF_PROCESSES
    assert not set(PROCESS_PLAN) & NOT_COPIED_OF_PROCESSES


def test_pages_copy_a_process(desk):
    prepared()
    page = "/bureau/copie-de-demarche?de=csti"

    assert "Concertation CSTI" in desk.get(page).text
    wrong = desk.post(page, data={"title": "", "starts_on": "0017-01-01"})
    made = desk.post(page, data={"title": "Suite", "starts_on": "2026-10-01"})

    assert wrong.status_code == 422
    assert 'id="title-error"' in wrong.text
    assert 'id="starts_on-error"' in wrong.text
    assert made.location == "/bureau/demarches/suite"
    assert len(db.session.scalars(select(Process)).all()) == 2
