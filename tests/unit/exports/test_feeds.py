"""A feed as a calendar and as Atom, read with the eyes of other programs."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from concertation.domain.feed import Feed, FeedMeeting, FeedPhase
from concertation.domain.meeting import Meeting
from concertation.exports.atom import atom
from concertation.exports.calendar import subscription

ATOM = "{http://www.w3.org/2005/Atom}"
NEWS = datetime(2026, 8, 1, 7, 15, tzinfo=UTC)
MEETING = FeedMeeting(
    meeting=Meeting(
        uid="5a2f6a52-0f4f-4a4c-8a6b-0a0fd9f3a111",
        title="Première réunion ; « Eau »",
        starts_at=datetime(2026, 9, 3, 16, 0, tzinfo=UTC),
        ends_at=datetime(2026, 9, 3, 18, 30, tzinfo=UTC),
        timezone="Europe/Paris",
        location="Cité Nature, Arras",
        description="Ordre du jour",
        url="https://concertation.example.org/evenements/eau?lang=fr&vue=1",
        organiser_name="Région",
        organiser_email="csti@example.org",
        sequence=2,
        stamped_at=NEWS,
    ),
    text="jeudi 3 septembre 2026\nCité Nature",
    published_at=NEWS - timedelta(days=3),
)
PHASE = FeedPhase(
    uid="5a2f6a52-0f4f-4a4c-8a6b-0a0fd9f3a222",
    title="Phase : Ambitions partagées",
    first_day=date(2026, 9, 1),
    last_day=date(2026, 12, 31),
    text="Du 1er septembre au 31 décembre",
    url="https://concertation.example.org/demarches/csti",
    published_at=NEWS - timedelta(days=9),
    updated_at=NEWS + timedelta(days=1),
)
FEED = Feed(
    uid="5a2f6a52-0f4f-4a4c-8a6b-0a0fd9f3a333",
    title="Concertation CSTI",
    text="Une démarche",
    url="https://concertation.example.org/demarches/csti",
    own_url="https://concertation.example.org/demarches/csti/flux.atom?lang=fr&x=1",
    language="fr",
    author="Région",
    published_at=NEWS - timedelta(days=9),
    updated_at=NEWS - timedelta(days=9),
    meetings=[MEETING],
    phases=[PHASE],
)
CALLED_OFF = replace(
    FEED, meetings=[replace(MEETING, cancelled_for="Alerte aux inondations")]
)
pytestmark = pytest.mark.usefixtures("app")


def calendar_of(feed: Feed) -> Calendar:
    return Calendar.from_ical(subscription(feed))


def events_of(feed: Feed) -> dict[str, dict]:
    return {str(each["UID"]): each for each in calendar_of(feed).walk("VEVENT")}


def atom_of(feed: Feed) -> ET.Element:
    return ET.fromstring(atom(feed))  # noqa: S314 -- written a line above


def said(element: ET.Element, tag: str) -> str:
    return element.find(f"{ATOM}{tag}").text


def entries_of(feed: Feed) -> list[ET.Element]:
    return atom_of(feed).findall(f"{ATOM}entry")


def test_a_subscription_says_what_it_is_and_when_to_come_back():
    calendar = calendar_of(FEED)

    assert str(calendar["X-WR-CALNAME"]) == "Concertation CSTI"
    assert str(calendar["NAME"]) == "Concertation CSTI"
    assert calendar["REFRESH-INTERVAL"].dt == timedelta(hours=1)
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in subscription(FEED)
    assert b"X-PUBLISHED-TTL:PT1H\r\n" in subscription(FEED)
    assert str(calendar["METHOD"]) == "PUBLISH"
    assert str(calendar["SOURCE"]) == FEED.own_url


def test_a_meeting_stands_at_its_hours_in_a_zone_that_is_described():
    event = events_of(FEED)[MEETING.meeting.uid]

    assert event["DTSTART"].dt == MEETING.meeting.starts_at
    assert event["DTSTART"].params["TZID"] == "Europe/Paris"
    assert [z["TZID"] for z in calendar_of(FEED).walk("VTIMEZONE")] == ["Europe/Paris"]
    assert str(event["STATUS"]) == "CONFIRMED"
    assert event["SEQUENCE"] == 2


def test_a_phase_is_whole_days_that_keep_nobody_busy():
    event = events_of(FEED)[PHASE.uid]

    assert event["DTSTART"].dt == date(2026, 9, 1)
    assert event["DTEND"].dt == date(2027, 1, 1)  # RFC 5545: the first day after.
    assert str(event["TRANSP"]) == "TRANSPARENT"


def test_zones_are_each_described_from_the_first_year_that_they_are_used():
    later = replace(
        MEETING.meeting,
        uid="later",
        starts_at=datetime(2028, 9, 3, 16, 0, tzinfo=UTC),
        ends_at=datetime(2028, 9, 3, 17, 0, tzinfo=UTC),
    )
    cayenne = replace(MEETING.meeting, uid="other", timezone="America/Cayenne")
    meetings = [replace(MEETING, meeting=each) for each in (later, cayenne)]

    calendar = calendar_of(replace(FEED, meetings=[*meetings, MEETING]))

    zones = {str(zone["TZID"]): zone for zone in calendar.walk("VTIMEZONE")}
    assert zones.keys() == {"Europe/Paris", "America/Cayenne"}
    first = min(each["DTSTART"].dt for each in zones["Europe/Paris"].subcomponents)
    assert first.year == 2025


def test_a_meeting_that_was_called_off_says_so_in_both():
    event = events_of(CALLED_OFF)[MEETING.meeting.uid]
    entry = next(
        each
        for each in entries_of(CALLED_OFF)
        if MEETING.meeting.uid in said(each, "id")
    )

    assert str(event["STATUS"]) == "CANCELLED"
    assert str(event["SUMMARY"]).startswith("Annulé")
    assert "inondations" in str(event["DESCRIPTION"])
    assert said(entry, "title").startswith("Annulé")
    assert "inondations" in said(entry, "content")


def test_the_same_facts_are_the_same_bytes():
    assert subscription(FEED) == subscription(replace(FEED))
    assert atom(FEED) == atom(replace(FEED))


def test_atom_has_what_rfc_4287_demands():
    feed = atom_of(FEED)

    assert feed.tag == f"{ATOM}feed"
    assert said(feed, "id") == f"urn:uuid:{FEED.uid}"
    assert said(feed, "title") == "Concertation CSTI"
    assert said(feed, "updated") == "2026-08-02T07:15:00+00:00"
    assert feed.find(f"{ATOM}author/{ATOM}name").text == "Région"
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    assert links == {"self": FEED.own_url, "alternate": FEED.url}
    for entry in entries_of(FEED):
        assert datetime.fromisoformat(said(entry, "updated"))
        assert said(entry, "title")
        assert said(entry, "id").startswith("urn:uuid:")
        assert entry.find(f"{ATOM}link").get("rel") == "alternate"


def test_what_is_new_comes_first():
    assert [said(entry, "title") for entry in entries_of(FEED)] == [
        PHASE.title,
        MEETING.meeting.title,
    ]


def test_a_feed_of_nothing_yet_is_still_a_feed():
    empty = replace(FEED, meetings=[], phases=[])

    assert said(atom_of(empty), "updated") == "2026-07-23T07:15:00+00:00"
    assert events_of(empty) == {}


@given(st.text(max_size=100))
def test_whatever_is_typed_stays_text(typed):
    meeting = replace(
        MEETING, meeting=replace(MEETING.meeting, title=typed), text=typed
    )
    feed = replace(FEED, title=typed, text=typed, author=typed, meetings=[meeting])

    assert len(entries_of(feed)) == 2
    assert len(events_of(feed)) == 2
