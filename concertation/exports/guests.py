"""The list of an event's guests, as a table that any format can write."""

from collections.abc import Iterator

from flask_babel import gettext as _

from concertation.exports.spreadsheets import Cell, Column, Kind, Table
from concertation.models import Event
from concertation.queries.guests import GuestFilter, guest_batches
from concertation.wording.names import guest_state_name


def guest_table(event: Event, wanted: GuestFilter) -> Table:
    return Table(
        columns=[
            Column(title=_("Name"), width=28),
            Column(title=_("Organisation"), width=32),
            Column(title=_("E-mail address"), width=32),
            Column(title=_("State"), width=20),
            Column(title=_("Invited on"), kind=Kind.INSTANT, width=18),
            Column(title=_("Last message"), kind=Kind.INSTANT, width=18),
            Column(title=_("Registration"), width=14),
            Column(title=_("A word to the organiser"), width=60),
            Column(title=_("Is not to be written to"), width=24),
        ],
        rows=_rows(wanted),
        timezone=event.timezone,
        sheet_name=_("Guests"),
    )


def _rows(wanted: GuestFilter) -> Iterator[list[Cell]]:
    for batch in guest_batches(wanted):
        for guest, state, reference, objects in batch:
            yield [
                guest.name,
                guest.organisation,
                guest.email,
                guest_state_name(state),
                guest.invited_at,
                guest.last_mail_at,
                reference,
                guest.word,
                _("Objects") if objects else "",
            ]
