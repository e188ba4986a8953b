"""Guests, private events

Revision: 0014
Follows: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

# Written out, each with its checks: both databases take this as it is, while a batch
# would make the table anew on SQLite, with those checks only that it names.
EVENT_COLUMNS = {
    "visibility": (
        "VARCHAR(20) NOT NULL DEFAULT 'public' CONSTRAINT ck_event_visibility_known"
        " CHECK (visibility IN ('public', 'by_code', 'invited'))"
    ),
    "access_code": (
        "VARCHAR(64) NOT NULL DEFAULT '' CONSTRAINT ck_event_private_has_code"
        " CHECK (visibility = 'public' OR access_code <> '')"
    ),
    "guest_reminder_days": (
        "INTEGER CONSTRAINT ck_event_guest_reminder_positive"
        " CHECK (guest_reminder_days > 0)"
    ),
}

CHECKS = ("visibility_known", "private_has_code", "guest_reminder_positive")


def upgrade() -> None:
    for name, definition in EVENT_COLUMNS.items():
        op.execute(f"ALTER TABLE event ADD COLUMN {name} {definition}")
    op.create_table(
        "guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("organisation", sa.String(length=200), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("sort_key", sa.String(length=300), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("added_by", sa.String(length=60), nullable=False),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("invited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_mail_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("declined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("word", sa.Text(), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_guest_event_id_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest")),
        sa.UniqueConstraint("event_id", "email_key", name="uq_guest_event_email_key"),
    )
    with op.batch_alter_table("guest") as batch_op:
        batch_op.create_index(
            "ix_guest_event_sort_key", ["event_id", "sort_key", "id"], unique=False
        )
    with op.batch_alter_table("outbox_mail") as batch_op:
        batch_op.add_column(sa.Column("guest_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_outbox_mail_guest_id_guest"), "guest", ["guest_id"], ["id"]
        )
        batch_op.create_index(
            batch_op.f("ix_outbox_mail_guest_id"), ["guest_id"], unique=False
        )


def downgrade() -> None:
    with op.batch_alter_table("outbox_mail") as batch_op:
        batch_op.drop_index(batch_op.f("ix_outbox_mail_guest_id"))
        batch_op.drop_constraint(
            batch_op.f("fk_outbox_mail_guest_id_guest"), type_="foreignkey"
        )
        batch_op.drop_column("guest_id")
    op.drop_table("guest")
    # In one batch: later migrations made the table anew, with its checks apart from
    # their columns, and SQLite drops no column that a check names.
    with op.batch_alter_table("event") as batch_op:
        for check in CHECKS:
            batch_op.drop_constraint(op.f(f"ck_event_{check}"), type_="check")
        for name in EVENT_COLUMNS:
            batch_op.drop_column(name)
