"""A process and what was prepared for it, as it is kept."""

import json
from typing import Any

from concertation.exports.as_kept import (
    OF_ITS_OWNER,
    columns_of,
    question_json,
    quota_json,
)
from concertation.models import GroupOffer, Phase, Process, WorkingGroup
from concertation.queries.process_files import groups_with_offers
from concertation.queries.seating import place_quotas

_ONLY_OURS = frozenset({"id"})
_PLAIN = OF_ITS_OWNER | {"id", "file_id", "width", "height"}


def process_json(process: Process) -> bytes:
    """The process and what was prepared for it, as it is kept, for programs."""
    facts = columns_of(process, but=_ONLY_OURS)
    facts["phases"] = [_phase(each) for each in process.phases]
    groups = groups_with_offers(process.id)
    facts["groups"] = [_group(group) for group in groups]
    for name in ("partners", "targets", "outreaches"):
        rows = getattr(process, name)
        facts[name] = [columns_of(each, but=_PLAIN) for each in rows]
    asked = process.questionnaire.questions if process.questionnaire else []
    facts["questions"] = [question_json(each) for each in asked]
    return json.dumps(facts, ensure_ascii=False, indent=2).encode()


def _phase(phase: Phase) -> dict[str, Any]:
    return columns_of(phase, but=_PLAIN)


def _group(group: WorkingGroup) -> dict[str, Any]:
    offers = sorted(group.offers, key=lambda each: each.phase.starts_at)
    return {
        **columns_of(group, but=_PLAIN),
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
        "quotas": [quota_json(quota) for quota in place_quotas(offer.pool_id)],
    }
