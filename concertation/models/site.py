"""What the administrators set for the whole site: one sheet, logos, lists."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concertation.database import Base, word
from concertation.domain.site import LogoKind
from concertation.models.stored_file import StoredFile


class SiteSettings(Base):
    """One row, which a migration wrote. What is empty, the environment says."""

    __tablename__ = "site_settings"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    name: Mapped[str] = mapped_column(String(120))
    accent: Mapped[str] = mapped_column(String(7))
    organiser_name: Mapped[str] = mapped_column(String(200))
    contact_name: Mapped[str] = mapped_column(String(200))
    contact_email: Mapped[str] = mapped_column(String(254))
    contact_phone: Mapped[str] = mapped_column(String(40))
    contact_address: Mapped[str] = mapped_column(Text)
    sender_name: Mapped[str] = mapped_column(String(120))
    sender_email: Mapped[str] = mapped_column(String(254))
    dpo_email: Mapped[str] = mapped_column(String(254))
    speaks_english: Mapped[bool]
    legal_notice: Mapped[str] = mapped_column(Text)
    legal_notice_en: Mapped[str] = mapped_column(Text)
    accessibility_statement: Mapped[str] = mapped_column(Text)
    accessibility_statement_en: Mapped[str] = mapped_column(Text)
    departements: Mapped[list[str]] = mapped_column(JSON)
    """The codes of those that are offered."""
    asks_epci: Mapped[bool]
    unseated_retention_days: Mapped[int] = mapped_column(server_default="90")
    """See `domain.retention.RetentionTerms`, as the next three."""
    mail_retention_days: Mapped[int] = mapped_column(server_default="90")
    account_retention_days: Mapped[int] = mapped_column(server_default="730")
    sign_in_retention_days: Mapped[int] = mapped_column(server_default="365")
    notice: Mapped[dict[str, str]] = mapped_column(JSON, server_default="{}")
    """What people are told of their data everywhere: see `domain.notices`."""
    version: Mapped[int]
    """Of the sheet: by it an editor is told that somebody else was quicker."""
    revision: Mapped[int]
    """Grows with every change of the sheet, the logos and the lists: by it those who
    keep a copy notice that it is old."""
    updated_at: Mapped[datetime]


class SiteLogo(Base):
    __tablename__ = "site_logo"
    __table_args__ = (
        CheckConstraint("width > 0 AND height > 0", name="has_a_size"),
        Index("ix_site_logo_order", "kind", "position", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[LogoKind] = mapped_column(word(LogoKind, "kind_known"))
    position: Mapped[int]
    alternative_fr: Mapped[str] = mapped_column(String(200))
    alternative_en: Mapped[str] = mapped_column(String(200))
    link: Mapped[str] = mapped_column(String(500), default="")
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), unique=True)
    width: Mapped[int]
    height: Mapped[int]

    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class StakeholderCategory(Base):
    """A kind of organisation. Rows stay for ever: past answers name their keys."""

    __tablename__ = "stakeholder_category"
    __table_args__ = (Index("ix_stakeholder_category_order", "position", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(20), unique=True)
    label_fr: Mapped[str] = mapped_column(String(120))
    label_en: Mapped[str] = mapped_column(String(120))
    position: Mapped[int]
    retired_at: Mapped[datetime | None]
