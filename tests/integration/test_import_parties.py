"""What an import would come to, where people do not come alone."""

import pytest

from concertation.services.registration_rules import RegistrationRules, change_rules
from tests.factories import ACTOR, NOW, make_event
from tests.full_event import fresh
from tests.imports import IMPORTS, found, run_to_the_end, send, start
from tests.tables_of_people import HEADINGS, csv_file, person_row

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]


def bringing(*companions: str) -> bytes:
    rows = [
        [*person_row(number), who] for number, who in enumerate(companions, start=1)
    ]
    return csv_file([[*HEADINGS, "Vient avec"], *rows])


@pytest.fixture
def event(app):
    event = make_event(capacity=4)
    rules = RegistrationRules(
        needs_approval=False, companions_most=3, companions_named=False
    )
    change_rules(event.id, rules, actor=ACTOR, now=NOW)
    return fresh(event)


def test_the_preview_counts_who_comes_along_as_the_import_will(desk, event):
    """Two seats, then three that do not fit any more, then two that do."""
    sent = send(event, bringing("1", "Ada; Grace", "Alan"))

    page = desk.get(f"{IMPORTS}/{sent.id}").text

    assert "4 personnes obtiennent une place" in page
    assert "3 personnes rejoignent la liste d’attente" in page

    start(sent)
    run_to_the_end()
    done = found(sent.id)
    assert (done.confirmed, done.waitlisted) == (2, 1)
    assert fresh(event).pool.seats_taken == 4


def test_a_party_that_is_not_ticked_is_not_counted(desk, event):
    sent = send(event, bringing("3", ""))
    data = {"shown": "2,3", "line": "3", "go": "1"}

    page = desk.post(f"{IMPORTS}/{sent.id}/choix", data=data, follow_redirects=True)

    assert "1 personne obtient une place" in page.text
