"""Reminders of an event, and who was told

Revision: 0013
Follows: 0012
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("days_before", sa.Integer(), nullable=True),
        sa.Column("at_time", sa.Time(), nullable=True),
        sa.Column("hours_before", sa.Integer(), nullable=True),
        sa.Column("tells_waiting", sa.Boolean(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "days_before >= 0", name=op.f("ck_event_reminder_days_not_negative")
        ),
        sa.CheckConstraint(
            "hours_before > 0", name=op.f("ck_event_reminder_hours_positive")
        ),
        sa.CheckConstraint(
            "(days_before IS NULL) <> (hours_before IS NULL)",
            name=op.f("ck_event_reminder_days_or_hours"),
        ),
        sa.CheckConstraint(
            "(days_before IS NULL) = (at_time IS NULL)",
            name=op.f("ck_event_reminder_days_have_a_time"),
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_event_reminder_event_id_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_reminder")),
    )
    op.create_index(op.f("ix_event_reminder_event_id"), "event_reminder", ["event_id"])
    op.create_index(
        "ix_event_reminder_due", "event_reminder", ["finished_at", "due_at"]
    )
    op.create_table(
        "reminder_told",
        sa.Column("reminder_id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_reminder_told_registration_id_registration"),
        ),
        sa.ForeignKeyConstraint(
            ["reminder_id"],
            ["event_reminder.id"],
            name=op.f("fk_reminder_told_reminder_id_event_reminder"),
        ),
        sa.PrimaryKeyConstraint(
            "reminder_id", "registration_id", "due_at", name=op.f("pk_reminder_told")
        ),
    )
    op.create_index(
        op.f("ix_reminder_told_registration_id"), "reminder_told", ["registration_id"]
    )


def downgrade() -> None:
    op.drop_table("reminder_told")
    op.drop_table("event_reminder")
