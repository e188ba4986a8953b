"""Keep what people ask for about their data, and forget it in time

Revision: 0031
Follows: 0030
"""

import sqlalchemy as sa
from alembic import op

from concertation.database import UtcDateTime

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

NEVER_CHANGED = "lines of the purge journal are only ever added"
KINDS = (
    "answers",
    "unseated",
    "people",
    "guests",
    "mails",
    "imports",
    "invitations",
    "sign_ins",
)


def upgrade() -> None:
    op.create_table(
        "data_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("asked_at", UtcDateTime(), nullable=False),
        sa.Column("settled_at", UtcDateTime(), nullable=True),
        sa.Column("outcome", sa.String(length=20), nullable=True),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("settled_by", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "kind IN ('correction', 'erasure', 'limitation', 'objection')",
            name=op.f("ck_data_request_kind_known"),
        ),
        sa.CheckConstraint(
            "outcome IN ('done', 'refused')",
            name=op.f("ck_data_request_outcome_known"),
        ),
        sa.CheckConstraint(
            "(settled_at IS NULL) = (outcome IS NULL)",
            name=op.f("ck_data_request_settled_with_an_outcome"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_request")),
        sa.UniqueConstraint("reference", name=op.f("uq_data_request_reference")),
    )
    op.create_index(
        "uq_data_request_open",
        "data_request",
        ["email_key", "kind"],
        unique=True,
        sqlite_where=sa.text("settled_at IS NULL"),
        postgresql_where=sa.text("settled_at IS NULL"),
    )
    op.create_index(
        "ix_data_request_settled_at", "data_request", ["settled_at", "asked_at"]
    )
    op.create_index(op.f("ix_data_request_email_key"), "data_request", ["email_key"])
    _know_kinds((*KINDS, "requests"))


def downgrade() -> None:
    op.drop_table("data_request")
    # What was forgotten stays told, as what comes nearest.
    _let_change(is_let=True)
    op.execute("UPDATE purge_line SET kind = 'mails' WHERE kind = 'requests'")
    _let_change(is_let=False)
    _know_kinds(KINDS)


def _know_kinds(kinds: tuple[str, ...]) -> None:
    known = ", ".join(f"'{kind}'" for kind in kinds)
    name = op.f("ck_purge_line_kind_known")
    with op.batch_alter_table("purge_line") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(f"kind IN ({known})"))
    if op.get_bind().dialect.name == "sqlite":
        # The batch has made the table anew, without its triggers.
        _refuse_on_sqlite()


def _let_change(*, is_let: bool) -> None:
    if op.get_bind().dialect.name == "postgresql":
        verb = "DISABLE" if is_let else "ENABLE"
        op.execute(f"ALTER TABLE purge_line {verb} TRIGGER purge_line_append_only")
    elif is_let:
        for verb in ("update", "delete"):
            op.execute(f"DROP TRIGGER purge_line_no_{verb}")
    else:
        _refuse_on_sqlite()


def _refuse_on_sqlite() -> None:
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER purge_line_no_{verb.lower()} BEFORE {verb} ON purge_line"
            f" BEGIN SELECT RAISE(ABORT, '{NEVER_CHANGED}'); END"
        )
