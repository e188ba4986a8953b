"""Let lines of the journal go that tell of signing in, once they are old

Revision: 0036
Follows: 0035
"""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

NEVER_CHANGED = "audit_entry is append-only"
LINES_OF_PURGES = "lines of the purge journal are only ever added"
KINDS = (
    "answers",
    "unseated",
    "people",
    "guests",
    "mails",
    "imports",
    "requests",
    "invitations",
    "sign_ins",
)
OF_SIGNING_IN = (
    "account.recovery_code_used",
    "account.session_ended",
    "account.sign_in_failed",
    "account.signed_out_everywhere",
)
YOUNG = 90
"""Days in which nothing goes, whatever the site says, by the clock of the database."""


def upgrade() -> None:
    column = sa.Column(
        "sign_in_retention_days", sa.Integer(), nullable=False, server_default="365"
    )
    op.add_column("site_settings", column)
    _know_kinds((*KINDS, "journal"))
    _guard_deletion(lets_old_ones_go=True)


def downgrade() -> None:
    _guard_deletion(lets_old_ones_go=False)
    # What was forgotten stays told, as what comes nearest.
    _let_purges_change(is_let=True)
    op.execute("UPDATE purge_line SET kind = 'sign_ins' WHERE kind = 'journal'")
    _let_purges_change(is_let=False)
    _know_kinds(KINDS)
    with op.batch_alter_table("site_settings") as batch:
        batch.drop_column("sign_in_retention_days")


def _guard_deletion(*, lets_old_ones_go: bool) -> None:
    if op.get_bind().dialect.name == "postgresql":
        _guard_on_postgresql(lets_old_ones_go=lets_old_ones_go)
        return
    op.execute("DROP TRIGGER audit_entry_no_delete")
    old = f"OLD.at < datetime('now', '-{YOUNG} days')"
    but = f" WHEN NOT ({_is_of_signing_in()} AND {old})" if lets_old_ones_go else ""
    op.execute(
        f"CREATE TRIGGER audit_entry_no_delete BEFORE DELETE ON audit_entry{but}"
        f" BEGIN SELECT RAISE(ABORT, '{NEVER_CHANGED}'); END"
    )


def _guard_on_postgresql(*, lets_old_ones_go: bool) -> None:
    """What is the same for every line needs no look at each of them."""
    op.execute("DROP TRIGGER audit_entry_append_only ON audit_entry")
    verbs = "UPDATE OR TRUNCATE" if lets_old_ones_go else "UPDATE OR DELETE OR TRUNCATE"
    op.execute(
        f"CREATE TRIGGER audit_entry_append_only BEFORE {verbs} ON audit_entry"
        " FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
    )
    if not lets_old_ones_go:
        op.execute("DROP TRIGGER audit_entry_keeps_lines ON audit_entry")
        return
    old = f"OLD.at < now() - interval '{YOUNG} days'"
    op.execute(
        "CREATE TRIGGER audit_entry_keeps_lines BEFORE DELETE ON audit_entry"
        f" FOR EACH ROW WHEN (NOT ({_is_of_signing_in()} AND {old}))"
        " EXECUTE FUNCTION refuse_audit_change()"
    )


def _is_of_signing_in() -> str:
    return f"OLD.action IN ({_listed(OF_SIGNING_IN)})"


def _listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _know_kinds(kinds: tuple[str, ...]) -> None:
    name = op.f("ck_purge_line_kind_known")
    with op.batch_alter_table("purge_line") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(f"kind IN ({_listed(kinds)})"))
    if op.get_bind().dialect.name == "sqlite":
        # The batch has made the table anew, without its triggers.
        _refuse_on_sqlite()


def _let_purges_change(*, is_let: bool) -> None:
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
            f" BEGIN SELECT RAISE(ABORT, '{LINES_OF_PURGES}'); END"
        )
