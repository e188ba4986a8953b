"""What belongs to a process besides its members: itself, its history, its mails."""

import json
from collections.abc import Iterator
from typing import Any

from flask_babel import gettext as _

from concertation.exports.event_files import columns_of, question_json
from concertation.exports.spreadsheets import Cell, Column, Kind, Table
from concertation.models import GroupOffer, Phase, Process, WorkingGroup
from concertation.queries.process_files import (
    groups_with_offers,
    mail_rows_of_process,
    trail_of_process,
)
from concertation.queries.seating import place_quotas
from concertation.wording.journal import actor_name

_ONLY_OURS = frozenset({"id"})
_OF_ITS_OWNER = frozenset({"id", "process_id", "file_id", "width", "height"})


def process_json(process: Process) -> bytes:
    """The process and what was prepared for it, as it is kept, for programs."""
    facts = columns_of(process, but=_ONLY_OURS)
    facts["phases"] = [_phase(each) for each in process.phases]
    groups = groups_with_offers(process.id)
    facts["groups"] = [_group(group) for group in groups]
    for name in ("partners", "targets", "outreaches"):
        rows = getattr(process, name)
        facts[name] = [columns_of(each, but=_OF_ITS_OWNER) for each in rows]
    asked = process.questionnaire.questions if process.questionnaire else []
    facts["questions"] = [question_json(each) for each in asked]
    return json.dumps(facts, ensure_ascii=False, indent=2).encode()


def history_table(process: Process) -> Table:
    """Who did what to the process, its parts and its members, from the first day."""
    return Table(
        columns=[
            Column(title=_("Date"), kind=Kind.INSTANT),
            Column(title=_("Who")),
            Column(title=_("Action")),
            Column(title=_("Reference")),
            Column(title=_("Details")),
        ],
        rows=_history(process),
        timezone=process.timezone,
        sheet_name=_("History"),
    )


def mails_table(process: Process) -> Table:
    """Every mail that was promised to a member about their places."""
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
        rows=mail_rows_of_process(process.id),
        timezone=process.timezone,
        sheet_name=_("Mails"),
    )


def _history(process: Process) -> Iterator[list[Cell]]:
    for at, actor, name, action, reference, details in trail_of_process(process.id):
        told = json.dumps(details, ensure_ascii=False) if details else ""
        yield [at, actor_name(actor, name), action, reference, told]


def _phase(phase: Phase) -> dict[str, Any]:
    return columns_of(phase, but=_OF_ITS_OWNER)


def _group(group: WorkingGroup) -> dict[str, Any]:
    offers = sorted(group.offers, key=lambda each: each.phase.starts_at)
    return {
        **columns_of(group, but=_OF_ITS_OWNER),
        "offers": [_offer(each) for each in offers],
    }


def _offer(offer: GroupOffer) -> dict[str, Any]:
    pool = offer.pool
    return {
        "phase": offer.phase.title,
        "capacity": pool.capacity,
        "keeps_waiting_list": pool.keeps_waiting_list,
        "seats_taken": pool.seats_taken,
        "waiting": pool.parties_waiting,
        "quotas": [
            {
                "kind": quota.kind,
                "value": quota.value,
                "seats": quota.seats,
                "seats_taken": quota.seats_taken,
                "is_hard": quota.is_hard,
            }
            for quota in place_quotas(offer.pool_id)
        ],
    }
