"""Our own export, imported into an empty copy of its event, is the same data again."""

from datetime import timedelta
from io import BytesIO

import pytest
from flask_babel import force_locale
from sqlalchemy import select

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.people_import import ImportSource, ImportState, Verdict
from concertation.domain.seating import AdmissionState
from concertation.exports.attendees import attendee_table
from concertation.exports.columns import offered_columns
from concertation.exports.spreadsheets import csv_chunks
from concertation.exports.xlsx import write_xlsx
from concertation.models import Admission, Event, ImportLine, Registration
from concertation.queries.attendees import AttendeeFilter, AttendeeOrder
from concertation.queries.people_imports import COMPARED
from concertation.queries.site import current_site
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
        at = start_of_all + timedelta(minutes=number)
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
