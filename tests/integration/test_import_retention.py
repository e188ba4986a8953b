"""What files said is forgotten: when it is done, after a week, and with a person."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.file_errors import ImportMovedOn
from concertation.domain.people_import import KEPT_FOR
from concertation.models import ImportLine, PeopleImport, Registration
from concertation.queries.people_imports import packed_rows
from concertation.services.import_retention import forget_import, sweep_imports
from concertation.services.people_imports import Choice
from concertation.services.personal_data import erase_registration, forget_expired
from tests.factories import ACTOR, FAR, NOW, make_event, register
from tests.imports import (
    found,
    import_all,
    run_to_the_end,
    send,
    send_unnamed,
    start,
)
from tests.tables_of_people import HEADINGS, csv_file, people, person_row

pytestmark = pytest.mark.on_both_databases

FOREIGN = ["Prénom", "Nom", "Courriel"]


def lines() -> list[str]:
    db.session.rollback()
    rows = select(ImportLine.email_key).order_by(ImportLine.number)
    return list(db.session.scalars(rows))


def imports() -> list[int]:
    db.session.rollback()
    return list(db.session.scalars(select(PeopleImport.id)))


def test_once_it_is_done_only_the_refused_lines_are_left(app):
    rows = [HEADINGS, person_row(1), person_row(2, email="x"), person_row(3)]
    ended = import_all(make_event(), csv_file(rows))

    [line] = db.session.scalars(select(ImportLine))
    assert line.number == 3
    assert packed_rows(ended.id) is None


def test_once_it_is_done_what_nobody_ticked_is_gone_as_well(app):
    event = make_event()
    register(event, 1)
    sent = send(event, csv_file(people(1, 2, 3)))
    start(sent, choice=Choice(shown=frozenset({4})))
    run_to_the_end()

    assert lines() == []


def test_what_nobody_starts_and_what_has_ended_goes_after_a_week(app):
    event = make_event()
    started = NOW + timedelta(hours=1)
    waiting = send(event, csv_file(people(1)), now=NOW)
    running = send(event, csv_file(people(2)), now=NOW)
    start(running, now=started)
    sweep_imports(now=NOW + KEPT_FOR)
    assert imports() == [waiting.id, running.id]

    sweep_imports(now=NOW + KEPT_FOR + timedelta(seconds=1))

    assert imports() == [running.id]
    assert lines() == ["person2@example.org"]


def test_an_import_can_be_deleted_unless_it_runs(app):
    event = make_event()
    sent, running = (send(event, csv_file(people(number))).id for number in (1, 2))
    start(found(running))
    forget_import(sent)

    assert imports() == [running]
    for number in (running, sent):
        with pytest.raises(ImportMovedOn):
            forget_import(number)


def test_who_is_erased_leaves_the_files_that_wait(app):
    event, other = make_event(), make_event(slug="other")
    receipt = register(event, 1)
    sent = send(event, csv_file(people(1, 2)))
    elsewhere = send(other, csv_file(people(1)))
    erase_registration(receipt.registration_id, actor=ACTOR, now=NOW)

    assert lines() == ["person1@example.org", "person2@example.org"]
    assert [line.import_id for line in db.session.scalars(select(ImportLine))] == [
        sent.id,
        elsewhere.id,
    ]
    assert packed_rows(sent.id) is None
    assert packed_rows(elsewhere.id) is not None
    start(found(sent.id))


def test_a_file_of_which_nobody_knows_where_its_addresses_are_goes_with_a_person(app):
    event = make_event()
    receipt = register(event, 1)
    send_unnamed(event, csv_file([FOREIGN, ["Zoé", "Exemple", "person1@example.org"]]))

    erase_registration(receipt.registration_id, actor=ACTOR, now=NOW)

    assert imports() == []


def test_the_files_of_an_event_go_with_its_registrations(app):
    event = make_event()
    register(event, 1)
    send(event, csv_file(people(2)))

    forget_expired(now=FAR + timedelta(days=400))

    assert imports() == lines() == []
    assert db.session.scalars(select(Registration.email)).all() == [""]


def test_an_event_that_is_deleted_takes_its_imports_along(app):
    event = make_event()
    send(event, csv_file(people(1)))
    db.session.execute(PeopleImport.__table__.delete())
    db.session.commit()

    assert lines() == []
