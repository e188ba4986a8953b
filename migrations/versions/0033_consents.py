"""Ask for agreement use by use, and keep what was agreed to

Revision: 0033
Follows: 0032
"""

import sqlalchemy as sa
from alembic import op

from concertation.database import UtcDateTime

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

KINDS = (
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
)
READERS = ("registration", "participant")
HOLDS = sa.text("withdrawn_at IS NULL")


def upgrade() -> None:
    _know_kinds((*KINDS, "consent"))
    op.create_table(
        "notice_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("first_read_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice_text")),
        sa.UniqueConstraint("digest", name=op.f("uq_notice_text_digest")),
    )
    for table in READERS:
        with op.batch_alter_table(table) as batch:
            batch.add_column(sa.Column("notice_id", sa.Integer(), nullable=True))
            batch.create_foreign_key(
                op.f(f"fk_{table}_notice_id_notice_text"),
                "notice_text",
                ["notice_id"],
                ["id"],
            )
    _make_consents()


def downgrade() -> None:
    op.drop_table("consent")
    for table in READERS:
        with op.batch_alter_table(table) as batch:
            batch.drop_constraint(
                op.f(f"fk_{table}_notice_id_notice_text"), type_="foreignkey"
            )
            batch.drop_column("notice_id")
    op.drop_table("notice_text")
    # What was agreed to stays an answer, to what comes nearest.
    op.execute("UPDATE question SET kind = 'yes_no' WHERE kind = 'consent'")
    _know_kinds(KINDS)


def _make_consents() -> None:
    op.create_table(
        "consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("registration_id", sa.Integer(), nullable=True),
        sa.Column("participant_id", sa.Integer(), nullable=True),
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("consent_text", sa.Text(), nullable=False),
        sa.Column("notice_id", sa.Integer(), nullable=True),
        sa.Column("consented_at", UtcDateTime(), nullable=False),
        sa.Column("given_by", sa.String(length=60), nullable=False),
        sa.Column("withdrawn_at", UtcDateTime(), nullable=True),
        sa.Column("withdrawn_by", sa.String(length=60), nullable=False),
        sa.CheckConstraint(
            "(registration_id IS NULL) <> (participant_id IS NULL)",
            name=op.f("ck_consent_has_one_owner"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [f"{table}_id"],
                [f"{table}.id"],
                name=op.f(f"fk_consent_{table}_id_{table}"),
            )
            for table in (*READERS, "question")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notice_text.id"],
            name=op.f("fk_consent_notice_id_notice_text"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent")),
    )
    op.create_index(op.f("ix_consent_question_id"), "consent", ["question_id"])
    for table in READERS:
        op.create_index(op.f(f"ix_consent_{table}_id"), "consent", [f"{table}_id"])
        op.create_index(
            f"uq_consent_{table}_holds",
            "consent",
            [f"{table}_id", "question_id"],
            unique=True,
            sqlite_where=HOLDS,
            postgresql_where=HOLDS,
        )


def _know_kinds(kinds: tuple[str, ...]) -> None:
    known = ", ".join(f"'{kind}'" for kind in kinds)
    name = op.f("ck_question_kind_known")
    with op.batch_alter_table("question") as batch:
        batch.drop_constraint(name, type_="check")
        batch.create_check_constraint(name, sa.text(f"kind IN ({known})"))
