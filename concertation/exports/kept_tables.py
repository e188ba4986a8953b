"""The history and the mails of something that is taken away whole, as tables."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from flask_babel import gettext as _

from concertation.exports.spreadsheets import Cell, Column, Kind, Table
from concertation.wording.journal import actor_name


def history_table(trail: Iterable[tuple[Any, ...]], timezone: str) -> Table:
    """Of its entries: instant, actor, account, action, reference, details."""
    return Table(
        columns=[
            Column(title=_("Date"), kind=Kind.INSTANT),
            Column(title=_("Who")),
            Column(title=_("Action")),
            Column(title=_("Reference")),
            Column(title=_("Details")),
        ],
        rows=_history(trail),
        timezone=timezone,
        sheet_name=_("History"),
    )


def mails_table(rows: Iterator[tuple[Any, ...]], timezone: str) -> Table:
    """Of promised mails: reference, recipient, message, state, instants, error."""
    return Table(
        columns=[
            Column(title=_("Reference")),
            Column(title=_("E-mail address")),
            Column(title=_("Message")),
            Column(title=_("State")),
            Column(title=_("Promised on"), kind=Kind.INSTANT),
            Column(title=_("Sent on"), kind=Kind.INSTANT),
            Column(title=_("Error")),
        ],
        rows=rows,
        timezone=timezone,
        sheet_name=_("Mails"),
    )


def _history(trail: Iterable[tuple[Any, ...]]) -> Iterator[list[Cell]]:
    for at, actor, name, action, reference, details in trail:
        told = json.dumps(details, ensure_ascii=False) if details else ""
        yield [at, actor_name(actor, name), action, reference, told]
