"""Keep files that people send, and let them go again.

They lie in the database (ADR 14): a file comes and goes in the transaction of what it
belongs to, is in the same backup, and is there for every machine that serves.

    kind = checked_kind(content, allowed=DOCUMENTS, most_bytes=5_000_000)
    with transaction() as session:
        stored = keep_file(session, content, kind, now=now)
        …
        delete_file(session, stored.id)

`queries/files.py` finds a file by its name and reads it; `web/downloads.py` serves it.
Whoever owns the row that names the file decides who may see it, and deletes the file
with that row: nothing else does.
"""

import secrets
from datetime import datetime

from sqlalchemy import delete
from sqlalchemy.orm import Session

from concertation.domain.files import FileKind
from concertation.models import StoredFile

RANDOM_BYTES = 16


def keep_file(
    session: Session, content: bytes, kind: FileKind, *, now: datetime
) -> StoredFile:
    """Store bytes that `file_contents.checked_kind` has found to be of this kind."""
    stored = StoredFile(
        name=f"{secrets.token_hex(RANDOM_BYTES)}.{kind}",
        kind=kind,
        size=len(content),
        content=content,
        created_at=now,
    )
    session.add(stored)
    session.flush()
    return stored


def delete_file(session: Session, file_id: int | None) -> None:
    """Forget a file in the caller's transaction; None and twice are harmless.

    The row that names it must let go of it first: a foreign key holds it.
    """
    if file_id is None:
        return
    session.flush()
    session.execute(delete(StoredFile).where(StoredFile.id == file_id))
