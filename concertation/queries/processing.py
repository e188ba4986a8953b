"""What the register of processing reads from the database."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import String, case, cast, exists, func, or_, select

from concertation.database import db
from concertation.domain.event import LegalBasis
from concertation.domain.notices import Notice, notice_in, put_together
from concertation.domain.questions import QuestionKind
from concertation.domain.roles import Role
from concertation.models import (
    Account,
    AccountGrant,
    Consent,
    Event,
    Process,
    Question,
    Questionnaire,
)
from concertation.queries.consents import HOLDS


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """How events, or processes, are set up that were published."""

    bases: dict[LegalBasis, int]
    """How many rest on each legal basis."""
    fewest_days: int | None
    """That people are kept; None: there is none yet."""
    most_days: int | None
    organisers: Sequence[str]
    notices: Sequence[tuple[str, Notice]]
    """Of those that tell people something of their own, with their titles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedUse:
    """A use that rests on consent, as the people who are asked for it read it."""

    text: str
    events: int
    processes: int
    """How many that were published ask for it, or have an agreement that holds."""
    fewest_days: int
    most_days: int


def practice_of(table: type[Event | Process]) -> Practice:
    published = table.published_at.is_not(None)
    counted = (
        select(
            table.legal_basis,
            func.count(),
            func.min(table.retention_days),
            func.max(table.retention_days),
        )
        .where(published)
        .group_by(table.legal_basis)
    )
    rows = db.session.execute(counted).all()
    organisers = (
        select(table.organiser_name)
        .where(published)
        .distinct()
        .order_by(table.organiser_name)
    )
    return Practice(
        bases={basis: count for basis, count, _fewest, _most in rows},
        fewest_days=min((fewest for *_, fewest, _most in rows), default=None),
        most_days=max((most for *_, most in rows), default=None),
        organisers=db.session.scalars(organisers).all(),
        notices=_own_notices(table),
    )


def agreed_uses() -> Sequence[AgreedUse]:
    """One that is asked no more stands here for as long as an agreement to it holds."""
    kept = func.coalesce(Event.retention_days, Process.retention_days)
    days = case((Question.retention_days < kept, Question.retention_days), else_=kept)
    holds = exists().where(Consent.question_id == Question.id, HOLDS)
    rows = db.session.execute(
        select(
            Question.label.label("text"),
            func.count(Event.id).label("events"),
            func.count(Process.id).label("processes"),
            func.min(days).label("fewest_days"),
            func.max(days).label("most_days"),
        )
        .join(Questionnaire, Questionnaire.id == Question.questionnaire_id)
        .outerjoin(Event, Event.id == Questionnaire.event_id)
        .outerjoin(Process, Process.id == Questionnaire.process_id)
        .where(
            Question.kind == QuestionKind.CONSENT,
            func.coalesce(Event.published_at, Process.published_at).is_not(None),
            or_(Question.retired_at.is_(None), holds),
        )
        .group_by(Question.label)
        .order_by(Question.label)
    )
    return [AgreedUse(**row._asdict()) for row in rows]


def _own_notices(table: type[Event | Process]) -> list[tuple[str, Notice]]:
    says_something = cast(table.notice, String) != "{}"
    rows = db.session.execute(
        select(table.title, table.notice)
        .where(table.published_at.is_not(None), says_something)
        .order_by(table.title, table.id)
    )
    return [(title, put_together(notice_in(stored))) for title, stored in rows]


def people_by_role() -> dict[Role, int]:
    """How many active accounts hold each role, wherever it is good."""
    held = (
        select(AccountGrant.role, func.count(AccountGrant.account_id.distinct()))
        .join(Account, Account.id == AccountGrant.account_id)
        .where(Account.is_active)
        .group_by(AccountGrant.role)
    )
    return {role: count for role, count in db.session.execute(held)}
