"""The attendee list of one event, as a table that any format can write."""

from collections.abc import Iterator

from flask_babel import gettext as _

from concertation.domain.seating import AdmissionState
from concertation.domain.stakeholders import StakeholderCategory
from concertation.domain.territory import epci_name
from concertation.exports.spreadsheets import Cell, Column, Kind, Table
from concertation.models import Event
from concertation.queries.attendees import AttendeeFilter, attendee_rows
from concertation.wording import category_name, state_name, territory_name


def attendee_table(event: Event, wanted: AttendeeFilter) -> Table:
    return Table(
        columns=_columns(),
        rows=_rows(wanted),
        timezone=event.timezone,
        sheet_name=_("Attendees"),
    )


def _columns() -> list[Column]:
    return [
        Column(title=_("Reference"), width=12),
        Column(title=_("State"), width=16),
        Column(title=_("Family name")),
        Column(title=_("Given name")),
        Column(title=_("E-mail address"), width=32),
        Column(title=_("Organisation"), width=32),
        Column(title=_("Role in the organisation"), width=24),
        Column(title=_("Kind of organisation"), width=24),
        Column(title=_("Département"), width=16),
        Column(title=_("Grouping of communes"), width=32),
        Column(title=_("Phone"), width=18),
        Column(title=_("What you need to take part with ease"), width=40),
        Column(title=_("Registered on"), kind=Kind.INSTANT, width=18),
    ]


def _rows(wanted: AttendeeFilter) -> Iterator[list[Cell]]:
    # Names are translated once, not once a row: a hundred thousand rows are common.
    states = {state: state_name(state) for state in AdmissionState}
    categories = {kind: category_name(kind) for kind in StakeholderCategory}
    territories: dict[str, str] = {}
    for (
        reference,
        state,
        *person,
        category,
        code,
        siren,
        phone,
        needs,
        at,
    ) in attendee_rows(wanted):
        if code not in territories:
            territories[code] = territory_name(code)
        yield [
            reference,
            states[state],
            *person,
            categories[category],
            territories[code],
            epci_name(siren) or "",
            phone,
            needs,
            at,
        ]
