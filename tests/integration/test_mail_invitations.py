"""Invitations in mails: what they do to a calendar, from the place to its loss."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from sqlalchemy import select

from concertation.database import db
from concertation.mailing.rendering import render
from concertation.models import OutboxMail
from concertation.services.events import call_off_event, edit_event
from concertation.services.registration import cancel_registration
from tests.factories import ACTOR, FAR, NOW, make_event, make_sheet, register

pytestmark = pytest.mark.usefixtures("app")


def letters(registration_id: int) -> list:
    """Every mail about a registration, in the order of the promises."""
    promised = (
        select(OutboxMail)
        .where(OutboxMail.registration_id == registration_id)
        .order_by(OutboxMail.id)
    )
    return [render(mail) for mail in db.session.scalars(promised)]


def calendar_part(mail):
    [part] = [p for p in mail.walk() if p.get_content_type() == "text/calendar"]
    return part


def entry(mail):
    calendar = Calendar.from_ical(calendar_part(mail).get_content())
    [event] = calendar.walk("VEVENT")
    return event


def methods(mail) -> tuple[str, str]:
    part = calendar_part(mail)
    return part["Content-Type"].params["method"], str(
        Calendar.from_ical(part.get_content())["METHOD"]
    )


def is_invitation(mail) -> bool:
    types = {part.get_content_type() for part in mail.walk()}
    assert ("text/calendar" in types) == ("application/ics" in types)
    return "text/calendar" in types


def move(event, **changes) -> None:
    edit_event(event.id, make_sheet(**changes), actor=ACTOR, now=NOW)


def cancel(receipt) -> None:
    cancel_registration(
        receipt.registration_id, actor=ACTOR, by_organiser=False, now=NOW
    )


def test_a_confirmed_place_comes_with_an_invitation():
    receipt = register(make_event())
    [mail] = letters(receipt.registration_id)
    event = entry(mail)

    assert methods(mail) == ("REQUEST", "REQUEST")
    assert event["DTSTART"].dt == FAR
    assert event["DTSTART"].dt.tzinfo == ZoneInfo("Europe/Paris")
    assert event["ATTENDEE"] == "mailto:person1@example.org"
    assert event["ATTENDEE"].params["CN"] == "Maëlys-Anne d'Hœuf-Lefèbvre"
    assert event["ORGANIZER"] == "mailto:csti@example.org"
    assert event["URL"].startswith("http://localhost/evenements/ouverture?lang=fr&cle=")


def test_the_invitation_names_the_whole_place():
    receipt = register(make_event())
    [mail] = letters(receipt.registration_id)

    assert entry(mail)["LOCATION"] == (
        "Espace culture, Université Lille 1, Cité Scientifique, "
        "59655 Villeneuve d’Ascq Cedex"
    )


def test_the_attachment_is_the_same_calendar():
    receipt = register(make_event())
    [mail] = letters(receipt.registration_id)

    [attachment] = mail.iter_attachments()

    assert attachment.get_filename() == "invitation.ics"
    assert Calendar.from_ical(attachment.get_content()) == Calendar.from_ical(
        calendar_part(mail).get_content()
    )


def test_the_invitation_stands_last_among_the_alternatives():
    receipt = register(make_event())
    [mail] = letters(receipt.registration_id)
    [alternatives] = [
        part for part in mail.walk() if part.get_content_subtype() == "alternative"
    ]

    kinds = [part.get_content_type() for part in alternatives.iter_parts()]

    assert kinds == ["text/plain", "text/html", "text/calendar"]


def test_who_waits_gets_no_invitation_until_a_place_is_free():
    event = make_event(capacity=1)
    first, second = register(event, 1), register(event, 2)
    [waiting] = letters(second.registration_id)
    assert not is_invitation(waiting)

    cancel(first)

    promoted = letters(second.registration_id)[-1]
    assert methods(promoted) == ("REQUEST", "REQUEST")


def test_an_entry_keeps_its_uid_while_its_sequence_grows():
    event = make_event()
    receipt = register(event)
    later = FAR + timedelta(days=1)
    move(event, starts_at=later, ends_at=later + timedelta(hours=1))
    move(event, venue_name="Hôtel de Région")
    cancel(receipt)

    mails = letters(receipt.registration_id)

    entries = [entry(mail) for mail in mails]
    assert [methods(mail)[0] for mail in mails] == ["REQUEST"] * 3 + ["CANCEL"]
    assert len({str(event["UID"]) for event in entries}) == 1
    sequences = [event["SEQUENCE"] for event in entries]
    assert sequences == sorted(set(sequences))
    assert entries[1]["DTSTART"].dt == later
    assert entries[3]["STATUS"] == "CANCELLED"


def test_two_people_have_entries_of_their_own():
    event = make_event()
    receipts = [register(event, number) for number in (1, 2)]

    uids = {str(entry(letters(r.registration_id)[0])["UID"]) for r in receipts}

    assert len(uids) == 2


def test_registering_again_after_cancelling_is_a_new_entry():
    event = make_event()
    first = register(event)
    cancel(first)
    second = register(event)

    before = entry(letters(first.registration_id)[-1])
    after = entry(letters(second.registration_id)[-1])

    assert before["UID"] != after["UID"]


@pytest.mark.parametrize("call_off", [True, False])
def test_a_lost_place_is_taken_out_of_the_calendar(call_off):
    event = make_event(capacity=1)
    seated, waiting = register(event, 1), register(event, 2)

    if call_off:
        call_off_event(event.id, "Neige", actor=ACTOR, now=NOW)
    else:
        cancel(waiting)
        cancel(seated)

    invited, told = letters(seated.registration_id)
    assert methods(told) == ("CANCEL", "CANCEL")
    assert entry(told)["UID"] == entry(invited)["UID"]
    assert entry(told)["SEQUENCE"] > entry(invited)["SEQUENCE"]
    assert not any(is_invitation(mail) for mail in letters(waiting.registration_id))


def test_who_waits_is_told_of_a_move_without_an_invitation():
    event = make_event(capacity=1)
    register(event, 1)
    waiting = register(event, 2)

    move(event, capacity=1, venue_name="Hôtel de Région")

    _, moved = letters(waiting.registration_id)
    assert "Hôtel de Région" in moved.get_body(("plain",)).get_content()
    assert not is_invitation(moved)
