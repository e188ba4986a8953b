"""What people agreed to, use by use."""

from collections.abc import Sequence
from hashlib import sha256

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session, joinedload, selectinload

from concertation.database import db
from concertation.domain.questions import QuestionKind
from concertation.models import (
    Consent,
    NoticeText,
    Participant,
    Question,
    Registration,
)

Answerer = Registration | Participant
HOLDS = Consent.withdrawn_at.is_(None)


def consents_of(answerer: Answerer) -> Sequence[Consent]:
    """Also those that were taken back; as they were given, with the notices read."""
    return db.session.scalars(
        select(Consent)
        .where(given_by(answerer))
        .order_by(Consent.consented_at, Consent.id)
        .options(joinedload(Consent.notice))
    ).all()


def consents_of_address(email_key: str) -> Sequence[Consent]:
    """That hold, of whatever event or process, latest first."""
    registrations = select(Registration.id).where(Registration.email_key == email_key)
    participants = select(Participant.id).where(Participant.email_key == email_key)
    of_address = or_(
        Consent.registration_id.in_(registrations),
        Consent.participant_id.in_(participants),
    )
    return db.session.scalars(
        select(Consent)
        .where(HOLDS, of_address)
        .order_by(Consent.consented_at.desc(), Consent.id.desc())
        .options(selectinload(Consent.registration), selectinload(Consent.participant))
    ).all()


def open_consents(session: Session, answerer: Answerer) -> dict[int, Consent]:
    """Those that hold, by the ids of the questions."""
    found = session.scalars(select(Consent).where(given_by(answerer), HOLDS))
    return {each.question_id: each for each in found}


def is_agreed_to(session: Session, question: Question) -> bool:
    """Whether somebody's agreement to it holds."""
    held = select(Consent.id).where(Consent.question_id == question.id, HOLDS)
    return session.scalar(held.limit(1)) is not None


def was_ever_agreed_to(session: Session, question: Question) -> bool:
    """Also where it was taken back since: what is kept of it refers to the question."""
    given = select(Consent.id).where(Consent.question_id == question.id)
    return session.scalar(given.limit(1)) is not None


def uses_asked(answerer: Answerer) -> list[Question]:
    """For which agreement is asked now, or was and still holds."""
    owner = answerer.event if isinstance(answerer, Registration) else answerer.process
    asked = owner.questionnaire.questions if owner.questionnaire else []
    given = answerer.answers or {}
    return [
        each
        for each in asked
        if each.kind is QuestionKind.CONSENT
        and (each.retired_at is None or given.get(str(each.id)) is True)
    ]


def find_notice_text(session: Session, text: str) -> NoticeText | None:
    digest = digest_of(text)
    return session.scalars(
        select(NoticeText).where(NoticeText.digest == digest)
    ).one_or_none()


def digest_of(text: str) -> str:
    return sha256(text.encode()).hexdigest()


def given_by(answerer: Answerer) -> ColumnElement[bool]:
    if isinstance(answerer, Registration):
        return Consent.registration_id == answerer.id
    return Consent.participant_id == answerer.id
