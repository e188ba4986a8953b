"""Calendars and feeds of a process and of a group, as programs fetch them."""

import re
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from icalendar import Calendar

from concertation.services.events import call_off_event, edit_event
from concertation.services.phases import PhaseSheet, edit_phase
from concertation.web import feeds
from tests.factories import ACTOR, FAR, NOW, make_draft, make_event, make_sheet
from tests.guests import make_private
from tests.moving_clock import MovingClock
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_published_process,
)

PROCESS = "/demarches/csti"
GROUP = "/demarches/csti/groupes/production"
PAGES = [PROCESS, GROUP]
ATOM = "{http://www.w3.org/2005/Atom}"
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def clock(monkeypatch) -> MovingClock:
    clock = MovingClock()
    monkeypatch.setattr(feeds, "utc_now", clock)
    return clock


@pytest.fixture
def offer(app):
    return make_published_process()


def calendar(client, page: str, lang: str = "fr") -> dict[str, dict]:
    """Its entries by their titles."""
    answer = client.get(f"{page}/agenda.ics?lang={lang}")
    assert answer.content_type == "text/calendar; charset=utf-8"
    events = Calendar.from_ical(answer.data).walk("VEVENT")
    return {str(event["SUMMARY"]): event for event in events}


def news(client, page: str, lang: str = "fr") -> dict[str, ET.Element]:
    answer = client.get(f"{page}/flux.atom?lang={lang}")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    feed = ET.fromstring(answer.data)  # noqa: S314 -- our own
    return {said(entry, "title"): entry for entry in feed.findall(f"{ATOM}entry")}


def said(element: ET.Element, tag: str) -> str:
    return element.find(f"{ATOM}{tag}").text


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("read", [calendar, news])
def test_it_tells_of_its_meetings_and_phases_and_nothing_else(
    client, offer, page, read
):
    make_event(slug="group", title="Du groupe", offer_id=offer.id)
    make_event(slug="other", title="Étrangère")
    make_draft(slug="draft", title="Brouillonne", offer_id=offer.id)
    make_private(make_event(slug="private", title="Secrète", offer_id=offer.id))

    assert set(read(client, page)) == {"Du groupe", "Phase : Phase 1"}


@pytest.mark.parametrize("read", [calendar, news])
def test_a_group_tells_of_its_own_meetings_only(client, offer, read):
    other = make_offer(make_group(offer.process, title="DIFFUSION"), offer.phase)
    make_phase(offer.process, title="Sans lui")
    make_event(slug="whole", title="Plénière", process_id=offer.process.id)
    make_event(slug="other", title="De l’autre", offer_id=other.id)

    of_group, of_process = read(client, GROUP), read(client, PROCESS)

    assert set(of_group) == {"Phase : Phase 1"}
    assert {"Plénière", "De l’autre", "Phase : Sans lui"} < set(of_process)


@pytest.mark.parametrize("page", PAGES)
def test_ids_stay_whatever_changes(client, offer, page):
    event = make_event(title="Première", offer_id=offer.id)

    def ids() -> tuple[set[str], set[str]]:
        events, entries = calendar(client, page), news(client, page, "en")
        return (
            {str(each["UID"]) for each in events.values()},
            {said(each, "id") for each in entries.values()},
        )

    before = ids()
    sheet = make_sheet(title="Renommée", offer_id=offer.id, starts_at=FAR - DAY)
    edit_event(event.id, sheet, actor=ACTOR, now=NOW + DAY)

    assert ids() == before
    assert before[1] == {f"urn:uuid:{uid}" for uid in before[0]}


@pytest.mark.parametrize("page", PAGES)
def test_a_meeting_that_was_called_off_says_so(client, offer, page):
    event = make_event(title="Visite", offer_id=offer.id)
    call_off_event(event.id, "Alerte orange.", actor=ACTOR, now=NOW + DAY)

    events, entries = calendar(client, page), news(client, page)

    assert str(events["Annulé : Visite"]["STATUS"]) == "CANCELLED"
    assert "Alerte orange." in said(entries["Annulé : Visite"], "content")
    assert said(entries["Annulé : Visite"], "updated").startswith("2026-03-03")


