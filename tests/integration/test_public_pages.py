"""Home and event pages: what everybody sees."""

import json
import re
from datetime import timedelta

import icalendar
import pytest

from concertation.clock import utc_now
from concertation.services.events import call_off_event
from tests.factories import ACTOR, FAR, NOW, make_draft, make_event, register


def linked_data(page):
    script = r'<script type="application/ld\+json">(.*?)</script>'
    return json.loads(re.search(script, page, re.DOTALL)[1])


def test_home_shows_what_comes_soonest_first_then_what_was_latest_first(client):
    past = utc_now() - timedelta(days=400)
    make_event(
        slug="second",
        title="Deuxième",
        starts_at=FAR + timedelta(1),
        ends_at=FAR + timedelta(2),
    )
    make_event(slug="first", title="Première")
    make_event(
        slug="old", title="Ancienne", starts_at=past, ends_at=past + timedelta(1)
    )
    make_event(
        slug="older", title="Plus ancienne", starts_at=past - timedelta(9), ends_at=past
    )
    make_draft(slug="draft", title="Brouillon secret")

    titles = re.findall(
        r">(Deuxième|Première|Ancienne|Plus ancienne|Brouillon secret)<",
        client.get("/").text,
    )

    assert titles == ["Première", "Deuxième", "Ancienne", "Plus ancienne"]


def test_an_empty_home_says_so(client):
    assert "planned at the moment" in client.get("/?lang=en").text


def test_an_event_page_tells_everything(client):
    event = make_event(capacity=3, registration_closes_at=FAR - timedelta(days=1))
    register(event)

    page = client.get("/evenements/ouverture").text

    assert "vendredi 19 juin 2099" in page
    assert "9\u202fh\u202f30" in page
    assert "heure de Paris" in page
    assert "59655 Villeneuve d’Ascq Cedex" in page
    assert "openstreetmap.org" in page
    assert "csti@example.org" in page
    assert "2 places libres sur 3" in page
    assert "jeudi 18 juin 2099" in page or "18 juin 2099" in page
    assert "<li>Échanges</li>" in page


def test_search_engines_read_the_event(client):
    register(make_event())

    data = linked_data(client.get("/evenements/ouverture").text)

    assert data["startDate"] == "2099-06-19T09:30:00+02:00"
    assert data["location"]["address"]["postalCode"] == "59655"
    assert data["remainingAttendeeCapacity"] == 1
    assert data["eventStatus"].endswith("EventScheduled")


def test_a_title_cannot_break_out_of_the_linked_data(client):
    make_event(title="</script><script>alert(1)</script>")

    page = client.get("/evenements/ouverture").text

    assert "<script>alert" not in page
    assert linked_data(page)["name"] == "</script><script>alert(1)</script>"


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>",
        "[x](javascript:alert(1))",
        "<img src=x onerror=alert(1)>",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
    ],
)
def test_a_programme_cannot_run_anything(client, attack):
    make_event(programme=f"# Titre\n\n{attack}")

    prose = client.get("/evenements/ouverture").text.split('class="prose"')[1]

    assert "<h3>Titre</h3>" in prose
    assert not re.search(r"<script|<img|href=\"(javascript|data):", prose)


def test_the_calendar_file_holds_the_event(client):
    make_event()

    response = client.get("/evenements/ouverture/agenda.ics")

    [event] = icalendar.Calendar.from_ical(response.data).walk("VEVENT")
    assert response.mimetype == "text/calendar"
    assert event.start == FAR
    assert "59655 Villeneuve d’Ascq Cedex" in event["LOCATION"]
    assert event["URL"] == "http://localhost/evenements/ouverture"


def test_a_full_event_offers_its_list_or_says_no(client):
    register(make_event(slug="list", capacity=1))
    register(make_event(slug="no", capacity=1, keeps_waiting_list=False))

    with_list = client.get("/evenements/list?lang=en").text
    without = client.get("/evenements/no?lang=en").text

    assert "Join the waiting list" in with_list
    assert "/evenements/no/inscription" not in without


def test_a_cancelled_event_says_why_and_takes_nobody(client):
    event = make_event()
    call_off_event(event.id, "Neige et verglas", actor=ACTOR, now=NOW)

    page = client.get("/evenements/ouverture").text

    assert "Neige et verglas" in page
    assert "/evenements/ouverture/inscription" not in page
    assert linked_data(page)["eventStatus"].endswith("EventCancelled")


def test_a_page_speaks_the_asked_language_and_its_links_keep_it(client):
    make_event()

    page = client.get("/?lang=en", headers={"Accept-Language": "fr"}).text

    assert '<html lang="en">' in page
    assert "/evenements/ouverture?lang=en" in page


@pytest.mark.parametrize(
    ("accepts", "speaks"), [("en-GB,en", "en"), ("de", "fr"), ("fr-CA,en;q=.5", "fr")]
)
def test_a_page_speaks_the_browsers_language_or_french(client, accepts, speaks):
    page = client.get("/", headers={"Accept-Language": accepts}).text

    assert f'<html lang="{speaks}">' in page
