"""Programs give themselves away; people are asked nothing, and lose nothing."""

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.links import guest_token
from concertation.models import OutboxMail, Participant, Registration
from tests.factories import FORM, make_event
from tests.guests import make_guest
from tests.processes import make_published_process, today
from tests.typed_forms import forms_on

PAGE = "/evenements/ouverture/inscription"
AGAIN = "Rien n’est encore envoyé"

pytestmark = pytest.mark.settings(form_seconds=2)


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def opened_on(text: str, page: str) -> str:
    [form] = [form for form in forms_on(text, page) if "opened" in form.fields]
    return form.fields["opened"].values[0]


def test_who_is_too_quick_is_asked_again_and_loses_nothing(client, form_clock):
    make_event()
    answers = FORM | {"opened": opened_on(client.get(PAGE).text, PAGE)}
    form_clock.go_on(seconds=1)

    asked = client.post(PAGE, data=answers | {"role": "Ce qui était écrit"})

    assert asked.status_code == 422
    assert AGAIN in asked.text
    assert "Ce qui était écrit" in asked.text
    assert count(Registration) == count(OutboxMail) == 0
    form_clock.go_on(seconds=1)
    # The time of the first page is kept: the second time is late enough.
    again = answers | {"opened": opened_on(asked.text, PAGE)}
    assert client.post(PAGE, data=again).status_code == 303


@pytest.mark.parametrize("opened", ["", "1", "forged.value", "WzEsMV0.AAAA", "\x00"])
def test_a_time_that_was_made_up_is_replaced_by_one_that_counts(
    client, form_clock, opened
):
    make_event()

    asked = client.post(PAGE, data=FORM | {"opened": opened})

    assert asked.status_code == 422
    assert AGAIN in asked.text
    form_clock.go_on(seconds=2)
    again = FORM | {"opened": opened_on(asked.text, PAGE)}
    assert client.post(PAGE, data=again).status_code == 303


def test_a_clock_that_is_set_back_keeps_nobody_out(client, form_clock):
    make_event()
    answers = FORM | {"opened": opened_on(client.get(PAGE).text, PAGE)}
    form_clock.go_on(hours=-1)

    asked = client.post(PAGE, data=answers)

    assert AGAIN in asked.text
    form_clock.go_on(seconds=2)
    again = FORM | {"opened": opened_on(asked.text, PAGE)}
    assert client.post(PAGE, data=again).status_code == 303


def test_a_form_that_was_open_over_the_weekend_is_still_good(client, form_clock):
    make_event()
    answers = FORM | {"opened": opened_on(client.get(PAGE).text, PAGE)}
    form_clock.go_on(days=3)

    assert client.post(PAGE, data=answers).status_code == 303


def test_so_is_it_asked_of_who_enrols_in_groups(client, form_clock):
    offer = make_published_process(around=today(), capacity=None)
    page = f"/demarches/{offer.process.slug}/inscription"
    answers = FORM | {"groups": str(offer.id)}
    answers["opened"] = opened_on(client.get(page).text, page)

    assert client.post(page, data=answers).status_code == 422
    assert count(Participant) == 0
    form_clock.go_on(seconds=2)
    assert client.post(page, data=answers).status_code == 303


@pytest.mark.parametrize(
    "page",
    [
        PAGE,
        "/mon-espace/lien",
        "/bureau/mot-de-passe-oublie",
        "/evenements/ouverture/mon-invitation",
    ],
)
def test_a_field_that_nobody_sees_stays_empty(client, form_clock, page):
    make_event()
    shown = client.get(page).text
    assert '<div hidden><label for="left_empty">' in shown
    answers = FORM | {"left_empty": "https://spam.example.org"}
    if page == PAGE:
        answers["opened"] = opened_on(shown, page)
    form_clock.go_on(minutes=1)

    asked = client.post(page, data=answers)

    assert asked.status_code == 422
    assert AGAIN in asked.text
    assert "spam.example.org" not in asked.text
    assert count(Registration) == count(OutboxMail) == 0
    assert client.post(page, data=answers | {"left_empty": ""}).status_code == 303


def test_whoever_is_invited_is_asked_nothing_of_the_kind(client):
    guest = make_guest(make_event())
    page = f"/invitations/{guest_token(guest.id, guest.link_version)}/inscription"

    assert "left_empty" not in client.get(page).text
    assert client.post(page, data=FORM).status_code == 303


@pytest.mark.settings(form_seconds=2, keeps_pages=True)
def test_readers_of_a_kept_page_share_its_time(app, form_clock):
    make_event()
    first = app.test_client().get(PAGE).text
    reader = app.test_client()
    second = reader.get(PAGE).text

    assert opened_on(first, PAGE) == opened_on(second, PAGE)
    form_clock.go_on(seconds=2)
    answers = FORM | {"opened": opened_on(second, PAGE)}
    assert reader.post(PAGE, data=answers).status_code == 303


@pytest.mark.settings(form_seconds=0)
def test_who_runs_the_site_may_do_without_the_time(client):
    make_event()

    assert client.post(PAGE, data=FORM).status_code == 303
