"""An event and what was prepared for it, as it is kept."""

import json
from typing import Any

from concertation.exports.as_kept import (
    OF_ITS_OWNER,
    columns_of,
    limit_json,
    plain,
    question_json,
    quota_json,
)
from concertation.models import Event, Workshop
from concertation.queries.reminders import reminders_of
from concertation.queries.seating import place_quotas

_ONLY_OURS = frozenset({"id", "pool_id", "access_code"})
_OF_AN_ITEM = ("starts_at", "ends_at", "title", "speakers", "room", "description")


def event_json(event: Event) -> bytes:
    """The event and what was prepared for it, as it is kept, for programs.

    What is asked or offered no more is among it: answers of people refer to it.
    """
    facts = columns_of(event, but=_ONLY_OURS)
    facts["programme_items"] = [
        {name: plain(getattr(item, name)) for name in _OF_AN_ITEM}
        for item in event.programme_items
    ]
    facts["capacity"] = event.pool.capacity
    facts["keeps_waiting_list"] = event.pool.keeps_waiting_list
    facts["workshops"] = [_workshop(each) for each in event.workshops]
    asked = event.questionnaire.questions if event.questionnaire else []
    facts["questions"] = [question_json(each) for each in asked]
    facts["quotas"] = [quota_json(quota) for quota in place_quotas(event.pool_id)]
    facts["reminders"] = [
        columns_of(each, but=OF_ITS_OWNER) for each in reminders_of(event)
    ]
    return json.dumps(facts, ensure_ascii=False, indent=2).encode()


def _workshop(workshop: Workshop) -> dict[str, Any]:
    return {**columns_of(workshop, but=OF_ITS_OWNER), **limit_json(workshop.quota)}
