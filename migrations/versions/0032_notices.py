"""Set what people are told of their data

Revision: 0032
Follows: 0031
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

TABLES = ("site_settings", "process", "event")


def upgrade() -> None:
    for table in TABLES:
        column = sa.Column("notice", sa.JSON(), nullable=False, server_default="{}")
        op.add_column(table, column)


def downgrade() -> None:
    for table in TABLES:
        op.drop_column(table, "notice")
