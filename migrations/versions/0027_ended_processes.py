"""End processes before their time, and remember which organisations are no doubles

Revision: 0027
Follows: 0025
"""

import sqlalchemy as sa
from alembic import op

from concertation.database import UtcDateTime

revision = "0027"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("process", sa.Column("ended_at", UtcDateTime(), nullable=True))
    op.create_table(
        "organisation_apart",
        sa.Column("one_id", sa.Integer(), nullable=False),
        sa.Column("other_id", sa.Integer(), nullable=False),
        sa.Column("noted_at", UtcDateTime(), nullable=False),
        sa.CheckConstraint(
            "one_id < other_id", name=op.f("ck_organisation_apart_one_before_other")
        ),
        sa.ForeignKeyConstraint(
            ["one_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_apart_one_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["other_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_apart_other_id_organisation"),
        ),
        sa.PrimaryKeyConstraint(
            "one_id", "other_id", name=op.f("pk_organisation_apart")
        ),
    )
    op.create_index(
        "ix_organisation_apart_other_id", "organisation_apart", ["other_id"]
    )


def downgrade() -> None:
    op.drop_table("organisation_apart")
    with op.batch_alter_table("process") as batch:
        batch.drop_column("ended_at")
