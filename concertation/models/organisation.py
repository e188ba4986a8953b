"""Whom people speak for: the directory of organisations."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from concertation.database import Base

HAS_SIRET = text("siret <> ''")


class Organisation(Base):
    """A double is merged into another row, and names it.

    A row stays for ever, but for a name that one person alone typed and that nobody at
    the desk saw: it goes when that person is forgotten.
    """

    __tablename__ = "organisation"
    __table_args__ = (
        Index("ix_organisation_name_key", "name_key", "id"),
        Index(
            "uq_organisation_siret",
            "siret",
            unique=True,
            sqlite_where=HAS_SIRET,
            postgresql_where=HAS_SIRET,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200))
    """Without case or accents: by it a name that is typed again finds its row."""
    siret: Mapped[str] = mapped_column(String(14), default="")
    """Fourteen digits (INSEE); empty where it is not known. Taken off a row that was
    merged where the one that stays had none, and has it then."""
    category: Mapped[str] = mapped_column(
        String(20), ForeignKey("stakeholder_category.key")
    )
    departement: Mapped[str] = mapped_column(String(3))
    """INSEE code, or ``ELSEWHERE``."""
    epci: Mapped[str] = mapped_column(String(9), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    listed_at: Mapped[datetime | None]
    """When somebody at the desk saw that it exists; until then no public form offers
    the name, which a stranger may have typed."""
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id"), index=True
    )
    merged_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]

    @property
    def version(self) -> str:
        """By which a page that was opened before the last change is told apart."""
        return self.updated_at.isoformat()


class OrganisationApart(Base):
    """Two rows that look like doubles, and that the desk knows to be two."""

    __tablename__ = "organisation_apart"
    __table_args__ = (CheckConstraint("one_id < other_id", name="one_before_other"),)

    one_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    other_id: Mapped[int] = mapped_column(
        ForeignKey("organisation.id"), primary_key=True, index=True
    )
    noted_at: Mapped[datetime]
