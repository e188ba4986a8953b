"""Agree to a use, and take it back: each with its text, its time, and who said so."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from concertation.database import take_turns, transaction
from concertation.domain.errors import RegistrationEnded
from concertation.domain.process_errors import EnrolmentEnded
from concertation.domain.questions import QuestionKind
from concertation.models import (
    Consent,
    NoticeText,
    Participant,
    Question,
    Registration,
)
from concertation.queries.consents import (
    HOLDS,
    digest_of,
    find_notice_text,
    given_by,
    open_consents,
    uses_asked,
)
from concertation.services.answers import OWN, held_names, told_in_trail
from concertation.services.audit import note
from concertation.services.people_turns import take_turn_of
from concertation.services.places import lock_registration

Answerer = Registration | Participant


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """Who says what is agreed to, and what they read before."""

    by: str
    """As in the audit trail."""
    notice: str = ""
    """Kept beforehand by `keep_notice`; empty: they told the desk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreements:
    """What one person now agrees to; what is not named stays as it was."""

    of: type[Registration] | type[Participant]
    answerer_id: int
    agreed: Mapping[int, bool]
    """By the ids of the questions."""
    notice: str


def change_agreements(wish: Agreements, *, actor: str, now: datetime) -> bool:
    """Give and take back, whenever the person likes; return whether anything changed.

    Neither a deadline nor the end of the event stands in the way (GDPR, article 7.3).
    Raises `RegistrationEnded`, or `EnrolmentEnded`, for who was forgotten.
    """
    with transaction() as session:
        keep_notice(session, wish.notice, now=now)
        answerer = _lock(session, wish)
        asked = {each.id for each in uses_asked(answerer)}
        given = {str(n): said for n, said in wish.agreed.items() if n in asked}
        former, held = answerer.answers or {}, held_names(answerer)
        changed = [n for n in given if (former.get(n) is True) is not given[n]]
        if not changed:
            return False
        answerer.answers = {**former, **given}
        answerer.updated_at = now
        settle_consents(
            session, answerer, Saying(by=actor, notice=wish.notice), now=now
        )
        told = told_in_trail([f"{OWN}{n}" for n in changed], held, answerer)
        is_at_event = isinstance(answerer, Registration)
        action = "registration.changed" if is_at_event else "participant.changed"
        note(session, action, answerer, actor=actor, now=now, **told)
        return True


def keep_notice(session: Session, text: str, *, now: datetime) -> None:
    """Before anything else is locked: whoever keeps the same text waits here."""
    if not text or find_notice_text(session, text):
        return
    take_turns(session, "notice_text")
    if not find_notice_text(session, text):
        session.add(NoticeText(digest=digest_of(text), text=text, first_read_at=now))
        session.flush()


def settle_consents(
    session: Session, answerer: Answerer, saying: Saying, *, now: datetime
) -> None:
    """Let what is kept of consents follow the answers that were just written.

    Under the lock of who writes them.
    """
    # Who changes something later agrees to the keeping of their data not once more.
    if saying.notice and answerer.consent_text and answerer.consented_at == now:
        answerer.notice_id = _notice_id(session, saying)
    if not answerer.answers:
        return
    questions = _consent_questions(answerer)
    if not questions:
        return
    held = open_consents(session, answerer)
    for question in questions:
        is_given = answerer.answers.get(str(question.id)) is True
        if is_given and question.id not in held:
            session.add(_given(session, answerer, question, saying, now=now))
        elif not is_given and question.id in held:
            former = held[question.id]
            former.withdrawn_at, former.withdrawn_by = now, saying.by
    session.flush()


def end_consents(
    session: Session,
    answerer: Answerer,
    question_ids: Collection[int],
    *,
    by: str,
    now: datetime,
) -> None:
    """Taken back, where the answers themselves are gone."""
    session.execute(
        update(Consent)
        .where(given_by(answerer), HOLDS, Consent.question_id.in_(question_ids))
        .values(withdrawn_at=now, withdrawn_by=by)
        .execution_options(synchronize_session="fetch")
    )


def move_consents(
    session: Session,
    former: Registration,
    registration: Registration,
    question_ids: Collection[int],
) -> None:
    """Let the agreements behind these answers be another registration's.

    The answers go with them: nobody takes back, on the page of the former, what holds
    elsewhere.
    """
    moved = {str(each.id) for each in _consent_questions(former)}
    moved &= {str(number) for number in question_ids}
    answers = former.answers or {}
    former.answers = {n: said for n, said in answers.items() if n not in moved}
    session.execute(
        update(Consent)
        .where(given_by(former), Consent.question_id.in_(question_ids))
        .values(registration_id=registration.id)
        .execution_options(synchronize_session="fetch")
    )


def forget_consents(
    session: Session, answerer: Answerer, *, question_id: int | None = None
) -> None:
    """With the person, or with the answer to one question."""
    statement = delete(Consent).where(given_by(answerer))
    if question_id is not None:
        statement = statement.where(Consent.question_id == question_id)
    session.execute(statement)


def _lock(session: Session, wish: Agreements) -> Answerer:
    """Who was forgotten agrees to nothing any more."""
    if wish.of is Registration:
        registration = lock_registration(session, wish.answerer_id)
        if registration.anonymised_at:
            raise RegistrationEnded
        return registration
    person = session.get_one(Participant, wish.answerer_id)
    take_turn_of(session, person.process_id, person.email_key)
    # The row as well: the purge takes no turns.
    session.refresh(person, with_for_update={"of": Participant})
    if person.anonymised_at:
        raise EnrolmentEnded
    return person


def _consent_questions(answerer: Answerer) -> list[Question]:
    owner = answerer.event if isinstance(answerer, Registration) else answerer.process
    asked = owner.questionnaire.questions if owner.questionnaire else []
    return [each for each in asked if each.kind is QuestionKind.CONSENT]


def _given(
    session: Session,
    answerer: Answerer,
    question: Question,
    saying: Saying,
    *,
    now: datetime,
) -> Consent:
    is_registration = isinstance(answerer, Registration)
    return Consent(
        registration_id=answerer.id if is_registration else None,
        participant_id=None if is_registration else answerer.id,
        question=question,
        consent_text="\n".join(filter(None, (question.label, question.hint))),
        notice_id=_notice_id(session, saying),
        consented_at=now,
        given_by=saying.by,
    )


def _notice_id(session: Session, saying: Saying) -> int | None:
    found = find_notice_text(session, saying.notice) if saying.notice else None
    return found.id if found else None
