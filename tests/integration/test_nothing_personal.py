"""Whatever people told of themselves stands on no page or feed that is everybody's.

Every personal column of every row gets a mark of its own; then every address that
anybody may open is opened, in both languages.
"""

from collections.abc import Iterator

import pytest
from sqlalchemy import JSON, Column, select, update

from concertation.database import Base, db
from concertation.domain import personal_data
from concertation.models import GroupOffer, Organisation, Participant
from concertation.web.access_table import ACCESS, Who
from tests.enrolments import enrol
from tests.factories import NOW, make_event
from tests.processes import today
from tests.route_values import value_of, values_at

GROUP = "/demarches/parcours/groupes/production"
PEOPLE = 7
SHAPES = {"answers": lambda mark: {"1": mark}, "companions": lambda mark: [mark]}


def personal_columns() -> Iterator[Column]:
    """As the program itself classifies them, and the names of organisations."""
    tables = Base.metadata.tables
    named = {
        *(f"registration.{name}" for name in personal_data.REGISTRATION_FIELDS),
        *(f"participant.{name}" for name in personal_data.PARTICIPANT_FIELDS),
        *(f"enrolment.{name}" for name in personal_data.ENROLMENT_FIELDS),
        *("registration.email_key", "participant.email_key"),
        *personal_data.NOTE_FIELDS,
        *personal_data.GUEST_FIELDS,
        *("organisation.name", "organisation.name_key", "organisation.city"),
        *("outbox_mail.recipient", "account.email", "account.display_name"),
    }
    for name in sorted(named):
        table, _dot, column = name.partition(".")
        yield tables[table].c[column]


def mark_everything() -> dict[str, str]:
    """By each mark, the column in which it stands."""
    marks: dict[str, str] = {}
    for column in personal_columns():
        for key in db.session.scalars(select(column.table.c.id)).all():
            mark = f"zq{len(marks):04}x"
            shape = SHAPES.get(column.name) if isinstance(column.type, JSON) else None
            value = shape(mark) if shape else mark
            row = update(column.table).where(column.table.c.id == key)
            db.session.execute(row.values({column.name: value}))
            marks[mark] = str(column)
    db.session.commit()
    return marks


@pytest.fixture
def world(app) -> dict[str, object]:
    """A meeting of a group with people in it; with what every route needs."""
    event = make_event()
    values = values_at(event)
    offer = db.session.scalars(select(GroupOffer)).first()
    offer.pool.capacity = PEOPLE - 1  # One is there already: two wait.
    event.offer_id, event.process_id = offer.id, offer.process.id
    db.session.commit()
    for number in range(1, PEOPLE + 1):
        email = f"member{number}@example.org"
        enrol(offer, number=number, email=email, now=today())
    return values


def public_addresses(app, values) -> list[str]:
    with app.test_request_context():
        return [
            app.url_map.bind("").build(
                rule.endpoint,
                {
                    name: value_of(values, rule.endpoint, name)
                    for name in rule.arguments
                },
            )
            for rule in app.url_map.iter_rules()
            if "GET" in rule.methods and ACCESS[rule.endpoint] is Who.ANYONE
        ]


def found_in(client, address: str, marks: dict[str, str]) -> set[str]:
    answer = client.get(address)
    told = f"{answer.data!r} {answer.headers!s}"
    return {column for mark, column in marks.items() if mark in told}


def test_no_page_and_no_feed_tells_of_anybody(app, client, world):
    marks = mark_everything()
    addresses = public_addresses(app, world)

    told = {
        address: found_in(client, f"{address}?lang={lang}", marks)
        for address in addresses
        for lang in ("fr", "en")
    }

    # Organisations that the desk listed are offered where people enrol.
    told["/demarches/parcours/inscription"].discard("organisation.name")
    assert len({column.split(".")[0] for column in marks.values()}) >= 6
    assert "/demarches/parcours/flux.atom" in told
    assert {address: found for address, found in told.items() if found} == {}


def test_who_agreed_is_named_and_nothing_else_of_them_is_told(app, client, world):
    for person in db.session.scalars(select(Participant)):
        person.is_named = person.organisation_is_named = True
        person.proven_at = NOW
    for organisation in db.session.scalars(select(Organisation)):
        organisation.listed_at = NOW
    db.session.commit()
    marks = mark_everything()

    found = set()
    for address in public_addresses(app, world):
        found |= found_in(client, address, marks)
    on_page = found_in(client, GROUP, marks)

    assert found == on_page
    assert on_page == {
        "participant.given_name",
        "participant.family_name",
        "organisation.name",
    }


def test_who_waits_is_not_named_although_they_agreed(app, client, world):
    waiting = [
        person
        for person in db.session.scalars(select(Participant))
        if person.enrolments[0].admission.state == "waitlisted"
    ]
    for person in waiting:
        person.is_named = person.organisation_is_named = True
        person.proven_at = NOW
    db.session.commit()
    marks = mark_everything()

    assert len(waiting) == 2
    assert found_in(client, GROUP, marks) == set()
