"""Rows as they are kept, for programs: the JSON of what is taken away whole."""

from datetime import datetime, time
from typing import Any

from concertation.database import Base
from concertation.models import Question, Quota

OF_ITS_OWNER = frozenset(
    {"event_id", "process_id", "questionnaire_id", "question_id", "quota_id"}
)
"""What stands in something else says by its place whose it is."""


def columns_of(row: Base, *, but: frozenset[str]) -> dict[str, Any]:
    names = row.__table__.columns.keys()
    return {name: plain(getattr(row, name)) for name in names if name not in but}


def plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | time) else value


def question_json(question: Question) -> dict[str, Any]:
    """With its choices, also those that are offered no more."""
    choices = [
        {**columns_of(choice, but=OF_ITS_OWNER), **limit_json(choice.quota)}
        for choice in question.choices
    ]
    return {**columns_of(question, but=OF_ITS_OWNER), "choices": choices}


def quota_json(quota: Quota) -> dict[str, Any]:
    return {"kind": quota.kind, "value": quota.value, **limit_json(quota)}


def limit_json(quota: Quota | None) -> dict[str, Any]:
    if quota is None:
        return {"seats": None}
    return {
        "seats": quota.seats,
        "seats_taken": quota.seats_taken,
        "is_hard": quota.is_hard,
    }
