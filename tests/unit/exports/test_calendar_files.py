from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from concertation.domain.meeting import Attendee, Meeting
from concertation.exports.calendar import cancellation, invitation, publication

MEETING = Meeting(
    uid="inscription-7@concertation.example.org",
    title="Atelier « Eau » : quels usages ?",
    starts_at=datetime(2026, 9, 3, 16, 0, tzinfo=UTC),
    ends_at=datetime(2026, 9, 3, 18, 30, tzinfo=UTC),
    timezone="Europe/Paris",
    location="Salle Matisse, 1 place du Cateau",
    description="Ordre du jour :\n- accueil\n- échanges ; synthèse",
    url="https://concertation.example.org/evenements/eau?langue=fr&vue=1",
    organiser_name="Région Hauts-de-France",
    organiser_email="concertation@example.org",
    sequence=2,
    stamped_at=datetime(2026, 8, 1, 7, 15, tzinfo=UTC),
)
ADA = Attendee(name="Ada Lovelace", email="ada@example.org")
EVERY_FILE = [
    publication,
    lambda meeting: invitation(meeting, ADA),
    lambda meeting: cancellation(meeting, ADA),
]
# Whatever a form can post, in any script; the lists are what has broken readers.
ANY_TEXT = st.text(max_size=200) | st.text(
    alphabet="\"\\;:,^nN'\r\n\t\0\x0b\x85\u2028<=%éễ👍 aBEGIN", max_size=60
)


def lines(file):
    return file.decode().replace("\r\n ", "").split("\r\n")


def properties(file):
    """List the names of the event's lines, whatever their values hold."""
    text = lines(file)
    event = text[text.index("BEGIN:VEVENT") + 1 : text.index("END:VEVENT")]
    return sorted(line.partition(":")[0].partition(";")[0] for line in event)


def event_of(file):
    (event,) = Calendar.from_ical(file).walk("VEVENT")
    return event


def test_a_publication_says_whether_it_takes_place():
    assert "STATUS:CONFIRMED" in lines(publication(MEETING))
    assert "STATUS:CANCELLED" in lines(publication(MEETING, is_cancelled=True))


def test_a_publication_holds_what_a_calendar_needs_and_no_attendee():
    text = lines(publication(MEETING))

    assert text[:5] == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Concertation//Concertation//FR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
    ]
    assert text[text.index("BEGIN:VEVENT") :] == [
        "BEGIN:VEVENT",
        "SUMMARY:Atelier « Eau » : quels usages ?",
        "DTSTART;TZID=Europe/Paris:20260903T180000",
        "DTEND;TZID=Europe/Paris:20260903T203000",
        "DTSTAMP:20260801T071500Z",
        "UID:inscription-7@concertation.example.org",
        "SEQUENCE:2",
        "DESCRIPTION:Ordre du jour :\\n- accueil\\n- échanges \\; synthèse",
        "LAST-MODIFIED:20260801T071500Z",
        "LOCATION:Salle Matisse\\, 1 place du Cateau",
        'ORGANIZER;CN="Région Hauts-de-France":mailto:concertation@example.org',
        "STATUS:CONFIRMED",
        "URL:https://concertation.example.org/evenements/eau?langue=fr&vue=1",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]


def test_an_invitation_confirms_a_place_and_expects_no_answer():
    text = lines(invitation(MEETING, ADA))

    assert "METHOD:REQUEST" in text
    assert "STATUS:CONFIRMED" in text
    assert "SEQUENCE:2" in text
    assert (
        'ATTENDEE;CN="Ada Lovelace";PARTSTAT=ACCEPTED;ROLE=REQ-PARTICIPANT;RSVP=FALSE'
        ":mailto:ada@example.org"
    ) in text


def test_a_cancellation_takes_back_the_same_event_from_the_same_person():
    cancelled = event_of(cancellation(replace(MEETING, sequence=3), ADA))
    invited = event_of(invitation(MEETING, ADA))

    assert "METHOD:CANCEL" in lines(cancellation(MEETING, ADA))
    assert str(cancelled["STATUS"]) == "CANCELLED"
    assert cancelled["UID"] == invited["UID"]
    assert cancelled["ATTENDEE"] == invited["ATTENDEE"]
    assert cancelled["ORGANIZER"] == invited["ORGANIZER"]
    assert cancelled["SEQUENCE"] > invited["SEQUENCE"]


@pytest.mark.parametrize("write", EVERY_FILE)
def test_the_zone_is_described_once_by_rules_under_the_name_that_times_use(write):
    text = lines(write(MEETING))

    assert text.count("TZID:Europe/Paris") == 1
    assert text.index("TZID:Europe/Paris") < text.index("BEGIN:VEVENT")
    assert "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3" in text
    assert not [line for line in text if line.startswith("RDATE")]


def test_the_zone_is_described_for_the_local_year_of_the_start():
    late = replace(
        MEETING,
        timezone="Pacific/Noumea",
        starts_at=datetime(2026, 12, 31, 20, 0, tzinfo=UTC),
        ends_at=datetime(2026, 12, 31, 22, 0, tzinfo=UTC),
    )
    text = lines(publication(late))

    assert "DTSTART;TZID=Pacific/Noumea:20270101T070000" in text
    assert "DTSTART:20260101T000000" in text


def test_the_repeated_hour_of_autumn_is_told_apart():
    first = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    night = replace(MEETING, starts_at=first, ends_at=first + timedelta(hours=1))
    text = lines(publication(night))

    assert "DTSTART;TZID=Europe/Paris:20261025T023000" in text
    assert "DTEND:20261025T013000Z" in text


