"""Name in public only people whose address is proven, or whom the desk saw

Revision: 0025
Follows: 0023
"""

import sqlalchemy as sa
from alembic import op

from concertation.database import UtcDateTime

revision = "0025"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("participant", sa.Column("proven_at", UtcDateTime(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("participant") as batch:
        batch.drop_column("proven_at")
