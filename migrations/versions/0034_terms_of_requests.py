"""Record requests that arrive otherwise, and extend the term of their answers

Revision: 0034
Follows: 0033
"""

import sqlalchemy as sa
from alembic import op

from concertation.database import UtcDateTime

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

NAME = "ck_data_request_channel_known"


def upgrade() -> None:
    with op.batch_alter_table("data_request") as batch:
        batch.add_column(
            sa.Column(
                "channel", sa.String(length=20), nullable=False, server_default="space"
            )
        )
        batch.add_column(
            sa.Column(
                "recorded_by", sa.String(length=60), nullable=False, server_default=""
            )
        )
        batch.add_column(sa.Column("extended_at", UtcDateTime(), nullable=True))
        batch.add_column(
            sa.Column("extension_reason", sa.Text(), nullable=False, server_default="")
        )
        batch.create_check_constraint(
            op.f(NAME), sa.text("channel IN ('space', 'letter', 'phone', 'other')")
        )


def downgrade() -> None:
    with op.batch_alter_table("data_request") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        for name in ("extension_reason", "extended_at", "recorded_by", "channel"):
            batch.drop_column(name)
