"""End wishes for which no seat was left, and no line is kept

Revision: 0028
Follows: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

BEFORE = (
    "left",
    "removed",
    "declined",
    "moved",
    "other_wish",
    "not_renewed",
    "not_confirmed",
    "erased",
)
AFTER = (*BEFORE, "not_allotted")


def upgrade() -> None:
    _know(AFTER)


def downgrade() -> None:
    # What comes nearest of the words that were known before.
    op.execute(
        "UPDATE enrolment SET end_reason = 'declined' WHERE end_reason = 'not_allotted'"
    )
    _know(BEFORE)


def _know(words: tuple[str, ...]) -> None:
    known = ", ".join(f"'{word}'" for word in words)
    name = op.f("ck_enrolment_end_reason_known")
    with op.batch_alter_table("enrolment") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(f"end_reason IN ({known})"))
