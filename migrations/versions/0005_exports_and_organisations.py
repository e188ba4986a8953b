"""Remember how lists are taken away; sort and count organisations by a key

Revision: 0005
Follows: 0004
"""

import unicodedata

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

AT_ONCE = 2000
SPREAD = str.maketrans(
    {"œ": "oe", "æ": "ae"} | dict.fromkeys("'`\u2018\u2019\u02bc\u00b4", "")
)


def upgrade() -> None:
    op.create_table(
        "export_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column(
            "format",
            sa.Enum(
                "csv",
                "xlsx",
                "ods",
                "plain_csv",
                "json",
                name="format_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("columns", sa.JSON(), nullable=False),
        sa.Column("left_out", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
            name=op.f("fk_export_choice_account_id_account"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["event_id"],
            ["event.id"],
            name=op.f("fk_export_choice_event_id_event"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_export_choice")),
        sa.UniqueConstraint(
            "account_id", "event_id", name="uq_export_choice_account_id_event_id"
        ),
    )
    with op.batch_alter_table("export_choice", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_export_choice_event_id"), ["event_id"], unique=False
        )
    # Plainly added: no table is copied, and its rows are filled in by one pass.
    op.add_column(
        "registration",
        sa.Column(
            "organisation_key",
            sa.String(length=200),
            server_default="",
            nullable=False,
        ),
    )
    _fill_organisation_keys()
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.create_index(
            "ix_registration_event_organisation",
            ["event_id", "organisation_key"],
            unique=False,
        )


def downgrade() -> None:
    with op.batch_alter_table("registration", schema=None) as batch_op:
        batch_op.drop_index("ix_registration_event_organisation")
        batch_op.drop_column("organisation_key")
    with op.batch_alter_table("export_choice", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_export_choice_event_id"))
    op.drop_table("export_choice")


def _fill_organisation_keys() -> None:
    connection = op.get_bind()
    registration = sa.table(
        "registration",
        sa.column("id"),
        sa.column("organisation"),
        sa.column("organisation_key"),
    )
    named = (
        sa.select(registration.c.id, registration.c.organisation)
        .where(registration.c.id > sa.bindparam("after"))
        .order_by(registration.c.id)
        .limit(AT_ONCE)
    )
    filled = (
        sa.update(registration)
        .where(registration.c.id == sa.bindparam("number"))
        .values(organisation_key=sa.bindparam("key"))
    )
    after = 0
    while rows := connection.execute(named, {"after": after}).all():
        keys = [{"number": id_, "key": _folded(name)[:200]} for id_, name in rows]
        connection.execute(filled, keys)
        after = rows[-1].id


def _folded(text: str) -> str:
    """As the program folded texts when this column was made."""
    letters = unicodedata.normalize("NFKD", text.casefold().translate(SPREAD))
    return "".join(c for c in letters if not unicodedata.combining(c))
