"""Processes, phases, working groups, organisations

Revision: 0017
Follows: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "process",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("asked", sa.Text(), nullable=False),
        sa.Column("not_asked", sa.Text(), nullable=False),
        sa.Column("legal_frame", sa.Text(), nullable=False),
        sa.Column("timezone", sa.String(length=40), nullable=False),
        sa.Column("term", sa.String(length=120), nullable=False),
        sa.Column("organiser_name", sa.String(length=200), nullable=False),
        sa.Column("contact_name", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("contact_phone", sa.String(length=40), nullable=False),
        sa.Column(
            "legal_basis",
            sa.Enum(
                "public_task",
                "consent",
                name="legal_basis_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("retention_days", sa.Integer(), nullable=False),
        sa.Column(
            "group_rule",
            sa.Enum(
                "one",
                "several",
                "ranked",
                name="group_rule_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("groups_most", sa.Integer(), nullable=True),
        sa.Column("needs_approval", sa.Boolean(), nullable=False),
        sa.Column("one_seat_an_organisation", sa.Boolean(), nullable=False),
        sa.Column("organisations_contacted", sa.Integer(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "published",
                name="state_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "groups_most > 0", name=op.f("ck_process_groups_most_positive")
        ),
        sa.CheckConstraint(
            "organisations_contacted >= 0",
            name=op.f("ck_process_contacted_not_negative"),
        ),
        sa.CheckConstraint(
            "retention_days > 0", name=op.f("ck_process_retention_positive")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process")),
        sa.UniqueConstraint("slug", name=op.f("uq_process_slug")),
    )
    op.create_table(
        "phase",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("enrolment_opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("enrolment_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("renewal_closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "ends_at > starts_at", name=op.f("ck_phase_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_phase_process_id_process")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase")),
    )
    with op.batch_alter_table("phase") as batch_op:
        batch_op.create_index(
            "ix_phase_order", ["process_id", "starts_at", "id"], unique=False
        )
    op.create_table(
        "process_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "pilot",
                "co_pilot",
                "partner",
                name="role_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=True),
        sa.Column("width", sa.Integer(), nullable=True),
        sa.Column("height", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "file_id IS NULL OR (width > 0 AND height > 0)",
            name=op.f("ck_process_partner_logo_has_a_size"),
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["stored_file.id"],
            name=op.f("fk_process_partner_file_id_stored_file"),
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_process_partner_process_id_process"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_partner")),
        sa.UniqueConstraint("file_id", name=op.f("uq_process_partner_file_id")),
    )
    with op.batch_alter_table("process_partner") as batch_op:
        batch_op.create_index(
            "ix_process_partner_order", ["process_id", "position", "id"], unique=False
        )
    op.create_table(
        "process_target",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "category",
                "departement",
                name="kind_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("value", sa.String(length=20), nullable=False),
        sa.Column("wanted", sa.Integer(), nullable=True),
        sa.Column("contacted", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "contacted >= 0", name=op.f("ck_process_target_contacted_not_negative")
        ),
        sa.CheckConstraint(
            "wanted >= 0", name=op.f("ck_process_target_wanted_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_process_target_process_id_process"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_process_target")),
        sa.UniqueConstraint(
            "process_id", "kind", "value", name="uq_process_target_part"
        ),
    )
    op.create_table(
        "outreach",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("contacted", sa.Integer(), nullable=False),
        sa.Column("reached", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "contacted >= 0", name=op.f("ck_outreach_contacted_not_negative")
        ),
        sa.CheckConstraint(
            "reached >= 0", name=op.f("ck_outreach_reached_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["process_id"], ["process.id"], name=op.f("fk_outreach_process_id_process")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outreach")),
    )
    with op.batch_alter_table("outreach") as batch_op:
        batch_op.create_index("ix_outreach_process", ["process_id", "id"], unique=False)
    op.create_table(
        "working_group",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("process_id", sa.Integer(), nullable=False),
        sa.Column("slug", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=120), nullable=False),
        sa.Column("mandate", sa.Text(), nullable=False),
        sa.Column("animator_name", sa.String(length=200), nullable=False),
        sa.Column("contact_email", sa.String(length=254), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["process_id"],
            ["process.id"],
            name=op.f("fk_working_group_process_id_process"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_group")),
        sa.UniqueConstraint("process_id", "slug", name="uq_working_group_slug"),
    )
    with op.batch_alter_table("working_group") as batch_op:
        batch_op.create_index(
            "ix_working_group_order", ["process_id", "position", "id"], unique=False
        )
    op.create_table(
        "group_offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("phase_id", sa.Integer(), nullable=False),
        sa.Column("pool_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["group_id"],
            ["working_group.id"],
            name=op.f("fk_group_offer_group_id_working_group"),
        ),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["phase.id"], name=op.f("fk_group_offer_phase_id_phase")
        ),
        sa.ForeignKeyConstraint(
            ["pool_id"], ["seat_pool.id"], name=op.f("fk_group_offer_pool_id_seat_pool")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_group_offer")),
        sa.UniqueConstraint("group_id", "phase_id", name="uq_group_offer_group_phase"),
        sa.UniqueConstraint("pool_id", name=op.f("uq_group_offer_pool_id")),
    )
    with op.batch_alter_table("group_offer") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_group_offer_phase_id"), ["phase_id"], unique=False
        )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("name_key", sa.String(length=200), nullable=False),
        sa.Column("siret", sa.String(length=14), nullable=False),
        sa.Column("category", sa.String(length=20), nullable=False),
        sa.Column("departement", sa.String(length=3), nullable=False),
        sa.Column("epci", sa.String(length=9), nullable=False),
        sa.Column("city", sa.String(length=120), nullable=False),
        sa.Column("website", sa.String(length=300), nullable=False),
        sa.Column("listed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["category"],
            ["stakeholder_category.key"],
            name=op.f("fk_organisation_category_stakeholder_category"),
        ),
        sa.ForeignKeyConstraint(
            ["merged_into_id"],
            ["organisation.id"],
            name=op.f("fk_organisation_merged_into_id_organisation"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
    )
    with op.batch_alter_table("organisation") as batch_op:
        batch_op.create_index(
            batch_op.f("ix_organisation_merged_into_id"),
            ["merged_into_id"],
            unique=False,
        )
        batch_op.create_index(
            "ix_organisation_name_key", ["name_key", "id"], unique=False
        )
        batch_op.create_index(
            "uq_organisation_siret",
            ["siret"],
            unique=True,
            sqlite_where=sa.text("siret <> ''"),
            postgresql_where=sa.text("siret <> ''"),
        )


def downgrade() -> None:
    op.drop_table("organisation")
    op.drop_table("group_offer")
    op.drop_table("working_group")
    op.drop_table("outreach")
    op.drop_table("process_target")
    op.drop_table("process_partner")
    op.drop_table("phase")
    op.drop_table("process")
