"""Series of events

Revision: 0016
Follows: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column(
        "event",
        sa.Column(
            "series_key", sa.String(length=36), nullable=False, server_default=""
        ),
    )
    op.create_index(op.f("ix_event_series_key"), "event", ["series_key"])


def downgrade() -> None:
    op.drop_index(op.f("ix_event_series_key"), table_name="event")
    op.drop_column("event", "series_key")
