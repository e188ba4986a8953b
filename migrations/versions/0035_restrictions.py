"""Keep whose data are limited, and who objects

Revision: 0035
Follows: 0034
"""

import sqlalchemy as sa
from alembic import op

from concertation.database import UtcDateTime

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "data_restriction",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.Column("since", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('limitation', 'objection')",
            name=op.f("ck_data_restriction_kind_known"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id"],
            ["data_request.id"],
            name=op.f("fk_data_restriction_request_id_data_request"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_restriction")),
        sa.UniqueConstraint(
            "email_key", "kind", name="uq_data_restriction_email_key_kind"
        ),
    )
    op.create_index(
        op.f("ix_data_restriction_request_id"), "data_restriction", ["request_id"]
    )


def downgrade() -> None:
    op.drop_table("data_restriction")
