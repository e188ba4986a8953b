"""Read files that people sent."""

from sqlalchemy import select
from sqlalchemy.orm import undefer

from concertation.database import db
from concertation.models import StoredFile


def find_file(name: str) -> StoredFile | None:
    """The file of this made-up name, with its content."""
    return db.session.scalar(
        select(StoredFile)
        .where(StoredFile.name == name)
        .options(undefer(StoredFile.content))
    )


def file_content(file_id: int) -> bytes:
    """Raises `NoResultFound` for a file that is not there."""
    wanted = select(StoredFile.content).where(StoredFile.id == file_id)
    return db.session.scalars(wanted).one()
