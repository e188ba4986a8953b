"""Questions of the organiser's own, workshops, quotas, companions, approval

Revision: 0007
Follows: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0005"
branch_labels = None
depends_on = None


WORKSHOP_RULE = sa.Enum(
    "one",
    "several",
    "ranked",
    name="workshop_rule_known",
    native_enum=False,
    create_constraint=True,
    length=20,
)
QUOTA_KIND = sa.Enum(
    "workshop",
    "choice",
    "category",
    "departement",
    name="kind_known",
    native_enum=False,
    create_constraint=True,
    length=20,
)
EVENT_COLUMNS = (
    "needs_approval",
    "companions_most",
    "companions_named",
    "workshop_rule",
    "workshops_most",
    "workshops_mandatory",
)
NEW_TABLES = (
    "workshop",
    "answer_file",
    "question_choice",
    "admission_wish",
    "question",
)
# A table that SQLite makes anew has only the checks that are named here.
EVENT_CHECKS = (
    sa.CheckConstraint("ends_at > starts_at", name="ck_event_ends_after_start"),
    sa.CheckConstraint("retention_days > 0", name="ck_event_retention_positive"),
    sa.CheckConstraint(
        "legal_basis IN ('public_task', 'consent')", name="ck_event_legal_basis_known"
    ),
    sa.CheckConstraint(
        "state IN ('draft', 'published', 'cancelled')", name="ck_event_state_known"
    ),
)


def upgrade() -> None:
    _remake_quotas(former=False)
    op.create_table(
        "questionnaire",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_questionnaire_event_id_event")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_questionnaire")),
        sa.UniqueConstraint("event_id", name=op.f("uq_questionnaire_event_id")),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("questionnaire_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "short_text",
                "long_text",
                "number",
                "date",
                "yes_no",
                "one_of",
                "several_of",
                "ranking",
                "email",
                "phone",
                "siret",
                "file",
                name="kind_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("hint", sa.Text(), nullable=False),
        sa.Column("is_mandatory", sa.Boolean(), nullable=False),
        sa.Column(
            "audience",
            sa.Enum(
                "participants",
                "desk",
                name="audience_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("is_sensitive", sa.Boolean(), nullable=False),
        sa.Column("retention_days", sa.Integer(), nullable=True),
        sa.Column("shown_if_id", sa.Integer(), nullable=True),
        sa.Column("shown_if", sa.JSON(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "retention_days > 0", name=op.f("ck_question_retention_positive")
        ),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaire.id"],
            name=op.f("fk_question_questionnaire_id_questionnaire"),
        ),
        sa.ForeignKeyConstraint(
            ["shown_if_id"],
            ["question.id"],
            name=op.f("fk_question_shown_if_id_question"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question")),
    )
    with op.batch_alter_table("question", schema=None) as batch_op:
        batch_op.create_index(
            "ix_question_order", ["questionnaire_id", "position", "id"], unique=False
        )

    op.create_table(
        "admission_wish",
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("quota_id", sa.Integer(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["admission_id"],
            ["admission.id"],
            name=op.f("fk_admission_wish_admission_id_admission"),
        ),
        sa.ForeignKeyConstraint(
            ["quota_id"], ["quota.id"], name=op.f("fk_admission_wish_quota_id_quota")
        ),
        sa.PrimaryKeyConstraint(
            "admission_id", "quota_id", name=op.f("pk_admission_wish")
        ),
    )
    with op.batch_alter_table("admission_wish", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_admission_wish_quota_id"), ["quota_id"], unique=False
        )

    op.create_table(
        "question_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("quota_id", sa.Integer(), nullable=True),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_question_choice_question_id_question"),
        ),
        sa.ForeignKeyConstraint(
            ["quota_id"], ["quota.id"], name=op.f("fk_question_choice_quota_id_quota")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_question_choice")),
        sa.UniqueConstraint("quota_id", name=op.f("uq_question_choice_quota_id")),
    )
    with op.batch_alter_table("question_choice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_question_choice_question_id"), ["question_id"], unique=False
        )

    op.create_table(
        "answer_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=False),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("filename", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["registration_id"],
            ["registration.id"],
            name=op.f("fk_answer_file_registration_id_registration"),
        ),
        sa.ForeignKeyConstraint(
            ["question_id"],
            ["question.id"],
            name=op.f("fk_answer_file_question_id_question"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["stored_file.id"],
            name=op.f("fk_answer_file_file_id_stored_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_file")),
        sa.UniqueConstraint("file_id", name=op.f("uq_answer_file_file_id")),
        sa.UniqueConstraint(
            "registration_id",
            "question_id",
            name=op.f("uq_answer_file_answer"),
        ),
    )
    op.create_table(
        "workshop",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("description", sa.Text(), nullable=False),
        sa.Column("room", sa.String(length=200), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("quota_id", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_workshop_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["event_id"], ["event.id"], name=op.f("fk_workshop_event_id_event")
        ),
        sa.ForeignKeyConstraint(
            ["quota_id"], ["quota.id"], name=op.f("fk_workshop_quota_id_quota")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_workshop")),
        sa.UniqueConstraint("quota_id", name=op.f("uq_workshop_quota_id")),
    )
    with op.batch_alter_table("workshop", schema=None) as batch_op:
        batch_op.create_index(
            "ix_workshop_order", ["event_id", "position", "id"], unique=False
        )

    op.add_column(
        "admission",
        sa.Column("is_beyond", sa.Boolean(), nullable=False, server_default=sa.false()),
    )
    op.add_column(
        "seat_pool",
        sa.Column(
            "has_quotas", sa.Boolean(), nullable=False, server_default=sa.false()
        ),
    )
    for name, empty in (("answers", "{}"), ("companions", "[]")):
        op.add_column(
            "registration",
            sa.Column(name, sa.JSON(), nullable=False, server_default=empty),
        )
    with op.batch_alter_table("event", table_args=EVENT_CHECKS) as batch_op:
        batch_op.add_column(
            sa.Column(
                "needs_approval",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
            )
        )
        batch_op.add_column(
            sa.Column(
                "companions_most", sa.Integer(), nullable=False, server_default="0"
            )
        )
        batch_op.add_column(
            sa.Column(
                "companions_named",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
            )
        )
        batch_op.add_column(
            sa.Column(
                "workshop_rule", WORKSHOP_RULE, nullable=False, server_default="one"
            )
        )
        batch_op.add_column(sa.Column("workshops_most", sa.Integer(), nullable=True))
        batch_op.add_column(
            sa.Column(
                "workshops_mandatory",
                sa.Boolean(),
                nullable=False,
                server_default=sa.false(),
            )
        )


def downgrade() -> None:
    for table in (
        "workshop",
        "answer_file",
        "question_choice",
        "admission_wish",
        "question",
    ):
        op.drop_table(table)
    op.drop_table("questionnaire")
    with op.batch_alter_table("event", table_args=EVENT_CHECKS) as batch_op:
        batch_op.drop_constraint(op.f("ck_event_workshop_rule_known"), type_="check")
        for name in EVENT_COLUMNS:
            batch_op.drop_column(name)
    for name in ("answers", "companions"):
        op.drop_column("registration", name)
    op.drop_column("seat_pool", "has_quotas")
    op.drop_column("admission", "is_beyond")
    _remake_quotas(former=True)


def _remake_quotas(*, former: bool) -> None:
    """No page could make a quota before: there are none to keep."""
    op.drop_table("admission_quota")
    op.drop_table("quota")
    changed = (
        (sa.Column("name", sa.String(length=200), nullable=False),)
        if former
        else (
            sa.Column("kind", QUOTA_KIND, nullable=False),
            sa.Column("value", sa.String(length=40), nullable=False),
        )
    )
    op.create_table(
        "quota",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        *changed,
        sa.Column("seats", sa.Integer(), nullable=not former),
        sa.Column("seats_taken", sa.Integer(), nullable=False),
        sa.Column("is_hard", sa.Boolean(), nullable=False),
        sa.CheckConstraint("seats >= 0", name=op.f("ck_quota_seats_not_negative")),
        sa.CheckConstraint(
            "seats_taken >= 0", name=op.f("ck_quota_seats_taken_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["seat_pool.id"], name=op.f("fk_quota_pool_id_seat_pool")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quota")),
    )
    op.create_index(op.f("ix_quota_pool_id"), "quota", ["pool_id"])
    op.create_table(
        "admission_quota",
        sa.Column("admission_id", sa.Integer(), nullable=False),
        sa.Column("quota_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["admission_id"],
            ["admission.id"],
            name=op.f("fk_admission_quota_admission_id_admission"),
        ),
        sa.ForeignKeyConstraint(
            ["quota_id"], ["quota.id"], name=op.f("fk_admission_quota_quota_id_quota")
        ),
        sa.PrimaryKeyConstraint(
            "admission_id", "quota_id", name=op.f("pk_admission_quota")
        ),
    )
    op.create_index(
        op.f("ix_admission_quota_quota_id"), "admission_quota", ["quota_id"]
    )