@pytest.mark.parametrize("page", PAGES)
def test_turns_of_time_are_news_without_anybody_writing(client, offer, clock, page):
    sheet = PhaseSheet(
        title="Phase 1",
        starts_at=NOW + 10 * DAY,
        ends_at=NOW + 50 * DAY,
        enrolment_opens_at=NOW + 5 * DAY,
        enrolment_closes_at=NOW + 40 * DAY,
    )
    edit_phase(offer.phase_id, sheet, actor=ACTOR, now=NOW + DAY)
    seen = []
    for day in (1, 5, 10, 40, 50):
        clock.now = NOW + day * DAY
        (entry,) = news(client, page).values()
        seen.append(said(entry, "updated")[:10])
        assert calendar(client, page)["Phase : Phase 1"]

    assert seen == [
        "2026-03-03",
        "2026-03-07",
        "2026-03-12",
        "2026-04-11",
        "2026-04-21",
    ]


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("file", ["agenda.ics", "flux.atom"])
def test_who_has_it_already_is_not_sent_it_again(client, offer, page, file):
    address = f"{page}/{file}"
    first = client.get(address)
    again = client.get(address, headers={"If-None-Match": first.headers["ETag"]})
    make_event(offer_id=offer.id)
    later = client.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert (again.status_code, again.data) == (304, b"")
    assert later.status_code == 200


@pytest.mark.parametrize("file", ["agenda.ics", "flux.atom"])
def test_a_meeting_that_became_private_is_gone_from_it(client, offer, file):
    event = make_event(title="Discrète", offer_id=offer.id)
    before = client.get(f"{PROCESS}/{file}")
    make_private(event)

    after = client.get(
        f"{PROCESS}/{file}",
        headers={
            "If-None-Match": before.headers["ETag"],
            "If-Modified-Since": "Mon, 30 Nov 2099 06:00:00 GMT",
        },
    )

    assert "Discrète" in before.text
    assert after.status_code == 200
    assert "Discrète" not in after.text


def test_each_language_has_its_own_words_and_links(client, offer):
    make_event(title="Visite", offer_id=offer.id)

    french = client.get(f"{PROCESS}/flux.atom?lang=fr").text
    english = client.get(f"{PROCESS}/flux.atom?lang=en").text

    assert 'xml:lang="fr"' in french
    assert "Les inscriptions sont ouvertes" in french
    assert "Enrolment is open" in english
    assert "/evenements/ouverture?lang=en" in english
    assert "vendredi 19 juin 2099" in french


@pytest.mark.parametrize("file", ["agenda.ics", "flux.atom"])
def test_three_meetings_ask_as_often_as_one(client, offer, counted_queries, file):
    counts = []
    for number in range(3):
        make_event(slug=f"m{number}", offer_id=offer.id)
        with counted_queries() as queries:
            client.get(f"{PROCESS}/{file}")
        counts.append(len(queries))

    assert len(set(counts)) == 1
    assert counts[0] <= 9


@pytest.mark.settings(keeps_pages=True)
@pytest.mark.parametrize("file", ["agenda.ics", "flux.atom"])
def test_readers_who_come_at_once_are_served_one_and_the_same(
    client, counted_queries, file
):
    make_published_process()
    make_event(offer_id=1, slug="m1")
    with counted_queries() as of_first:
        first = client.get(f"{PROCESS}/{file}")
    with counted_queries() as of_second:
        second = client.get(f"{PROCESS}/{file}")

    assert second.data == first.data
    assert len(of_second) < len(of_first)


def test_addresses_are_those_of_the_settings_not_of_the_request(client, offer):
    told = client.get(f"{PROCESS}/flux.atom", base_url="http://localhost:9999").text

    assert re.findall(r'href="(http://[^/]+)', told)
    assert "9999" not in told


@pytest.mark.parametrize("page", [f"{PROCESS}/agenda.ics", f"{PROCESS}/flux.atom"])
def test_enrolment_is_told_where_the_page_tells_it(client, offer, clock, page):
    """Not for a phase in which no group meets, and not once it is over."""
    told = "inscriptions sont ouvertes jusqu’au"
    clock.now = offer.phase.starts_at
    assert client.get(page).text.replace("\r\n ", "").count(told) == 1

    make_phase(offer.process, enrolment_opens_at=offer.phase.starts_at)
    clock.now += timedelta(seconds=2)
    text = client.get(page).text.replace("\r\n ", "")

    assert "Phase 2" in text
    assert text.count(told) == 1
