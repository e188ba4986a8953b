"""What is there already may belong to a process

Revision: 0019
Follows: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

REFERENCES = {
    "event": {"process_id": "process", "offer_id": "group_offer"},
    "guest": {"participant_id": "participant"},
    "outbox_mail": {"participant_id": "participant"},
    "account_grant": {"process_id": "process", "group_id": "working_group"},
}
GRANTS = {
    "uq_account_grant_in_process": "process_id",
    "uq_account_grant_in_group": "group_id",
}
OWNED = {
    "questionnaire": (
        "event_id",
        "process_id",
        "process",
        "uq_questionnaire_process_id",
    ),
    "answer_file": (
        "registration_id",
        "participant_id",
        "participant",
        "uq_answer_file_of_participant",
    ),
}


def upgrade() -> None:
    for table, columns in REFERENCES.items():
        ends = "CASCADE" if table == "account_grant" else None
        with op.batch_alter_table(table) as batch_op:
            for column, other in columns.items():
                batch_op.add_column(sa.Column(column, sa.Integer(), nullable=True))
                batch_op.create_index(op.f(f"ix_{table}_{column}"), [column])
                batch_op.create_foreign_key(
                    op.f(f"fk_{table}_{column}_{other}"),
                    other,
                    [column],
                    ["id"],
                    ondelete=ends,
                )
    op.add_column(
        "admission", sa.Column("held_until", sa.DateTime(timezone=True), nullable=True)
    )
    # A plain column: a table made anew would lose the triggers that guard the trail.
    op.execute("ALTER TABLE audit_entry ADD COLUMN process_id INTEGER")
    op.create_index("ix_audit_entry_process", "audit_entry", ["process_id", "id"])
    for name, column in GRANTS.items():
        op.create_index(
            name, "account_grant", ["account_id", "role", column], unique=True
        )
    _write_on_site_index("event_id IS NULL AND process_id IS NULL AND group_id IS NULL")
    for table, (former, column, other, unique) in OWNED.items():
        keys = ["participant_id", "question_id"] if table == "answer_file" else [column]
        with op.batch_alter_table(table) as batch_op:
            batch_op.add_column(sa.Column(column, sa.Integer(), nullable=True))
            batch_op.alter_column(former, existing_type=sa.Integer(), nullable=True)
            batch_op.create_unique_constraint(unique, keys)
            batch_op.create_foreign_key(
                f"fk_{table}_{column}_{other}", other, [column], ["id"]
            )
            batch_op.create_check_constraint(
                op.f(f"ck_{table}_has_one_owner"),
                f"({former} IS NULL) <> ({column} IS NULL)",
            )


def downgrade() -> None:
    for table, (former, column, other, unique) in reversed(OWNED.items()):
        op.execute(sa.delete(sa.table(table)).where(sa.column(former).is_(None)))
        with op.batch_alter_table(table) as batch_op:
            batch_op.drop_constraint(op.f(f"ck_{table}_has_one_owner"), type_="check")
            batch_op.drop_constraint(f"fk_{table}_{column}_{other}", type_="foreignkey")
            batch_op.drop_constraint(unique, type_="unique")
            batch_op.alter_column(former, existing_type=sa.Integer(), nullable=False)
            batch_op.drop_column(column)
    op.execute(
        "DELETE FROM account_grant WHERE process_id IS NOT NULL OR group_id IS NOT NULL"
    )
    op.drop_index("uq_account_grant_on_site", table_name="account_grant")
    for name in GRANTS:
        op.drop_index(name, table_name="account_grant")
    op.drop_index("ix_audit_entry_process", table_name="audit_entry")
    op.drop_column("audit_entry", "process_id")
    op.drop_column("admission", "held_until")
    for table, columns in reversed(REFERENCES.items()):
        with op.batch_alter_table(table) as batch_op:
            for column, other in columns.items():
                batch_op.drop_constraint(
                    op.f(f"fk_{table}_{column}_{other}"), type_="foreignkey"
                )
                batch_op.drop_index(op.f(f"ix_{table}_{column}"))
                batch_op.drop_column(column)
    _make_on_site_index("event_id IS NULL")


def _write_on_site_index(condition: str) -> None:
    op.drop_index("uq_account_grant_on_site", table_name="account_grant")
    _make_on_site_index(condition)


def _make_on_site_index(condition: str) -> None:
    op.create_index(
        "uq_account_grant_on_site",
        "account_grant",
        ["account_id", "role"],
        unique=True,
        sqlite_where=sa.text(condition),
        postgresql_where=sa.text(condition),
    )
