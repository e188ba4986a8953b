"""Files that people give as answers: kept with the answer, gone with it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.domain.files import FileKind
from concertation.models import AnswerFile, Participant, Question, Registration
from concertation.services.files import delete_file, keep_file

Answerer = Registration | Participant

NOT_KEPT_YET = 0
"""What stands for the answer until its file has an id."""


@dataclass(frozen=True, slots=True)
class Upload:
    """What `file_contents.checked_kind` found to be a whole file of this kind."""

    kind: FileKind
    content: bytes
    filename: str


def settle_files(
    session: Session,
    answerer: Answerer,
    uploads: Mapping[int, Upload],
    *,
    now: datetime,
) -> None:
    """Keep the files of the answers that stand, and delete those that do not."""
    answers = dict(answerer.answers or {})
    for former in _files_of(session, answerer):
        if answers.get(str(former.question_id)) != former.file_id:
            _delete(session, former)
    for question_id, upload in uploads.items():
        if answers.get(str(question_id)) != NOT_KEPT_YET:
            continue
        stored = keep_file(session, upload.content, upload.kind, now=now)
        session.add(
            AnswerFile(
                question_id=question_id,
                file_id=stored.id,
                filename=upload.filename,
                **_owner(answerer),
            )
        )
        answers[str(question_id)] = stored.id
    answerer.answers = answers


def move_files(
    session: Session,
    former: Registration,
    registration: Registration,
    question_ids: Collection[int],
) -> None:
    """Let the files that answer these questions be another registration's answers."""
    answers = dict(former.answers or {})
    for each in _files_of(session, former):
        if each.question_id in question_ids:
            each.registration_id = registration.id
            answers.pop(str(each.question_id), None)
    former.answers = answers


def delete_answer_files(
    session: Session, answerer: Answerer, *, question_id: int | None = None
) -> None:
    """Forget the files of somebody, or those that answer one question."""
    for each in _files_of(session, answerer):
        if question_id in {None, each.question_id}:
            _delete(session, each)


def forget_answer(session: Session, answerer: Answerer, question: Question) -> None:
    """As if it had never been given; its file goes with it."""
    delete_answer_files(session, answerer, question_id=question.id)
    answers = dict(answerer.answers)
    answers.pop(str(question.id), None)
    answerer.answers = answers


def _files_of(session: Session, answerer: Answerer) -> list[AnswerFile]:
    return list(session.scalars(select(AnswerFile).filter_by(**_owner(answerer))))


def _owner(answerer: Answerer) -> dict[str, int]:
    key = "registration_id" if isinstance(answerer, Registration) else "participant_id"
    return {key: answerer.id}


def _delete(session: Session, answer: AnswerFile) -> None:
    file_id = answer.file_id
    session.delete(answer)
    session.flush()
    delete_file(session, file_id)
