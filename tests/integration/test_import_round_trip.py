"""Our own export, imported into an empty copy of its event, is the same data again."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.exporting import ExportFormat
from concertation.domain.people_import import ImportSource, ImportState, Verdict
from concertation.domain.seating import AdmissionState
from concertation.exports.attendees import attendee_table
from concertation.exports.columns import offered_columns
from concertation.exports.formats import WRITERS
from concertation.exports.spreadsheets import csv_chunks
from concertation.exports.xlsx import write_xlsx
from concertation.models import Admission, Event, ImportLine, Registration
from concertation.queries.attendees import AttendeeFilter, AttendeeOrder
from concertation.queries.people_imports import COMPARED
from concertation.queries.site import current_site
from concertation.services.promotion import promote_registration
from concertation.services.registration import cancel_registration
from tests.factories import ACTOR, make_answers, make_event, register
from tests.imports import found, run_to_the_end, send, start

NAMES = [
    "=SOMME(A1:A9)",
    "+Plus",
    "-Moins",
    "@Arobase",
    "'=Apostrophe",
    "''+Deux",
    "'t Hart",
    "O’Neill; dit « l’Aîné »",
    'Guille"mets',
    "Virgule, Noël",
    "＝Large",  # noqa: RUF001
    "d’Hœuf-Lefèbvre",
]


def as_csv(table):
    return b"".join(csv_chunks(table))


def as_xlsx(table):
    file = BytesIO()
    write_xlsx(table, file)
    return file.getvalue()


def exported(event, write, *, order=AttendeeOrder.NAME, with_ended=True):
    wanted = AttendeeFilter(event_id=event.id, order=order, with_ended=with_ended)
    keys = {column.key for column in offered_columns(event)}
    return write(attendee_table(event, wanted, keys=keys))


def people_of(event: Event) -> list[tuple[object, ...]]:
    """Who is registered, in the order of the line, with all that they answered."""
    db.session.rollback()
    rows = db.session.execute(
        select(
            Registration.email,
            Admission.state,
            Registration.created_at,
            *(getattr(Registration, name) for name in COMPARED),
        )
        .join(Registration.admission)
        .where(Registration.event_id == event.id, Registration.ended_at.is_(None))
        .order_by(Admission.state, Admission.queued_at, Admission.id)
    )
    return [tuple(row) for row in rows]


def fill(event: Event) -> None:
    kinds = [one.key for one in current_site().categories]
    # All within one minute, and not in the order of the names.
    start_of_all = utc_now().replace(second=0, microsecond=0) - timedelta(days=9)
    for number, name in enumerate(NAMES):
        answers = make_answers(
            family_name=name,
            organisation=f"{name} et filles",
            category=kinds[number % len(kinds)],
            departement=["59", "02", "00"][number % 3],
            epci="200040947" if number % 3 == 0 else "",
            phone="+33 6 12 34 56 78" if number % 2 else "03 20 00 00 00",
            accessibility_needs="Rampe\n- et boucle" if number % 4 == 0 else "",
        )
        at = start_of_all + timedelta(seconds=number)
        register(event, number, answers=answers, now=at)


@pytest.mark.on_both_databases
@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("write", [as_csv, as_xlsx])
def test_the_export_restores_people_answers_and_the_waiting_line(app, language, write):
    event, copy = make_event(capacity=7), make_event(slug="copy", capacity=7)
    fill(event)
    with force_locale(language):
        data = exported(event, write)

    sent = send(copy, data)
    assert (sent.source, sent.state) == (ImportSource.OWN, ImportState.READY)
    start(sent)
    run_to_the_end()

    assert people_of(copy) == people_of(event)
    assert found(sent.id).confirmed == 7
    again = send(copy, data)
    lines = select(ImportLine.verdict).where(ImportLine.import_id == again.id)
    assert set(db.session.scalars(lines)) == {Verdict.SAME}


def test_who_was_put_in_front_stands_there_again(app):
    event, copy = make_event(capacity=7), make_event(slug="copy", capacity=7)
    fill(event)
    last = db.session.scalars(select(Registration).order_by(-Registration.id)).first()
    promote_registration(last.id, actor=ACTOR, now=utc_now())

    start(send(copy, exported(event, as_csv)))
    run_to_the_end()

    line = in_line(event)
    assert line[0] == last.email
    assert len(line) == len(NAMES) - 7
    assert in_line(copy) == line


def test_a_file_for_programs_restores_the_very_instants(app):
    event, copy = make_event(capacity=1), make_event(slug="copy", capacity=1)
    first = utc_now().replace(microsecond=0) - timedelta(days=9)
    for step, number in enumerate((3, 2, 1)):  # Against the order of the names.
        at = first + timedelta(microseconds=step)
        register(event, number, answers=make_answers(family_name=f"N{number}"), now=at)

    wanted = AttendeeFilter(event_id=event.id)
    keys = {column.key for column in offered_columns(event)} - {"rank"}
    form = ExportFormat.PLAIN_CSV
    table = attendee_table(event, wanted, keys=keys, form=form)
    start(send(copy, b"".join(WRITERS[form](table))))
    run_to_the_end()

    assert people_of(copy) == people_of(event)
    assert in_line(copy) == in_line(event)


def in_line(event: Event) -> list[str]:
    """Who waits, in the order in which they will be served."""
    db.session.rollback()
    rows = (
        select(Registration.email)
        .join(Registration.admission)
        .where(
            Registration.event_id == event.id,
            Admission.state == AdmissionState.WAITLISTED,
        )
        .order_by(Admission.priority, Admission.queued_at, Admission.id)
    )
    return list(db.session.scalars(rows))


def test_who_was_promoted_has_a_seat_and_who_cancelled_is_left_out(app):
    event, copy = make_event(capacity=2), make_event(slug="copy", capacity=2)
    fill(event)
    first = db.session.scalars(select(Registration).order_by(Registration.id)).first()
    cancel_registration(first.id, actor=ACTOR, by_organiser=False, now=first.created_at)

    sent = send(copy, exported(event, as_csv))
    refused = db.session.scalars(
        select(ImportLine).where(ImportLine.verdict == Verdict.REFUSED)
    ).one()
    start(sent)
    run_to_the_end()

    assert refused.findings[0]["problem"] == "cancelled_there"
    assert people_of(copy) == people_of(event)
    assert [state for _, state, *_ in people_of(copy)][:2] == [
        AdmissionState.CONFIRMED
    ] * 2
