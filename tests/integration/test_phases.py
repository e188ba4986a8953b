"""Phases of a process never overlap, and nobody loses a place with one."""

from datetime import timedelta

import pytest

from concertation.database import db, transaction
from concertation.domain.process_errors import (
    OfferInUse,
    PhaseGone,
    PhaseInUse,
    PhasesOverlap,
    PhaseTooShort,
    WindowOutside,
)
from concertation.models import Event, GroupOffer, Phase, Quota, SeatPool
from concertation.queries.processes import offers_of_group, offers_of_phase
from concertation.services.offers import (
    OfferSheet,
    change_offer,
    offer_group,
    withdraw_offer,
)
from concertation.services.phases import (
    PhaseSheet,
    add_phase,
    edit_phase,
    remove_phase,
)
from tests.factories import ACTOR, NOW, make_draft
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_process,
    make_published_process,
)
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]

DAY = timedelta(days=1)
MONTH = 30 * DAY


def sheet(title="Phase", start=NOW, length=MONTH, **changes):
    return PhaseSheet(title=title, starts_at=start, ends_at=start + length, **changes)


def add(process, *args, **changes):
    return add_phase(process.id, sheet(*args, **changes), actor=ACTOR, now=NOW)


def titles(process):
    db.session.rollback()
    db.session.expire_all()
    return [phase.title for phase in process.phases]


def count(model):
    return db.session.query(model).count()


def meet(offer):
    """Let a meeting belong to it."""
    event = make_draft()
    with transaction() as session:
        session.get_one(Event, event.id).offer_id = offer.id


def test_phases_stand_in_the_order_of_time():
    process = make_process()
    add(process, "Ambitions partagées", NOW + MONTH)
    add(process, "État des lieux", NOW)

    assert titles(process) == ["État des lieux", "Ambitions partagées"]


def test_one_begins_when_the_other_ends():
    process = make_process()
    add(process, "A", NOW, MONTH)
    add(process, "B", NOW + MONTH, MONTH)

    assert process.phases[0].ends_at == process.phases[1].starts_at


def test_a_phase_that_overlaps_is_refused_and_both_are_named():
    process = make_process()
    add(process, "A", NOW, MONTH)

    with pytest.raises(PhasesOverlap) as refused:
        add(process, "B", NOW + MONTH - DAY)

    assert (refused.value.earlier, refused.value.later) == ("A", "B")
    assert titles(process) == ["A"]


def test_phases_of_other_processes_are_in_nobodys_way():
    first, second = make_process(), make_process(slug="autre")
    add(first, "A")
    add(second, "B")

    assert titles(second) == ["B"]


@pytest.mark.parametrize("length", [timedelta(0), -DAY, DAY - timedelta(hours=2)])
def test_a_phase_lasts_a_day(length):
    process = make_process()

    with pytest.raises(PhaseTooShort):
        add(process, "A", NOW, length)
    phase = add(process, "A", NOW, DAY)
    with pytest.raises(PhaseTooShort):
        edit_phase(phase, sheet("A", NOW, length), actor=ACTOR, now=NOW)


def test_nobody_enrols_after_the_phase():
    process = make_process()
    closes = NOW + MONTH + DAY

    with pytest.raises(WindowOutside):
        add(process, enrolment_closes_at=closes)
    add(process, enrolment_opens_at=NOW - MONTH, enrolment_closes_at=NOW + MONTH)


def test_an_edited_phase_is_held_against_the_others():
    process = make_process()
    first = add(process, "A", NOW, MONTH)
    add(process, "B", NOW + MONTH, MONTH)

    with pytest.raises(PhasesOverlap):
        edit_phase(first, sheet("A", NOW, MONTH + DAY), actor=ACTOR, now=NOW)

    edit_phase(first, sheet("C", NOW, MONTH - DAY), actor=ACTOR, now=NOW)
    assert titles(process) == ["C", "B"]


def test_of_two_that_overlap_and_come_at_once_only_one_stands(app):
    process = make_process()
    number = process.id
    tasks = [
        lambda days=days: add_phase(
            number, sheet(f"{days}", NOW + days * DAY), actor=ACTOR, now=NOW
        )
        for days in range(8)
    ]

    done = all_at_once(app, tasks)

    refused = [future.exception() for future in done if future.exception()]
    assert len(titles(process)) == 1
    assert [type(error) for error in refused] == [PhasesOverlap] * 7


def test_a_phase_that_nobody_used_is_removed_with_its_offers():
    process = make_process()
    phase, group = make_phase(process), make_group(process)
    make_offer(group, phase)

    for _twice in range(2):
        remove_phase(phase.id, actor=ACTOR, now=NOW)

    assert titles(process) == []
    assert (count(GroupOffer), count(SeatPool), count(Quota)) == (0, 0, 0)


def test_what_is_gone_is_not_edited():
    phase = make_phase(make_process())
    remove_phase(phase.id, actor=ACTOR, now=NOW)

    with pytest.raises(PhaseGone):
        edit_phase(phase.id, sheet(), actor=ACTOR, now=NOW)


def test_a_phase_with_a_meeting_stays():
    offer = make_published_process()
    meet(offer)

    with pytest.raises(PhaseInUse) as refused:
        remove_phase(offer.phase_id, actor=ACTOR, now=NOW)
    assert refused.value.phase == "Phase 1"
    with pytest.raises(OfferInUse):
        withdraw_offer(offer.id, actor=ACTOR, now=NOW)
    assert count(Phase) == count(GroupOffer) == 1


def test_a_group_is_offered_once_in_a_phase(app):
    process = make_process()
    phase, group = make_phase(process).id, make_group(process).id
    tasks = [
        lambda: offer_group(group, phase, OfferSheet(capacity=5), actor=ACTOR, now=NOW)
    ] * 5

    made = {future.result() for future in all_at_once(app, tasks)}

    db.session.rollback()  # What it reads now is what the others wrote.
    db.session.expire_all()
    assert len(made) == 1
    assert [offer.pool.capacity for offer in offers_of_phase(phase)] == [5]
    assert count(SeatPool) == 1


def test_a_group_is_offered_in_phases_of_its_process_alone():
    group, phase = make_group(make_process()), make_phase(make_process(slug="autre"))

    with pytest.raises(PhaseGone):
        make_offer(group, phase)


def test_an_offer_has_other_seats_and_is_withdrawn():
    process = make_process()
    phase, group = make_phase(process), make_group(process)
    offer = make_offer(group, phase, capacity=2)

    other = OfferSheet(capacity=None, keeps_waiting_list=False)
    change_offer(offer.id, other, actor=ACTOR, now=NOW)

    db.session.expire_all()
    assert (offer.pool.capacity, offer.pool.keeps_waiting_list) == (None, False)
    for _twice in range(2):
        withdraw_offer(offer.id, actor=ACTOR, now=NOW)
    assert offers_of_group(group.id) == []
    assert count(SeatPool) == 0
