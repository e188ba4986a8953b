"""Set how long data are kept, and write down what was purged

Revision: 0030
Follows: 0029
"""

import sqlalchemy as sa
from alembic import op

from concertation.database import UtcDateTime

revision = "0030"
down_revision = "0029"
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
ROLES = ("administrator", "facilitator", "reader", "welcomer")
SITE_DAYS = {
    "unseated_retention_days": "90",
    "mail_retention_days": "90",
    "account_retention_days": "730",
}


def upgrade() -> None:
    _make_journal()
    for table in ("event", "process"):
        column = sa.Column("unseated_retention_days", sa.Integer(), nullable=True)
        op.add_column(table, column)
    for name, days in SITE_DAYS.items():
        column = sa.Column(name, sa.Integer(), nullable=False, server_default=days)
        op.add_column("site_settings", column)
    _know_roles((*ROLES, "data_officer"))


def downgrade() -> None:
    op.execute("DELETE FROM account_grant WHERE role = 'data_officer'")
    _know_roles(ROLES)
    with op.batch_alter_table("site_settings") as batch:
        for name in SITE_DAYS:
            batch.drop_column(name)
    for table in ("event", "process"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("unseated_retention_days")
    op.drop_table("purge_line")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_purge_change()")


def _make_journal() -> None:
    known = ", ".join(f"'{kind}'" for kind in KINDS)
    op.create_table(
        "purge_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("purged", sa.Integer(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=True),
        sa.Column("since", UtcDateTime(), nullable=True),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("process_id", sa.Integer(), nullable=True),
        sa.CheckConstraint(f"kind IN ({known})", name=op.f("ck_purge_line_kind_known")),
        sa.CheckConstraint(
            "purged >= 0", name=op.f("ck_purge_line_purged_not_negative")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_purge_line")),
    )
    op.create_index("ix_purge_line_at", "purge_line", ["at", "kind"])
    _refuse_changes()


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_purge_change() RETURNS trigger LANGUAGE plpgsql"
            f" AS $$ BEGIN RAISE EXCEPTION '{NEVER_CHANGED}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER purge_line_append_only"
            " BEFORE UPDATE OR DELETE OR TRUNCATE ON purge_line"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_purge_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER purge_line_no_{verb.lower()} BEFORE {verb} ON purge_line"
            f" BEGIN SELECT RAISE(ABORT, '{NEVER_CHANGED}'); END"
        )


def _know_roles(words: tuple[str, ...]) -> None:
    known = ", ".join(f"'{word}'" for word in words)
    name = op.f("ck_account_grant_role_known")
    with op.batch_alter_table("account_grant") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(f"role IN ({known})"))
