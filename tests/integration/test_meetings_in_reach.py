"""Where somebody with a role in a process or a group may add and move events."""

import pytest

from concertation.database import db
from concertation.domain.roles import Role
from concertation.models import Event
from concertation.queries.events import find_event
from tests.factories import PASSWORD, make_account, make_event
from tests.integration.test_meetings import FORM, belongs_to_in
from tests.processes import (
    make_group,
    make_offer,
    make_process,
    make_published_process,
)

NEW = "/bureau/nouvel-evenement"


@pytest.fixture
def offer(app):
    """PRODUCTION; beside it, DIFFUSION."""
    return make_published_process()


@pytest.fixture
def other(offer):
    return make_offer(make_group(offer.process, title="DIFFUSION"), offer.phase)


@pytest.fixture
def as_facilitator_of(app):
    def signed_in(place, role=Role.FACILITATOR):
        browser = app.test_client()
        account = make_account(role, place)
        form = {"email": account.email, "password": PASSWORD}
        browser.post("/bureau/connexion", data=form)
        return browser

    return signed_in


def owner_of(slug):
    db.session.expire_all()
    event = find_event(slug)
    return event.process_id, event.offer_id


def edited(browser, event, belongs_to):
    version = db.session.get_one(Event, event.id).version
    sent = FORM | {"belongs_to": belongs_to, "version": version}
    return browser.post(f"/bureau/evenements/{event.slug}/modifier", data=sent)


def test_an_animator_adds_meetings_to_their_group_alone(
    offer, other, as_facilitator_of
):
    browser = as_facilitator_of(offer.group)
    page = browser.get(f"{NEW}?demarche=csti&groupe=production").text

    assert belongs_to_in(page) == f"offer-{offer.id}"
    assert "DIFFUSION" not in page
    assert "elle est isolée" not in page
    for refused in ("", f"process-{offer.process.id}", f"offer-{other.id}", "offer-99"):
        answer = browser.post(NEW, data=FORM | {"belongs_to": refused})
        assert answer.status_code == 422, refused
    made = browser.post(NEW, data=FORM | {"belongs_to": f"offer-{offer.id}"})
    assert made.status_code == 303
    slug = made.location.rpartition("/")[2]
    assert owner_of(slug) == (offer.process.id, offer.id)
    assert browser.get(made.location).status_code == 200


def test_nobody_reads_in_a_new_event_who_prepares_another_consultation(
    offer, as_facilitator_of, desk
):
    contact = "brouillon@example.org"
    make_process(slug="secret", title="Secrète", contact_email=contact)
    asked = f"{NEW}?demarche=secret"

    shown = as_facilitator_of(offer.group).get(asked)

    assert shown.status_code == 200
    assert contact not in shown.text
    assert contact in desk.get(asked).text


def test_nothing_that_is_left_out_makes_an_event_that_stands_alone(
    offer, as_facilitator_of
):
    answer = as_facilitator_of(offer.group).post(NEW, data=FORM)

    assert answer.status_code == 422
    assert db.session.query(Event).count() == 0


def test_a_pilot_adds_them_to_the_process_and_to_all_its_groups(
    offer, other, as_facilitator_of
):
    elsewhere = make_published_process(slug="eau", title="L’eau")
    browser = as_facilitator_of(offer.process)
    page = browser.get(NEW).text

    assert "L’eau" not in page
    for refused in ("", f"process-{elsewhere.process.id}", f"offer-{elsewhere.id}"):
        answer = browser.post(NEW, data=FORM | {"belongs_to": refused})
        assert answer.status_code == 422, refused
    for chosen in (f"process-{offer.process.id}", f"offer-{other.id}"):
        answer = browser.post(NEW, data=FORM | {"slug": "", "belongs_to": chosen})
        assert answer.status_code == 303, chosen


def test_an_event_moves_to_no_place_where_one_has_no_right(
    offer, other, as_facilitator_of, desk
):
    event = make_event(slug="reunion", process_id=offer.process.id, offer_id=offer.id)
    animator = as_facilitator_of(offer.group)
    of_the_event = as_facilitator_of(event)

    for browser in (animator, of_the_event):
        for refused in ("", f"process-{offer.process.id}", f"offer-{other.id}"):
            assert edited(browser, event, refused).status_code == 422, refused
        assert edited(browser, event, f"offer-{offer.id}").status_code == 303
    assert owner_of("reunion") == (offer.process.id, offer.id)
    assert edited(desk, event, f"offer-{other.id}").status_code == 303
    assert owner_of("reunion") == (offer.process.id, other.id)
    assert animator.get("/bureau/evenements/reunion").status_code == 403
    assert of_the_event.get("/bureau/evenements/reunion").status_code == 200


def test_who_edits_an_event_that_stands_alone_leaves_it_alone(offer, as_facilitator_of):
    event = make_event(slug="reunion")
    browser = as_facilitator_of(event)

    page = browser.get("/bureau/evenements/reunion/modifier").text
    edited(browser, event, f"process-{offer.process.id}")

    assert 'name="belongs_to"' not in page
    assert owner_of("reunion") == (None, None)


def test_who_reads_or_has_one_event_alone_adds_none(offer, as_facilitator_of):
    event = make_event(slug="reunion")

    for browser in (
        as_facilitator_of(offer.process, Role.READER),
        as_facilitator_of(offer.group, Role.READER),
        as_facilitator_of(event),
    ):
        assert browser.get(NEW).status_code == 403
        assert browser.post(NEW, data=FORM).status_code == 403
        assert NEW not in browser.get("/bureau/").text


def test_the_desk_opens_with_what_is_theirs(offer, as_facilitator_of, desk):
    page = as_facilitator_of(offer.group).get("/bureau/").text

    assert "Animation, dans le groupe «\u00a0PRODUCTION\u00a0»" in page
    assert "demarche=csti&amp;groupe=production" in page
    assert "own-title" not in desk.get("/bureau/").text
