"""What stands in the archive of a process, in the reader's language."""

import re
from collections.abc import Iterator, Sequence

from flask import render_template
from flask_babel import gettext as _

from concertation.domain.exporting import ExportFormat
from concertation.exports.archive import Part
from concertation.exports.attendees import attendee_table
from concertation.exports.columns import offered_columns
from concertation.exports.formats import WRITERS
from concertation.exports.kept_tables import history_table, mails_table
from concertation.exports.member_columns import member_columns
from concertation.exports.members import member_table
from concertation.exports.process_files import process_json
from concertation.exports.spreadsheets import Table
from concertation.models import Event, Process
from concertation.queries.attendees import AttendeeFilter
from concertation.queries.files import file_content
from concertation.queries.member_files import files_of_members
from concertation.queries.member_rows import MemberFilter
from concertation.queries.process_files import (
    mail_rows_of_process,
    trail_of_process,
)

IN_A_TABLE = ExportFormat.CSV


def process_parts(process: Process, meetings: Sequence[Event]) -> Iterator[Part]:
    """Every file, made when its turn comes: they are read one after the other.

    What the lists of the meetings have for columns is read at once.
    """
    lists = [(event.slug, _attendees(event)) for event in meetings]
    return _parts(process, meetings, lists)


def _parts(
    process: Process, meetings: Sequence[Event], lists: Sequence[tuple[str, Table]]
) -> Iterator[Part]:
    yield Part(name=_("READ-ME.txt"), chunks=[_read_me(process, meetings)])
    yield Part(name=f"{_('process')}.json", chunks=[process_json(process)])
    for form, write in WRITERS.items():
        yield Part(
            name=f"{_('members')}.{form.ending}",
            chunks=write(_everybody(process, form)),
            is_compressed=form.is_compressed,
        )
    write = WRITERS[IN_A_TABLE]
    for slug, table in lists:
        yield Part(
            name=f"{_('meetings')}/{slug}.{IN_A_TABLE.ending}", chunks=write(table)
        )
    for sent in files_of_members(process.id):
        # The number comes first: two files of a person may have one name.
        name = f"{sent.file_id}-{_safe(sent.filename)}"
        yield Part(
            name=f"{_('files')}/{sent.reference}/{name}",
            chunks=_content(sent.file_id),
        )
    mails = mails_table(mail_rows_of_process(process.id), process.timezone)
    yield Part(name=f"{_('mails')}.csv", chunks=write(mails))
    history = history_table(trail_of_process(process.id), process.timezone)
    yield Part(name=f"{_('history')}.csv", chunks=write(history))


def _everybody(process: Process, form: ExportFormat) -> Table:
    """Who left as well, and all that they told."""
    keys = {column.key for column in member_columns(process)}
    everybody = MemberFilter(process_id=process.id, with_ended=True)
    return member_table(process, everybody, keys=keys, form=form)


def _attendees(event: Event) -> Table:
    everybody = AttendeeFilter(event_id=event.id, with_ended=True)
    keys = {column.key for column in offered_columns(event)}
    return attendee_table(event, everybody, keys=keys, form=IN_A_TABLE)


def _content(file_id: int) -> Iterator[bytes]:
    """Read when its turn comes: one file at a time is in memory."""
    yield file_content(file_id)


def _safe(filename: str) -> str:
    """Without what would lead out of its folder, or hide what it is."""
    return re.sub(r"[^\w. -]", "_", filename).lstrip(". ") or "_"


def _read_me(process: Process, meetings: Sequence[Event]) -> bytes:
    text = render_template(
        "desk/process_archive/read_me.txt", process=process, meetings=meetings
    )
    return text.replace("\n", "\r\n").encode("utf-8-sig")
