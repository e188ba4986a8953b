"""What stands in the archive of an event, in the reader's language."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from flask import render_template
from flask_babel import gettext as _

from concertation.domain.event import EventState
from concertation.domain.exporting import ExportFormat
from concertation.exports.archive import Part
from concertation.exports.attendees import attendee_table
from concertation.exports.calendar import publication
from concertation.exports.columns import offered_columns
from concertation.exports.event_files import event_json
from concertation.exports.formats import WRITERS
from concertation.exports.guests import guest_table
from concertation.exports.kept_tables import history_table, mails_table
from concertation.exports.logos import printed_logos
from concertation.exports.sign_in_sheet import sheets_to_print
from concertation.exports.spreadsheets import Table
from concertation.exports.typesetting import typeset
from concertation.models import Event
from concertation.queries.attendees import AttendeeFilter
from concertation.queries.audit import trail_of
from concertation.queries.exporting import mail_rows_of
from concertation.queries.guests import GuestFilter
from concertation.services.announcements import public_meeting_of
from concertation.web.documents import print_template
from concertation.web.private_events import public_link
from concertation.web.sign_in_sheets import Sheets, gatherings


def archive_parts(event: Event) -> Iterator[Part]:
    """Every file, made when its turn comes: they are read one after the other."""
    yield Part(name=_("READ-ME.txt"), chunks=[_read_me(event)])
    yield Part(name=f"{_('event')}.json", chunks=[event_json(event)])
    yield Part(name=f"{_('event')}.ics", chunks=[_calendar(event)])
    for form, write in WRITERS.items():
        yield Part(
            name=f"{_('attendees')}.{form.ending}",
            chunks=write(_everybody(event, form)),
            is_compressed=form.is_compressed,
        )
    yield Part(
        name=f"{_('sign-in-sheet')}.pdf",
        chunks=_sheet(event),
        is_compressed=True,
    )
    in_a_table = WRITERS[ExportFormat.CSV]
    everybody = GuestFilter(event_id=event.id, without_limited=True)
    guests = in_a_table(guest_table(event, everybody))
    yield Part(name=f"{_('guests')}.csv", chunks=guests)
    mails = in_a_table(mails_table(mail_rows_of(event.id), event.timezone))
    yield Part(name=f"{_('mails')}.csv", chunks=mails)
    history = in_a_table(history_table(trail_of(event.id), event.timezone))
    yield Part(name=f"{_('history')}.csv", chunks=history)


def _everybody(event: Event, form: ExportFormat) -> Table:
    """Who left as well, and all that they told."""
    everybody = AttendeeFilter(event_id=event.id, with_ended=True)
    keys = {column.key for column in offered_columns(event)}
    return attendee_table(event, everybody, keys=keys, form=form)


def _sheet(event: Event) -> Iterable[bytes]:
    sheets = gatherings(event, Sheets.ALL)
    kept = [replace(each, without_limited=True) for each in sheets]
    data = sheets_to_print(kept, logos=printed_logos())
    yield typeset(print_template("sign_in_sheet"), data)


def _calendar(event: Event) -> bytes:
    return publication(
        public_meeting_of(event, url=public_link(event)),
        is_cancelled=event.state is EventState.CANCELLED,
    )


def _read_me(event: Event) -> bytes:
    text = render_template("desk/exports/read_me.txt", event=event)
    return text.replace("\n", "\r\n").encode("utf-8-sig")
