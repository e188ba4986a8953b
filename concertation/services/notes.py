"""Write down what the desk should know about a person, and take it back."""

from datetime import datetime

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.errors import NoteOfAnother, RegistrationEnded
from concertation.domain.notes import NotePurpose
from concertation.models import Registration, RegistrationNote
from concertation.queries.notes import may_delete
from concertation.services.audit import note


def add_note(registration_id: int, text: str, *, actor: str, now: datetime) -> None:
    """Raises `RegistrationEnded` for who was erased: nothing is held about them."""
    with transaction() as session:
        registration = _lock(session, registration_id)
        if registration.anonymised_at:
            raise RegistrationEnded
        session.add(
            RegistrationNote(
                registration_id=registration.id,
                purpose=NotePurpose.REMARK,
                text=text,
                author=actor,
                written_at=now,
            )
        )
        note(session, "note.added", registration, actor=actor, now=now)


def delete_note(note_id: int, *, actor: str, now: datetime) -> None:
    """Deleting twice is deleting once. Raises `NoteOfAnother`."""
    with transaction() as session:
        written = session.get(RegistrationNote, note_id, populate_existing=True)
        if written is None:
            return
        if not may_delete(written, actor):
            raise NoteOfAnother
        remove_note(session, written, actor=actor, now=now)


def remove_note(
    session: Session, written: RegistrationNote, *, actor: str, now: datetime
) -> None:
    """In the caller's transaction. Its number tells a restored backup what to erase."""
    registration = session.get_one(Registration, written.registration_id)
    rows = [written.id]
    session.delete(written)
    note(session, "note.deleted", registration, actor=actor, now=now, rows=rows)


def _lock(session: Session, registration_id: int) -> Registration:
    """Nobody may be erased while something is written down about them."""
    return session.get_one(
        Registration,
        registration_id,
        populate_existing=True,
        with_for_update={"of": Registration},
    )
