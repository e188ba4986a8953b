"""A process on one page, for who answers for it."""

import pytest

from concertation.services.targets import (
    OutreachSheet,
    TargetsSheet,
    add_outreach,
    set_targets,
)
from tests.enrolments import MINUTE, enrol, make_details
from tests.factories import ACTOR, NOW
from tests.processes import make_published_process, today

PAGE = "/bureau/demarches/csti/bilan?lang=fr"
BY = {"actor": ACTOR, "now": NOW}


@pytest.fixture
def offer(app):
    return make_published_process(around=today())


def test_before_anything_happened_it_says_so(desk, offer):
    page = desk.get(PAGE).text

    assert "0" in page
    assert "Concertation CSTI" in page


def test_it_tells_who_was_reached_of_those_who_were_written_to(desk, offer):
    sheet = TargetsSheet(organisations_contacted=150, targets=())
    set_targets(offer.process_id, sheet, **BY)
    survey = OutreachSheet(label="Enquête", contacted=150, reached=103)
    add_outreach(offer.process_id, survey, **BY)
    for number in (1, 2):
        moment = today() + number * MINUTE
        enrol(offer, number=number, details=make_details(), now=moment)

    page = desk.get(PAGE).text

    assert "1&nbsp;/&nbsp;150" in page
    assert "103&nbsp;/&nbsp;150" in page
    assert "69\u202f%" in page
    assert "Musée" in page


def test_who_reads_nothing_of_the_process_does_not_read_it(client, offer):
    assert client.get(PAGE).status_code == 303
