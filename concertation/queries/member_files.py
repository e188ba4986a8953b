"""The files that people of a process sent as answers."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from concertation.database import db
from concertation.models import AnswerFile, Participant, StoredFile
from concertation.queries.restrictions import is_limited


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberFile:
    reference: str
    """Of the person."""
    file_id: int
    filename: str
    """As its owner called it, with the extension of what it is."""


def files_of_members(process_id: int) -> Iterator[MemberFile]:
    """Person after person, but whose data are limited; read when its turn comes."""
    rows = db.session.execute(
        select(
            Participant.reference,
            AnswerFile.file_id,
            AnswerFile.filename,
            StoredFile.kind,
        )
        .select_from(AnswerFile)
        .join(Participant, AnswerFile.participant_id == Participant.id)
        .join(StoredFile, AnswerFile.file_id == StoredFile.id)
        .where(Participant.process_id == process_id)
        .where(~is_limited(Participant.email_key))
        .order_by(Participant.reference, AnswerFile.id)
    )
    for reference, file_id, filename, kind in rows.all():
        stem = filename.rpartition(".")[0] or filename
        name = f"{stem}.{kind}"
        yield MemberFile(reference=reference, file_id=file_id, filename=name)


def file_names(process_id: int) -> dict[int, str]:
    """By the id of the file, which is what stands among somebody's answers."""
    return {each.file_id: each.filename for each in files_of_members(process_id)}
