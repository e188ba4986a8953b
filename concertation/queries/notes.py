"""What the desk wrote down about people."""

from collections.abc import Sequence

from sqlalchemy import select

from concertation.database import db
from concertation.domain.notes import NotePurpose
from concertation.models import Registration, RegistrationNote


def notes_on(registration: Registration) -> Sequence[RegistrationNote]:
    """Latest first."""
    return db.session.scalars(
        select(RegistrationNote)
        .where(RegistrationNote.registration_id == registration.id)
        .order_by(RegistrationNote.id.desc())
    ).all()


def find_note(registration: Registration, note_id: int) -> RegistrationNote | None:
    return db.session.scalar(
        select(RegistrationNote).where(
            RegistrationNote.id == note_id,
            RegistrationNote.registration_id == registration.id,
        )
    )


def may_delete(written: RegistrationNote, actor: str) -> bool:
    """The reason of an act stays as long as the person."""
    return written.author == actor and written.purpose is NotePurpose.REMARK
