"""Rows like other rows, as the plan of copies says; questions with their choices."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy.orm import Session

from concertation.database import Base
from concertation.models import Question, Questionnaire, Quota
from concertation.services.copy_plan import PLAN, Plan

Row = TypeVar("Row", bound=Base)
Move = Callable[[datetime | None], datetime | None]
NO_QUOTAS: Mapping[int, Quota] = {}


def twin_of(row: Row, plan: Plan, move: Move | None = None, **own: Any) -> Row:
    """A row like this one, not yet in the session; what is ``own`` is its own."""
    like = {name: getattr(row, name) for name in plan.copied - own.keys()}
    moved = {name: move(getattr(row, name)) for name in plan.moved} if move else {}
    return type(row)(**like, **moved, **own)


def copy_questions(
    session: Session,
    former: Sequence[Question],
    asked: Questionnaire,
    quotas: Mapping[int, Quota] = NO_QUOTAS,
) -> None:
    """Ask the same in another questionnaire.

    What another answer shows is shown by the twin of that answer; ``quotas`` are the
    limits of choices, by the ids of those that they are like.
    """
    session.add(asked)
    session.flush()
    questions: dict[int, int] = {}
    choices: dict[str, str] = {}
    for question in former:
        decides = question.shown_if_id
        twin = twin_of(
            question,
            PLAN["question"],
            questionnaire_id=asked.id,
            shown_if_id=questions[decides] if decides else None,
            shown_if=[choices.get(value, value) for value in question.shown_if],
        )
        session.add(twin)
        session.flush()
        questions[question.id] = twin.id
        for choice in question.offered:
            quota = quotas[choice.quota_id] if choice.quota_id else None
            offered = twin_of(
                choice, PLAN["question_choice"], question_id=twin.id, quota=quota
            )
            session.add(offered)
            session.flush()
            choices[str(choice.id)] = str(offered.id)
