"""The journal of the site, as a table that any format can write."""

from collections.abc import Iterator

from flask_babel import gettext as _

from concertation.exports.spreadsheets import Cell, Column, Kind, Table
from concertation.queries.audit import (
    Change,
    JournalEntry,
    JournalFilter,
    journal_rows,
)
from concertation.wording.journal import (
    action_name,
    actor_name,
    audit_value,
    field_name,
)


def journal_table(wanted: JournalFilter, *, timezone: str) -> Table:
    return Table(
        columns=[
            Column(title=_("Number"), kind=Kind.NUMBER, width=10),
            Column(title=_("Date"), kind=Kind.INSTANT, width=18),
            Column(title=_("Who")),
            Column(title=_("Action"), width=32),
            Column(title=_("About"), width=24),
            Column(title=_("Event"), width=32),
            Column(title=_("From what to what"), width=60),
        ],
        rows=_rows(wanted, timezone),
        timezone=timezone,
        sheet_name=_("Journal"),
    )


def subject_name(entry: JournalEntry) -> str:
    match entry.subject_kind:
        case "registration":
            told = _("Registration %(reference)s", reference=entry.reference or "?")
        case "account":
            told = entry.subject_name or _account(entry.subject_id)
        case "event":
            told = entry.event_title or ""
        case "process":
            number = _("Process %(number)s", number=entry.subject_id)
            told = entry.subject_name or number
        case "phase" | "working_group" | "group_offer" | "process_partner":
            told = entry.label
        case "desk_policy":
            told = _("The desk’s rules")
        case "data_request":
            told = _("Request about data %(number)s", number=entry.subject_id)
        case "site_settings":
            told = _("The site’s settings")
        case "site_logo" | "stakeholder_category":
            told = entry.label
        case _:
            told = f"{entry.subject_kind} {entry.subject_id}"
    return str(told)


def _account(number: int) -> str:
    """Somebody may try to sign in with an address that no account has."""
    named: str = _("Account %(number)s", number=number)
    return named if number else _("An address without an account")


def _rows(wanted: JournalFilter, timezone: str) -> Iterator[list[Cell]]:
    for entry in journal_rows(wanted):
        yield [
            entry.id,
            entry.at,
            actor_name(entry.actor, entry.account_name),
            action_name(entry.action),
            subject_name(entry),
            entry.event_title or "",
            " ; ".join(_told(change, timezone) for change in entry.changes),
        ]


def _told(change: Change, timezone: str) -> str:
    name = field_name(change.field)
    if change.values is None:
        return f"{name} {_('(value not kept)')}"
    before, after = (audit_value(value, timezone) for value in change.values)
    return f"{name}{_(':')} {before} → {after}"
