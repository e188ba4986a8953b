"""People of the desk: rights, second factors, invitations, an append-only journal

Revision: 0002
Follows: 0001
"""

import secrets

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NEVER_CHANGED = "audit_entry is append-only"


def upgrade() -> None:
    _widen_accounts()
    _make_grants()
    _make_recovery_codes()
    op.create_table(
        "desk_policy",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("second_factor_roles", sa.JSON(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_desk_policy")),
    )
    _widen_the_outbox()
    _tell_the_event_of_each_entry()
    _refuse_changes()


def downgrade() -> None:
    _allow_changes()
    with op.batch_alter_table("audit_entry") as batch_op:
        for index in ("event", "actor", "action", "at"):
            batch_op.drop_index(f"ix_audit_entry_{index}")
        batch_op.drop_column("event_id")
    with op.batch_alter_table("outbox_mail") as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_mail_account_id"))
        batch_op.drop_constraint(
            batch_op.f("fk_outbox_mail_account_id_account"), type_="foreignkey"
        )
        batch_op.drop_column("account_id")
    op.drop_table("desk_policy")
    op.drop_table("recovery_code")
    op.drop_table("account_grant")
    with op.batch_alter_table("desk_session") as batch_op:
        batch_op.drop_column("device")
        batch_op.drop_column("awaits_code")
    # One by one, not as a batch: on SQLite a batch would make the table anew, and drop
    # the one that sessions refer to.
    for name in (
        "totp_last_step",
        "totp_since",
        "totp_salt",
        "link_expires_at",
        "link_version",
        "forgotten_at",
        "last_signed_in_at",
        "locale",
    ):
        op.drop_column("account", name)


def _widen_accounts() -> None:
    instant = sa.DateTime(timezone=True)
    for column in (
        sa.Column("locale", sa.String(length=5), nullable=False, server_default="fr"),
        sa.Column("last_signed_in_at", instant, nullable=True),
        sa.Column("forgotten_at", instant, nullable=True),
        sa.Column("link_version", sa.Integer(), nullable=False, server_default="1"),
        sa.Column("link_expires_at", instant, nullable=True),
        sa.Column("totp_salt", sa.String(length=32), nullable=False, server_default=""),
        sa.Column("totp_since", instant, nullable=True),
        sa.Column("totp_last_step", sa.Integer(), nullable=True),
    ):
        op.add_column("account", column)
    op.add_column(
        "desk_session",
        sa.Column(
            "awaits_code", sa.Boolean(), nullable=False, server_default=sa.false()
        ),
    )
    op.add_column(
        "desk_session",
        sa.Column("device", sa.String(length=60), nullable=False, server_default=""),
    )


def _make_grants() -> None:
    """Whoever had an account could do everything: the first one still can."""
    role = sa.Enum(
        "administrator",
        "facilitator",
        "reader",
        "welcomer",
        name="role_known",
        native_enum=False,
        create_constraint=True,
        length=20,
    )
    grants = op.create_table(
        "account_grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("role", role, nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role <> 'administrator' OR event_id IS NULL",
            name=op.f("ck_account_grant_site_administered"),
        ),
        sa.CheckConstraint(
            "role <> 'welcomer' OR event_id IS NOT NULL",
            name=op.f("ck_account_grant_event_welcomed"),
        ),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_account_grant_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_account_grant_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account_grant")),
    )
    on_site = sa.text("event_id IS NULL")
    op.create_index(
        "uq_account_grant_at_event",
        "account_grant",
        ["account_id", "role", "event_id"],
        unique=True,
    )
    op.create_index(
        "uq_account_grant_on_site",
        "account_grant",
        ["account_id", "role"],
        unique=True,
        sqlite_where=on_site,
        postgresql_where=on_site,
    )
    op.create_index(op.f("ix_account_grant_event_id"), "account_grant", ["event_id"])
    account = sa.table(
        "account",
        sa.column("id", sa.Integer),
        sa.column("totp_salt", sa.String),
        sa.column("created_at", sa.DateTime(timezone=True)),
    )
    known = op.get_bind().execute(
        sa.select(account.c.id, account.c.created_at).order_by(account.c.id)
    )
    for number, (account_id, created_at) in enumerate(known.all()):
        first = "administrator" if number == 0 else "facilitator"
        op.get_bind().execute(
            sa.insert(grants).values(
                account_id=account_id, role=first, given_at=created_at
            )
        )
        op.get_bind().execute(
            sa.update(account)
            .where(account.c.id == account_id)
            .values(totp_salt=secrets.token_hex(16))
        )


def _make_recovery_codes() -> None:
    op.create_table(
        "recovery_code",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_recovery_code_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_recovery_code_code_hash")),
    )
    op.create_index(
        op.f("ix_recovery_code_account_id"), "recovery_code", ["account_id"]
    )


def _widen_the_outbox() -> None:
    with op.batch_alter_table("outbox_mail") as batch_op:
        batch_op.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_outbox_mail_account_id_account"),
            "account",
            ["account_id"],
            ["id"],
        )
        batch_op.create_index(
            batch_op.f("ix_outbox_mail_account_id"), ["account_id"], unique=False
        )


def _tell_the_event_of_each_entry() -> None:
    """The last change that any entry ever sees."""
    op.add_column("audit_entry", sa.Column("event_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE audit_entry SET event_id = subject_id WHERE subject_kind = 'event'"
    )
    op.execute(
        "UPDATE audit_entry SET event_id = (SELECT registration.event_id"
        " FROM registration WHERE registration.id = audit_entry.subject_id)"
        " WHERE subject_kind = 'registration'"
    )
    for name, columns in (
        ("event", ["event_id", "id"]),
        ("actor", ["actor", "id"]),
        ("action", ["action", "id"]),
        ("at", ["at"]),
    ):
        op.create_index(f"ix_audit_entry_{name}", "audit_entry", columns)


def _refuse_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql"
            f" AS $$ BEGIN RAISE EXCEPTION '{NEVER_CHANGED}'; END $$"
        )
        op.execute(
            "CREATE TRIGGER audit_entry_append_only"
            " BEFORE UPDATE OR DELETE OR TRUNCATE ON audit_entry"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER audit_entry_no_{verb.lower()} BEFORE {verb} ON audit_entry"
            f" BEGIN SELECT RAISE(ABORT, '{NEVER_CHANGED}'); END"
        )


def _allow_changes() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP TRIGGER audit_entry_append_only ON audit_entry")
        op.execute("DROP FUNCTION refuse_audit_change()")
        return
    for verb in ("update", "delete"):
        op.execute(f"DROP TRIGGER audit_entry_no_{verb}")
