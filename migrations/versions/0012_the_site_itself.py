"""What a site says of itself, and the kinds of organisation as a list

Revision: 0012
Follows: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

REGION = ["02", "59", "60", "62", "80"]
CATEGORIES = (
    ("science_centre", "Centre de culture scientifique", "Science centre"),
    ("museum", "Musée", "Museum"),
    ("heritage", "Patrimoine industriel", "Industrial heritage"),
    ("university", "Université, recherche", "University, research"),
    ("popular_education", "Éducation populaire", "Popular education"),
    ("school", "Enseignement, formation", "School, training"),
    ("company", "Entreprise, industrie", "Company, industry"),
    ("local_authority", "Collectivité territoriale", "Local authority"),
    ("state", "Service de l’État", "State service"),
    ("media", "Média, édition", "Media, publishing"),
    ("citizen", "Citoyenne ou citoyen", "Citizen"),
    ("other", "Autre", "Other"),
)
SHORT_TEXTS = {
    "name": 120,
    "accent": 7,
    "organiser_name": 200,
    "contact_name": 200,
    "contact_email": 254,
    "contact_phone": 40,
    "sender_name": 120,
    "sender_email": 254,
    "dpo_email": 254,
}
LONG_TEXTS = (
    "contact_address",
    "legal_notice",
    "legal_notice_en",
    "accessibility_statement",
    "accessibility_statement_en",
)
KNOWN_CATEGORY = "category IN ({})".format(
    ", ".join(f"'{key}'" for key, *_ in CATEGORIES)
)
FOREIGN_KEY = "fk_registration_category_stakeholder_category"


def upgrade() -> None:
    _make_settings()
    _make_logos()
    _make_categories()
    with op.batch_alter_table("registration") as batch_op:
        batch_op.drop_constraint(op.f("ck_registration_category_known"), type_="check")
        batch_op.create_foreign_key(
            op.f(FOREIGN_KEY), "stakeholder_category", ["category"], ["key"]
        )


def downgrade() -> None:
    # Kinds that were added since have no name in the former list.
    op.execute(
        f"UPDATE registration SET category = 'other' WHERE NOT {KNOWN_CATEGORY}"  # noqa: S608 -- constants
    )
    with op.batch_alter_table("registration") as batch_op:
        batch_op.drop_constraint(op.f(FOREIGN_KEY), type_="foreignkey")
        batch_op.create_check_constraint(
            op.f("ck_registration_category_known"), KNOWN_CATEGORY
        )
    op.drop_table("stakeholder_category")
    op.drop_table("site_logo")
    op.drop_table("site_settings")


def _make_settings() -> None:
    texts = [
        sa.Column(name, sa.String(length=length), nullable=False)
        for name, length in SHORT_TEXTS.items()
    ]
    long_texts = [sa.Column(name, sa.Text(), nullable=False) for name in LONG_TEXTS]
    settings = op.create_table(
        "site_settings",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        *texts,
        *long_texts,
        sa.Column("speaks_english", sa.Boolean(), nullable=False),
        sa.Column("departements", sa.JSON(), nullable=False),
        sa.Column("asks_epci", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_site_settings_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_settings")),
    )
    op.execute(
        settings.insert().values(
            id=1,
            **dict.fromkeys((*SHORT_TEXTS, *LONG_TEXTS), ""),
            speaks_english=True,
            departements=REGION,
            asks_epci=True,
            version=1,
            revision=1,
            updated_at=sa.func.current_timestamp(),
        )
    )


def _make_logos() -> None:
    op.create_table(
        "site_logo",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "own",
                "pilot",
                "funder",
                name="kind_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("alternative_fr", sa.String(length=200), nullable=False),
        sa.Column("alternative_en", sa.String(length=200), nullable=False),
        sa.Column("link", sa.String(length=500), nullable=False),
        sa.Column("file_id", sa.Integer(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "width > 0 AND height > 0", name=op.f("ck_site_logo_has_a_size")
        ),
        sa.ForeignKeyConstraint(
            ["file_id"],
            ["stored_file.id"],
            name=op.f("fk_site_logo_file_id_stored_file"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site_logo")),
        sa.UniqueConstraint("file_id", name=op.f("uq_site_logo_file_id")),
    )
    op.create_index("ix_site_logo_order", "site_logo", ["kind", "position", "id"])


def _make_categories() -> None:
    categories = op.create_table(
        "stakeholder_category",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=20), nullable=False),
        sa.Column("label_fr", sa.String(length=120), nullable=False),
        sa.Column("label_en", sa.String(length=120), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stakeholder_category")),
        sa.UniqueConstraint("key", name=op.f("uq_stakeholder_category_key")),
    )
    op.create_index(
        "ix_stakeholder_category_order", "stakeholder_category", ["position", "id"]
    )
    op.bulk_insert(
        categories,
        [
            {"key": key, "label_fr": french, "label_en": english, "position": position}
            for position, (key, french, english) in enumerate(CATEGORIES, start=1)
        ],
    )
