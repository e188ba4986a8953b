"""What opens a person's own space: a link in a mail, then a session of the browser."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from concertation.database import Base


class SpaceLink(Base):
    """A link that was mailed to an address; it opens a session, once."""

    __tablename__ = "space_link"

    id: Mapped[int] = mapped_column(primary_key=True)
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class SpaceSession(Base):
    """One browser that proved an address. Deleting the row ends it."""

    __tablename__ = "space_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    email_key: Mapped[str] = mapped_column(String(254), index=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
