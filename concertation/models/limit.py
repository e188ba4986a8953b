"""What was asked from where, as long as it counts."""

from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column

from concertation.database import Base


class LimitUse(Base):
    __tablename__ = "limit_use"

    source: Mapped[str] = mapped_column(String(64), primary_key=True)
    """A hash of the address or the network, which is another one every day."""
    used_until: Mapped[int] = mapped_column(BigInteger)
    """In microseconds of Unix time: then all that was asked is paid back. A number,
    because the one statement that counts adds to it."""
