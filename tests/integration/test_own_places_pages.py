"""What people do with a place of their own by their link: leave, confirm, join."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from concertation.clock import utc_now
from concertation.database import transaction
from concertation.models import Admission
from concertation.services.renewal import renew_group
from tests.enrolling import DAY, page_of, three_offers, today
from tests.enrolments import (
    assert_counted,
    enrol,
    mails_to,
    place_of,
    standing_of,
)
from tests.factories import ACTOR
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_process,
    make_published_process,
    publish,
)


@pytest.fixture
def offer(app):
    return make_published_process(around=today())


@pytest.fixture
def mine(offer):
    """The address of the pages of person 1, who has a seat."""
    enrol(offer, number=1, now=utc_now())
    return page_of(1)


def held_seat() -> tuple[str, int]:
    """Of person 1, in the second phase of a process; the page, and the place."""
    process = make_process()
    group = make_group(process)
    first = make_offer(group, make_phase(process, starts_at=today() - 70 * DAY))
    second = make_offer(group, make_phase(process))
    publish(process)
    enrol(first, number=1, now=today() - 60 * DAY)
    until = utc_now() + 10 * DAY
    renew_group(second.id, until=until, actor=ACTOR, now=utc_now())
    return page_of(1), place_of(1, second).id


def joining(offer, number: int = 1) -> str:
    return f"{page_of(number)}/phases/{offer.phase_id}/rejoindre"


def test_who_left_comes_back_by_the_link_without_saying_anything_again(client, mine):
    place = place_of(1)
    client.post(f"{mine}/groupes/{place.id}/quitter")
    offer, details = place.offer, place.participant.search_text
    assert "/rejoindre" in client.get(mine).text

    assert client.get(joining(offer)).status_code == 200
    answer = client.post(joining(offer), data={"groups": str(offer.id)})

    assert answer.location == mine
    assert standing_of(1) == "seat"
    assert place_of(1).id != place.id
    assert place_of(1).participant.search_text == details


def test_another_group_is_joined_from_any_browser_by_the_link(app, client):
    offers = three_offers(group_rule="several", groups_most=2)
    enrol(offers[0], number=1, browser_key="", now=utc_now())

    page = client.get(joining(offers[1])).text
    assert offers[0].group.title not in page.partition("<form")[2]
    client.post(joining(offers[1]), data={"groups": [str(offers[1].id)]})

    assert [standing_of(1, offer) for offer in offers[:2]] == ["seat", "seat"]
    assert "/rejoindre" not in client.get(page_of(1)).text  # Two are the most.
    more = client.post(joining(offers[2]), data={"groups": [str(offers[2].id)]})
    assert more.status_code == 409


def test_where_one_group_is_the_rule_no_other_is_joined(client, app):
    offers = three_offers()
    enrol(offers[0], number=1, now=utc_now())

    assert "/rejoindre" not in client.get(page_of(1)).text
    answer = client.post(joining(offers[1]), data={"groups": str(offers[1].id)})

    assert answer.status_code == 409
    assert standing_of(1) == "seat"


def test_nobody_joins_outside_of_the_time_to_enrol(client, app):
    offer = make_published_process(around=today() - 80 * DAY)
    enrol(offer, number=1, now=today() - 80 * DAY)
    coming = make_offer(offer.group, make_phase(offer.process, starts_at=today() + DAY))

    for each in (offer, coming):
        assert client.get(joining(each)).status_code == 409
        answer = client.post(joining(each), data={"groups": str(each.id)})
        assert answer.status_code == 409


def test_leaving_is_confirmed_first_and_frees_the_seat(client, app):
    offer = make_published_process(around=today(), capacity=1)
    for number in (1, 2):
        enrol(offer, number=number, now=utc_now())
    mine, address = page_of(1), f"{page_of(1)}/groupes/{place_of(1).id}/quitter"

    assert client.get(address).status_code == 200
    assert standing_of(1) == "seat"
    assert client.post(address).location == mine

    assert (standing_of(1), standing_of(2)) == ("ended", "seat")
    page = client.get(f"{mine}?lang=en").text
    assert "You are in no group at the moment" in page
    assert "You left the group" in page
    assert_counted()


def test_leaving_twice_is_leaving_once(client, mine):
    address = f"{mine}/groupes/{place_of(1).id}/quitter"
    client.post(address)
    mails = mails_to(1)

    assert client.post(address).status_code == 303
    assert client.get(address).status_code == 409

    assert mails_to(1) == mails


def test_nobody_leaves_a_phase_that_is_over(client, app):
    offer = make_published_process(around=today() - 80 * DAY)
    enrol(offer, number=1, now=today() - 80 * DAY)
    address = f"{page_of(1)}/groupes/{place_of(1).id}/quitter"

    assert client.get(address).status_code == 409
    assert client.post(address).status_code == 409
    assert standing_of(1) == "seat"
    assert "cette phase est terminée" in client.get(page_of(1)).text


@pytest.mark.parametrize(
    ("answer", "standing"), [("confirmer", "seat"), ("decliner", "ended")]
)
def test_a_seat_that_is_held_is_taken_up_or_given_on(client, app, answer, standing):
    mine, number = held_seat()
    address = f"{mine}/groupes/{number}/{answer}"
    assert f"groupes/{number}/confirmer" in client.get(mine).text

    assert client.get(address).status_code == 200
    assert standing_of(1) == "held"
    assert client.post(address).location == mine
    assert client.post(address).status_code == 303  # A double click.

    assert standing_of(1) == standing
    assert client.get(address).status_code == 409


@pytest.mark.parametrize("answer", ["confirmer", "decliner"])
def test_who_answers_too_late_is_told_so_before_any_job_ran(client, app, answer):
    mine, number = held_seat()
    with transaction() as session:
        late = utc_now() - timedelta(seconds=1)
        held = Admission.held_until.is_not(None)
        session.execute(update(Admission).where(held).values(held_until=late))
    address = f"{mine}/groupes/{number}/{answer}"

    assert client.get(address).status_code == 409
    assert client.post(address).status_code == 409
    page = client.get(f"{mine}?lang=en").text
    assert "confirmer" not in page
    assert "Not confirmed in time" in page
