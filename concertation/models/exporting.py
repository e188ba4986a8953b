"""How each account last took away the list of an event."""

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from concertation.database import Base, word
from concertation.domain.exporting import ExportFormat


class ExportChoice(Base):
    __tablename__ = "export_choice"
    __table_args__ = (
        UniqueConstraint(
            "account_id", "event_id", name="uq_export_choice_account_id_event_id"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE")
    )
    event_id: Mapped[int] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    format: Mapped[ExportFormat] = mapped_column(word(ExportFormat, "format_known"))
    columns: Mapped[list[str]] = mapped_column(JSON)
    """Keys of columns, never what stands in them."""
    left_out: Mapped[list[str]] = mapped_column(JSON)
