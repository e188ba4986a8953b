"""Files that people sent, kept beside what they belong to."""

from datetime import datetime

from sqlalchemy import CheckConstraint, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from concertation.database import Base, word
from concertation.domain.files import FileKind


class StoredFile(Base):
    """Bytes under a made-up name. They never change: another file is another row."""

    __tablename__ = "stored_file"
    __table_args__ = (CheckConstraint("size > 0", name="size_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40), unique=True)
    """Made of chance, with the kind's extension; nothing of what the sender called it.
    Nobody can guess it, and it may be kept for ever by whoever is shown it."""
    kind: Mapped[FileKind] = mapped_column(word(FileKind, "kind_known"))
    size: Mapped[int]
    content: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)
    """Read only by who asks for it: a list of files reads no file."""
    created_at: Mapped[datetime]
