"""What migrations build is what the models say, on both databases."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from flask_migrate import downgrade
from sqlalchemy import CheckConstraint, inspect, select, text

from concertation.database import Base, db
from concertation.domain.roles import Role
from concertation.models import Account, AccountGrant, AuditEntry
from concertation.running.migrating import know_migrations, migrate_database
from concertation.services.categories import CategoryLabels, add_category
from tests.factories import ACTOR, NOW, make_answers, make_event, register

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]


@pytest.fixture(autouse=True)
def way_back(app) -> None:
    """The program only goes forwards: what goes down is known to tests alone."""
    know_migrations(app)


def test_the_database_is_what_the_models_say():
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_every_constraint_has_a_name_and_every_index_is_there():
    inspector = inspect(db.engine)
    for table in Base.metadata.sorted_tables:
        stored = {
            check["name"] for check in inspector.get_check_constraints(table.name)
        }
        declared = {
            str(constraint.name)
            for constraint in table.constraints
            if isinstance(constraint, CheckConstraint)
        }
        assert stored == declared, table.name
        assert all(key["name"] for key in inspector.get_foreign_keys(table.name))
        assert {index["name"] for index in inspector.get_indexes(table.name)} >= {
            index.name for index in table.indexes
        }


def test_people_keep_their_kind_of_organisation():
    """A kind that an administrator added is unknown to what came before."""
    event = make_event(capacity=None)
    labels = CategoryLabels(french="Tiers-lieu", english="Third place")
    add_category(labels, actor=ACTOR, now=NOW)
    register(event, 1)
    register(event, 2, answers=make_answers(category="tiers_lieu"))
    kinds = text("SELECT category FROM registration ORDER BY id")
    db.session.remove()

    downgrade(revision="0011")
    with db.engine.connect() as connection:
        before = connection.scalars(kinds).all()
    migrate_database()
    with db.engine.connect() as connection:
        after = connection.scalars(kinds).all()

    assert before == after == ["museum", "other"]


def test_migrations_go_down_and_up_again():
    downgrade(revision="base")
    assert set(inspect(db.engine).get_table_names()) == {"alembic_version"}

    migrate_database()

    assert set(inspect(db.engine).get_table_names()) > set(Base.metadata.tables)


def test_whoever_had_an_account_keeps_what_they_could_do():
    downgrade(revision="0001")
    with db.engine.begin() as connection:
        for number in (1, 2):
            connection.execute(
                text(
                    "INSERT INTO account (email, email_key, display_name,"
                    " password_hash, is_active, created_at) VALUES (:one, :one, 'A',"
                    " 'x', true, '2026-03-02 09:00:00+00:00')"
                ),
                {"one": f"person{number}@example.org"},
            )
        connection.execute(
            text(
                "INSERT INTO audit_entry (at, actor, action, subject_kind, subject_id,"
                " details) VALUES ('2026-03-02 09:00:00+00:00', 'system',"
                " 'event.created', 'event', 7, '{}')"
            )
        )

    migrate_database()

    accounts = db.session.scalars(select(Account).order_by(Account.id)).all()
    held = db.session.execute(
        select(AccountGrant.account_id, AccountGrant.role, AccountGrant.event_id)
    )
    assert {tuple(grant) for grant in held} == {
        (accounts[0].id, Role.ADMINISTRATOR, None),
        (accounts[1].id, Role.FACILITATOR, None),
    }
    assert len({account.totp_salt for account in accounts} - {""}) == 2
    assert db.session.scalars(select(AuditEntry.event_id)).all() == [7]
