"""An address is no proof: who types somebody else's learns nothing about them."""

import re

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.errors import EventFull
from concertation.domain.registration import RegistrationSource
from concertation.domain.seating import AdmissionState
from concertation.models import OutboxMail, Registration
from concertation.services.registration import QUIET_TIME, cancel_registration
from tests.factories import ACTOR, FORM, NOW, make_event, register

pytestmark = pytest.mark.on_both_databases
FORM_PAGE = "/evenements/ouverture/inscription"
VICTIM, NOBODY = "person1@example.org", "nobody@example.org"
STRANGER = {"browser_key": "another browser"}


def outcome(receipt):
    return receipt.state, receipt.rank


def what_a_stranger_reads(app, email: str) -> tuple[int, str]:
    """The page that a fresh browser ends on, without what is its own."""
    browser = app.test_client()
    browser.get(FORM_PAGE)
    answer = browser.post(FORM_PAGE, data=FORM | {"email": email})
    if answer.status_code == 303:
        answer = browser.get(answer.location)
    page = answer.text.replace(email, "ADDRESS")
    return answer.status_code, re.sub(r"/recu/[\w-]+", "/recu/KEY", page)


@pytest.mark.parametrize("taken", [1, 2, 3])
@pytest.mark.parametrize("keeps_list", [True, False])
def test_pages_are_the_same_for_an_address_that_is_registered(app, taken, keeps_list):
    """With places left, on the last place, and where people wait."""
    event = make_event(capacity=2 if keeps_list else 3, keeps_waiting_list=keeps_list)
    for number in range(1, taken + 1):
        register(event, number)

    known = what_a_stranger_reads(app, VICTIM)
    unknown = what_a_stranger_reads(app, NOBODY)

    assert known == unknown


@pytest.mark.usefixtures("app")
def test_who_waits_looks_like_who_comes_last():
    event = make_event(capacity=1)
    for number in (1, 2, 3):
        register(event, number)

    seen = [register(event, number, **STRANGER) for number in (1, 2, 3)]

    assert {outcome(receipt) for receipt in seen} == {(AdmissionState.WAITLISTED, 3)}
    assert outcome(register(event, 4)) == (AdmissionState.WAITLISTED, 3)


@pytest.mark.usefixtures("app")
def test_a_full_event_without_a_list_refuses_who_is_in_it_and_writes_to_them():
    event = make_event(capacity=1, keeps_waiting_list=False)
    register(event)

    with pytest.raises(EventFull):
        register(event, now=NOW + QUIET_TIME, **STRANGER)

    assert db.session.query(OutboxMail).count() == 2
    assert db.session.query(Registration).count() == 1


@pytest.mark.usefixtures("app")
def test_the_browser_that_registered_is_answered_as_the_first_time():
    event = make_event(capacity=1)
    seated, waits = register(event, 1), register(event, 2)

    assert outcome(register(event, 1)) == outcome(seated)
    assert outcome(register(event, 2)) == outcome(waits)


@pytest.mark.usefixtures("app")
def test_a_browser_without_a_key_is_nobody():
    event = make_event(capacity=1)
    register(event, 1, browser_key="")

    again = register(event, 1, browser_key="")

    assert again.state is AdmissionState.WAITLISTED


@pytest.mark.usefixtures("app")
def test_staff_see_how_things_stand():
    event = make_event(capacity=1)
    seated = register(event, 1)

    again = register(event, 1, source=RegistrationSource.DESK, browser_key="")

    assert outcome(again) == outcome(seated)
    assert not again.is_new


@pytest.mark.usefixtures("app")
def test_who_left_is_a_newcomer_whoever_asks():
    event = make_event(capacity=1)
    first = register(event, 1)
    cancel_registration(first.registration_id, actor=ACTOR, by_organiser=False, now=NOW)

    again = register(event, 1, **STRANGER)

    assert again.is_new
    assert again.state is AdmissionState.CONFIRMED


def test_a_double_click_on_the_last_place_shows_the_place_twice(app):
    make_event(capacity=1)
    browser = app.test_client()
    browser.get(FORM_PAGE)

    pages = [
        browser.post(FORM_PAGE, data=FORM, follow_redirects=True).text for _ in range(2)
    ]

    assert all("Votre place est confirmée" in page for page in pages)
    [registration] = db.session.scalars(select(Registration))
    assert len(registration.browser_key) == 64
