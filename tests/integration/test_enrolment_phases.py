"""For which phase people enrol, when they can, and in what is left."""

import re
from datetime import timedelta

import pytest

from concertation.clock import utc_now
from concertation.database import transaction
from concertation.models import Phase
from tests.enrolling import DAY, PAGE, filled, participants, today
from tests.enrolments import enrol
from tests.factories import FORM, NOW
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_process,
    make_published_process,
)


@pytest.fixture
def offer(app):
    return make_published_process(around=today())


def test_a_phase_that_is_to_come_says_when_it_opens(client, app):
    make_published_process(around=today() + 60 * DAY)

    answer = client.get(f"{PAGE}?lang=en")

    assert answer.status_code == 409
    assert "Enrolment opens on" in answer.text
    assert client.post(PAGE, data=FORM).status_code == 409


def test_a_phase_that_is_over_says_so_and_leads_to_the_one_that_is_open(client, app):
    over = make_published_process(around=today() - 80 * DAY)
    following = make_phase(over.process, starts_at=today() - 20 * DAY)
    make_offer(over.group, following)

    answer = client.get(f"{PAGE}?phase={over.phase_id}&lang=en")

    assert answer.status_code == 409
    assert "Enrolment was open until" in answer.text
    assert f"phase={following.id}" in answer.text


def test_without_a_phase_in_the_address_the_open_one_is_meant(client, app):
    over = make_published_process(around=today() - 80 * DAY)
    following = make_phase(over.process, starts_at=today() - 20 * DAY)
    offer = make_offer(over.group, following)

    page = client.get(PAGE).text

    assert f"phase={following.id}" in page  # The form says for which phase it is.
    assert client.post(PAGE, data=filled(offer)).status_code == 303


def test_a_form_that_was_open_when_its_phase_ended_enrols_in_no_other(client, app):
    """The next phase takes people: but that is not what was asked for."""
    offer = make_published_process(around=today())
    following = make_phase(offer.process)
    make_offer(offer.group, following)
    action = re.search(r'action="([^"]+)"', client.get(PAGE).text)[1]
    with transaction() as session:
        phase = session.get_one(Phase, offer.phase_id)
        phase.ends_at = utc_now() - timedelta(minutes=1)
        session.get_one(Phase, following.id).enrolment_opens_at = NOW

    answer = client.post(action.replace("&amp;", "&"), data=filled(offer))

    assert answer.status_code == 409
    assert participants() == []


@pytest.mark.parametrize("query", ["phase=999", "phase=none", "phase=-1", "phase=%00"])
def test_an_address_that_was_made_up_leads_nowhere(client, offer, query):
    assert client.get(f"{PAGE}?{query}").status_code in {404, 409}


def test_a_draft_is_missing(client, app):
    process = make_process()
    make_offer(make_group(process), make_phase(process, starts_at=today() - DAY))

    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, data=FORM).status_code == 404


def test_when_nothing_is_left_the_page_says_so_before_anybody_types(client, app):
    full = make_published_process(around=today(), keeps_waiting_list=False)
    enrol(full, number=1, now=utc_now())
    enrol(full, number=2, now=utc_now())

    answer = client.get(PAGE)

    assert answer.status_code == 409
    assert full.process.contact_email in answer.text


def test_a_group_that_became_full_is_told_beside_its_field(client, app):
    full = make_published_process(around=today(), keeps_waiting_list=False)
    free = make_offer(make_group(full.process, title="DIFFUSION"), full.phase)
    data = filled(full)
    enrol(full, number=1, now=utc_now())
    enrol(full, number=2, now=utc_now())

    answer = client.post(PAGE, data=data)

    assert answer.status_code in {409, 422}
    assert 'id="groups-error"' in answer.text
    assert f'value="{FORM["organisation"]}"' in answer.text
    assert client.post(PAGE, data=filled(free)).status_code == 303
