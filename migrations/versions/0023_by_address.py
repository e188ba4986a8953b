"""Find everything of one address, whatever event it is about

Revision: 0023
Follows: 0019
"""

from alembic import op

revision = "0023"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    for table in ("registration", "guest"):
        op.create_index(f"ix_{table}_email_key", table, ["email_key"])


def downgrade() -> None:
    for table in ("guest", "registration"):
        op.drop_index(f"ix_{table}_email_key", table_name=table)
