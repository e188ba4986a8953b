"""A phase cannot end while seats in it are promised to be held for longer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.local_time import local_time_of
from concertation.domain.process_errors import (
    ClockPromised,
    RenewalOver,
    SeatsHeldBeyond,
)
from concertation.models import Admission, Phase
from concertation.services.phases import PhaseSheet, edit_phase
from concertation.services.processes import edit_process
from concertation.services.renewal import renew_group
from tests.enrolments import enrol, place_of
from tests.factories import ACTOR, NOW
from tests.processes import (
    make_offer,
    make_phase,
    make_process_sheet,
    make_published_process,
    today,
)
from tests.storm import all_at_once

DAY = timedelta(days=1)
UNTIL = NOW + 50 * DAY
BY = {"actor": ACTOR, "now": NOW}


@pytest.fixture
def offer(app):
    """In the next phase of a group with one member, whose seat is held until a day."""
    return renewed()


def renewed(around=NOW, until=UNTIL):
    former = make_published_process(around=around)
    enrol(former, now=around)
    offer = make_offer(former.group, make_phase(former.process))
    renew_group(offer.id, until=until, actor=ACTOR, now=around)
    return offer


def sheet(phase, ends_at, **changes):
    given = {"title": phase.title, "starts_at": phase.starts_at, **changes}
    return PhaseSheet(**given, ends_at=ends_at)


@pytest.mark.on_both_databases
def test_a_phase_cannot_end_before_seats_that_are_held(offer):
    before = offer.phase.ends_at

    with pytest.raises(SeatsHeldBeyond) as refused:
        edit_phase(offer.phase_id, sheet(offer.phase, UNTIL - DAY), **BY)
    db.session.expire_all()
    assert (refused.value.phase, refused.value.at) == (offer.phase.title, UNTIL)
    assert offer.phase.ends_at == before

    edit_phase(offer.phase_id, sheet(offer.phase, UNTIL), **BY)
    db.session.expire_all()
    assert offer.phase.ends_at == UNTIL


def test_once_nothing_is_held_any_more_the_day_to_confirm_ends_with_the_phase(offer):
    late = UNTIL + DAY
    ends_at = UNTIL - DAY

    edit_phase(offer.phase_id, sheet(offer.phase, ends_at), actor=ACTOR, now=late)

    db.session.expire_all()
    assert offer.phase.ends_at == offer.phase.renewal_closes_at == ends_at


def test_another_title_asks_nothing_of_who_holds_a_seat(offer):
    ends_at = offer.phase.ends_at

    edit_phase(offer.phase_id, sheet(offer.phase, ends_at, title="Autre"), **BY)

    db.session.expire_all()
    assert offer.phase.title == "Autre"


@pytest.mark.on_both_databases
def test_who_holds_seats_and_who_ends_the_phase_at_once_agree(app):
    former = make_published_process()
    enrol(former)
    offer = make_offer(former.group, make_phase(former.process))
    number, phase_id, shorter = offer.id, offer.phase_id, UNTIL - DAY
    wanted = sheet(offer.phase, shorter)

    def hold():
        renew_group(number, until=UNTIL, **BY)

    def end():
        edit_phase(phase_id, wanted, **BY)

    failed = [future.exception() for future in all_at_once(app, [hold, end] * 3)]

    db.session.rollback()
    db.session.expire_all()
    held = db.session.scalar(select(func.max(Admission.held_until)))
    ends_at = db.session.get_one(Phase, phase_id).ends_at
    assert held is None or held <= ends_at
    assert {type(each) for each in failed} <= {
        type(None),
        RenewalOver,
        SeatsHeldBeyond,
    }
    assert any(failed)


def test_the_form_says_until_when_seats_are_held(desk):
    now = today()
    offer = renewed(now, now + 50 * DAY)
    assert place_of(1, offer).standing.value == "held"
    phase = offer.phase
    typed = {
        "title": phase.title,
        "first_day": f"{phase.starts_at + DAY:%Y-%m-%d}",
        "last_day": f"{now + 45 * DAY:%Y-%m-%d}",
    }

    answer = desk.post(f"/bureau/demarches/csti/phases/{phase.id}", data=typed)

    assert answer.status_code == 422
    assert "la phase ne peut pas se terminer avant" in answer.text


@pytest.mark.on_both_databases
def test_the_clock_stays_while_seats_are_held_and_then_phases_keep_their_days(offer):
    process = offer.process
    typed = replace(make_process_sheet(), timezone="Indian/Reunion")

    with pytest.raises(ClockPromised) as refused:
        edit_process(process.id, typed, **BY)
    db.session.expire_all()
    assert (refused.value.phase, refused.value.at) == (offer.phase.title, UNTIL)
    assert process.timezone == "Europe/Paris"

    before = local_time_of(offer.phase.starts_at, "Europe/Paris")
    edit_process(process.id, typed, actor=ACTOR, now=UNTIL)
    db.session.expire_all()
    assert local_time_of(offer.phase.starts_at, "Indian/Reunion") == before


def test_the_form_says_why_the_clock_stays(desk):
    now = today()
    process = renewed(now, now + 50 * DAY).process
    page = desk.get("/bureau/demarches/csti/modifier")
    assert page.status_code == 200
    typed = {
        "title": process.title,
        "timezone": "Indian/Reunion",
        "organiser_name": "Région",
        "contact_name": "Référent",
        "contact_email": "csti@example.org",
        "group_rule": "one",
        "legal_basis": "public_task",
        "retention_days": "365",
    }

    answer = desk.post("/bureau/demarches/csti/modifier", data=typed)

    assert answer.status_code == 422
    assert 'id="timezone-error"' in answer.text
