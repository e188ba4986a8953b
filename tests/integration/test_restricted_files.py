"""Where people whose data are limited are shown, left out, and told so."""

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.mailing.rendering import render
from concertation.models import (
    AuditEntry,
    OutboxMail,
    Participant,
    Registration,
)
from concertation.queries.composition import composition_of
from concertation.queries.member_lists import member_rows
from concertation.queries.member_rows import MemberFilter
from tests.enrolments import enrol, make_details
from tests.exported import taken_csv
from tests.factories import NOW, make_event, register
from tests.guests import add, guest_of
from tests.processes import make_published_process
from tests.restrictions import LIMITATION, OBJECTION, restricted
from tests.spaces import PERSON

both = pytest.mark.on_both_databases
pytestmark = pytest.mark.usefixtures("app")


def test_the_desk_sees_it_and_takes_no_file_of_it_away(desk):
    event = make_event()
    register(event, 1)
    reference = db.session.scalars(select(Registration.reference)).one()
    register(event, 2)
    restricted()
    at = f"/bureau/evenements/{event.slug}/inscrits"

    assert ">Limited<" in desk.get(f"{at}?lang=en").text
    page = desk.get(f"{at}/{reference}?lang=en").text
    assert "Data kept without being used" in page
    page = desk.get(f"/bureau/evenements/{event.slug}/exporter?lang=en").text
    assert "1 registration<" in page
    assert "1 row of the list is not in the file" in page
    emails = [row[0] for row in taken_csv(desk, "", ("email",))]
    assert "person2@example.org" in emails
    assert PERSON not in emails


def test_no_file_of_guests_has_whose_data_are_limited(desk):
    event = make_event()
    add(event, PERSON, "person2@example.org")
    restricted()
    at = f"/bureau/evenements/{event.slug}/invites"

    taken = desk.post(f"{at}/exporter", data={"format": "csv"}).text

    assert "person2@example.org" in taken
    assert PERSON not in taken
    told = select(AuditEntry).where(AuditEntry.action == "event.guests_exported")
    assert db.session.scalars(told).one().details["people"] == 1
    assert desk.get(f"{at}?lang=en").text.count(">Limited<") == 1


@both
def test_the_list_of_guests_marks_who_objects_and_offers_not_to_write(desk):
    event = make_event()
    add(event, PERSON, "person2@example.org")
    at = f"/bureau/evenements/{event.slug}/invites"
    page = desk.get(f"{at}?lang=en").text
    number = guest_of(event, PERSON).id
    assert f"{at}/{number}/ecrire" in page

    restricted(OBJECTION)

    page = desk.get(f"{at}?lang=en").text
    assert page.count(">Objects to messages<") == 1
    assert f"{at}/{number}/ecrire" not in page
    stale = desk.post(f"{at}/{number}/ecrire?lang=en")
    assert stale.status_code == 409
    assert "This guest is not to be written to" in stale.text
    taken = desk.post(f"{at}/exporter?lang=en", data={"format": "csv"})
    lines = taken.data.decode("utf-8-sig").splitlines()
    told = [line.rpartition(";")[2] for line in sorted(lines) if "@" in line]
    assert told == ["Objects", ""]


@both
def test_no_public_page_names_whose_data_are_limited():
    offer = make_published_process()
    for number in (1, 2):
        details = make_details(family_name=f"N{number}", is_named=True)
        enrol(offer, number=number, details=details)
    for each in db.session.scalars(select(Participant)):
        each.proven_at = NOW
    db.session.commit()
    restricted()

    made_of = composition_of(offer)

    assert [each.name for each in made_of.members] == ["Maëlys-Anne N2"]
    assert made_of.persons == 2


def test_no_file_of_a_group_has_whose_data_are_limited(desk):
    offer = make_published_process()
    enrol(offer, number=1)
    enrol(offer, number=2)
    restricted()
    wanted = MemberFilter(process_id=offer.process_id, offer_id=offer.id)

    rows = [cells for _answers, cells in member_rows(wanted, ["email"])]

    assert [[*cells] for cells in rows] == [["person2@example.org"]]
    at = f"/bureau/demarches/{offer.process.slug}/exporter"
    page = desk.get(f"{at}?lang=en").text
    assert "1 enrolment<" in page
    assert "1 row of the list is not in the file" in page


@pytest.mark.parametrize(("kind", "is_told"), [(LIMITATION, True), (OBJECTION, False)])
def test_the_answer_says_what_is_still_written_to_whose_data_are_limited(kind, is_told):
    register(make_event(), 1)
    restricted(kind)

    settled = select(OutboxMail).where(OutboxMail.template == "data_request_settled")
    mail = render(db.session.scalars(settled).one())

    for kind_of_text in ("plain", "html"):
        text = mail.get_body((kind_of_text,)).get_content()
        assert ("une place que vous" in " ".join(text.split())) is is_told