def test_what_is_not_known_is_left_out():
    bare = replace(MEETING, location="", description=" \n", url="")

    assert not {"LOCATION", "DESCRIPTION", "URL"} & set(properties(publication(bare)))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("Maëlys-Anne d'Hœuf-Lefèbvre", "Maëlys-Anne d'Hœuf-Lefèbvre"),
        ("Nguyễn", "Nguyễn"),
        ('Jean "Jeannot" Dupont', 'Jean "Jeannot" Dupont'),
        ("Dupont; Jean: chef, adjoint", "Dupont; Jean: chef, adjoint"),
        ("a^nb ^^ ^'", "a^nb ^^ ^'"),
        ("Jean\nDupont\r\n", "Jean Dupont"),
        ('Eve"\r\nATTENDEE:mailto:x@y', 'Eve" ATTENDEE:mailto:x@y'),
        ("Eve\u2028END:VEVENT\x85END:VCALENDAR", "Eve END:VEVENT END:VCALENDAR"),
        ("N\0U\x1bL\x7f", "NUL"),
        ("half \ud83d pair", "half pair"),
        ("Eve\\", "Eve/"),
    ],
)
def test_a_name_comes_out_as_it_was_typed_and_stays_in_its_place(typed, kept):
    meeting = replace(MEETING, organiser_name=typed)
    file = invitation(meeting, Attendee(name=typed, email="eve@example.org"))

    assert properties(file) == properties(invitation(MEETING, ADA))
    assert event_of(file)["ATTENDEE"].params["CN"] == kept
    assert event_of(file)["ATTENDEE"] == "mailto:eve@example.org"
    assert event_of(file)["ORGANIZER"].params["CN"] == kept


def test_a_name_that_ends_with_a_backslash_cannot_swallow_what_follows():
    # Readers that take a backslash for an escape would not see the quotation mark.
    file = invitation(MEETING, Attendee(name="Eve O'\\", email="eve@example.org"))

    assert "\\" not in next(line for line in lines(file) if line.startswith("ATTENDEE"))


def test_a_nameless_attendee_has_no_empty_common_name():
    file = invitation(MEETING, Attendee(name=" \n", email="eve@example.org"))

    assert "CN" not in event_of(file)["ATTENDEE"].params


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("prenom.nom+eau@example.org", "mailto:prenom.nom+eau@example.org"),
        ("o'neil@example.org", "mailto:o'neil@example.org"),
        ("eve?cc=all@example.org", "mailto:eve%3Fcc%3Dall@example.org"),
        ("eve@example.org\r\nX-EVIL:1", "mailto:eve@example.orgX-EVIL%3A1"),
    ],
)
def test_an_address_is_a_valid_mailto_and_nothing_more(typed, written):
    file = invitation(MEETING, Attendee(name="Eve", email=typed))

    assert properties(file) == properties(invitation(MEETING, ADA))
    assert event_of(file)["ATTENDEE"] == written


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        (r"\\serveur\Nord\notes", r"\\serveur\Nord\notes"),
        ("a;b,c:d\\", "a;b,c:d\\"),
        ("un\r\ndeux\rtrois", "un\ndeux\ntrois"),
        ("\0NUL\x08 \ud800", "NUL"),
        ("fin\r\nEND:VEVENT", "fin\nEND:VEVENT"),
        ("fin\u2028END:VEVENT", "fin\nEND:VEVENT"),
    ],
)
def test_a_description_keeps_its_characters_and_its_lines(typed, kept):
    file = publication(replace(MEETING, description=typed))

    assert properties(file) == properties(publication(MEETING))
    assert str(event_of(file)["DESCRIPTION"]) == kept


def test_title_and_location_are_on_one_line():
    file = publication(
        replace(MEETING, title="Eau\nEND:VEVENT", location="Lille\r\n1er")
    )

    assert str(event_of(file)["SUMMARY"]) == "Eau END:VEVENT"
    assert str(event_of(file)["LOCATION"]) == "Lille 1er"


def test_uid_and_url_cannot_open_a_new_line():
    file = publication(
        replace(MEETING, uid="u\r\nX:1", url="https://a.example/\r\nX:1")
    )

    assert properties(file) == properties(publication(MEETING))
    assert str(event_of(file)["UID"]) == "u X:1"
    assert str(event_of(file)["URL"]) == "https://a.example/X:1"


@given(text=ANY_TEXT)
def test_no_text_changes_the_shape_of_the_file(text):
    # A letter at each end, since a text of blanks alone is left out.
    typed = f"a{text}z"
    meeting = replace(
        MEETING,
        title=typed,
        location=typed,
        description=typed,
        organiser_name=typed,
    )
    file = invitation(meeting, Attendee(name=typed, email="eve@example.org"))

    assert properties(file) == properties(invitation(MEETING, ADA))
    assert event_of(file)["ATTENDEE"] == "mailto:eve@example.org"
    # No reader, however it splits lines, sees one that we did not begin.
    text = file.decode()
    assert text.splitlines() == text.removesuffix("\r\n").split("\r\n")
    for line in file.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        assert not any(byte < 0x20 and byte != 0x09 for byte in line)


@given(text=st.text(st.characters(exclude_categories=["C", "Z"]), min_size=1))
def test_a_printed_text_without_blanks_comes_back_whole(text):
    file = publication(replace(MEETING, title=text, description=text))

    assert str(event_of(file)["SUMMARY"]) == text
    assert str(event_of(file)["DESCRIPTION"]) == text
