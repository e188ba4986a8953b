"""People who take part in a process

Revision: 0018
Follows: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=True),
        sa.Column("given_name", sa.String(length=120), nullable=False),
        sa.Column("family_name", sa.String(length=120), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("role", sa.String(length=200), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("departement", sa.String(length=3), nullable=False),
        sa.Column("epci", sa.String(length=9), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("accessibility_needs", sa.Text(), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("is_named", sa.Boolean(), nullable=False),
        sa.Column("organisation_is_named", sa.Boolean(), nullable=False),
        sa.Column("sort_key", sa.String(length=300), nullable=False),
        sa.Column("search_text", sa.Text(), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("consent_text", sa.Text(), nullable=False),
        sa.Column("consented_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("browser_key", sa.String(length=64), nullable=False),
        sa.Column("link_version", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("anonymised_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["category"],
            ["stakeholder_category.key"],
            name=op.f("fk_participant_category_stakeholder_category"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_participant_organisation_id_organisation"),
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_participant_process_id_process"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participant")),
        sa.UniqueConstraint(
            "process_id", "email_key", name="uq_participant_process_email_key"
        ),
        sa.UniqueConstraint("reference", name=op.f("uq_participant_reference")),
    )
    with op.batch_alter_table("participant") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_participant_email_key"), ["email_key"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_participant_organisation_id"),
            ["organisation_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_participant_process_sort_key",
            ["process_id", "sort_key", "id"],
            unique=False,
        )
    op.create_table(
        "enrolment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("admission_id", sa.Integer(), nullable=True),
        sa.Column(
            "seat_role",
            sa.Enum(
                "titular",
                "deputy",
                name="seat_role_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("wish_place", sa.Integer(), nullable=True),
        sa.Column(
            "obstacle",
            sa.Enum(
                "full",
                "category",
                "departement",
                "organisation",
                name="obstacle_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "public",
                "desk",
                "renewal",
                "example",
                name="source_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("previous_id", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "end_reason",
            sa.Enum(
                "left",
                "removed",
                "declined",
                "moved",
                "other_wish",
                "not_renewed",
                "not_confirmed",
                "erased",
                name="end_reason_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.Column("end_word", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (end_reason IS NULL)",
            name=op.f("ck_enrolment_ends_with_a_reason"),
        ),
        sa.CheckConstraint(
            "wish_place > 0", name=op.f("ck_enrolment_wish_place_positive")
        ),
        sa.ForeignKeyConstraint(
            ["admission_id"],
            ["admission.id"],
            name=op.f("fk_enrolment_admission_id_admission"),
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["group_offer.id"],
            name=op.f("fk_enrolment_offer_id_group_offer"),
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
            name=op.f("fk_enrolment_participant_id_participant"),
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"],
            ["enrolment.id"],
            name=op.f("fk_enrolment_previous_id_enrolment"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_enrolment")),
        sa.UniqueConstraint("admission_id", name=op.f("uq_enrolment_admission_id")),
    )
    with op.batch_alter_table("enrolment") as batch_op:
        batch_op.create_index(
            "ix_enrolment_offer", ["offer_id", "ended_at"], unique=False
        )
        batch_op.create_index(
            batch_op.f("ix_enrolment_previous_id"), ["previous_id"], unique=False
        )
        batch_op.create_index(
            "uq_enrolment_participant_offer_not_ended",
            ["participant_id", "offer_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
    op.create_table(
        "space_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_space_link_token_hash")),
    )
    with op.batch_alter_table("space_link") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_space_link_email_key"), ["email_key"], unique=False
        )
    op.create_table(
        "space_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email_key", sa.String(length=254), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_space_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_space_session_token_hash")),
    )
    with op.batch_alter_table("space_session") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_space_session_email_key"), ["email_key"], unique=False
        )


def downgrade() -> None:
    op.drop_table("space_session")
    op.drop_table("space_link")
    op.drop_table("enrolment")
    op.drop_table("participant")
