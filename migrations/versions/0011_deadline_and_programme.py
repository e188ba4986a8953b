"""A deadline to change or cancel, and a programme with times

Revision: 0011
Follows: 0008
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "event",
        sa.Column("changes_close_at", sa.DateTime(timezone=True), nullable=True),
    )
    op.create_table(
        "programme_item",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("speakers", sa.String(length=300), nullable=False),
        sa.Column("room", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_programme_item_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_programme_item_event_id_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_programme_item")),
    )
    op.create_index(
        "ix_programme_item_order",
        "programme_item",
        ["event_id", "starts_at", "id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_table("programme_item")
    op.drop_column("event", "changes_close_at")
