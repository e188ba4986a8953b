"""What the journal tells of signing in goes once it is old; all else stays."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DatabaseError

from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.domain.retention import OF_SIGNING_IN, DataKind
from concertation.models import AuditEntry, SiteSettings
from concertation.services.audit import note
from concertation.services.purge import purge_everything
from concertation.wording.journal import ACTION_NAMES
from tests.factories import NOW, make_account
from tests.purging import foretold, told

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
FAILED, DECIDED = "account.sign_in_failed", "account.deactivated"


@pytest.fixture
def account(app):
    return make_account()


def noted(account, action, *, days_ago, now=NOW):
    with transaction() as session:
        at = now - timedelta(days=days_ago)
        note(session, action, account, actor="system", now=at)


def lines(*actions):
    db.session.rollback()
    found = select(AuditEntry.action).where(AuditEntry.action.in_(actions))
    return list(db.session.scalars(found.order_by(AuditEntry.id)))


def test_every_line_that_goes_is_one_of_the_journal():
    assert ACTION_NAMES.keys() >= OF_SIGNING_IN


def test_lines_of_signing_in_go_after_a_year_and_decisions_stay(account):
    for action in (*sorted(OF_SIGNING_IN), DECIDED):
        noted(account, action, days_ago=365)
        noted(account, action, days_ago=364)
    assert foretold(NOW)[DataKind.JOURNAL] == len(OF_SIGNING_IN)
    assert foretold(NOW, place=1)[DataKind.JOURNAL] == 2 * len(OF_SIGNING_IN)

    for _twice in range(2):
        purge_everything(now=NOW)

    assert lines(*OF_SIGNING_IN) == sorted(OF_SIGNING_IN)
    assert lines(DECIDED) == [DECIDED, DECIDED]
    assert told(DataKind.JOURNAL) == len(OF_SIGNING_IN)


def test_the_site_sets_how_long(account):
    noted(account, FAILED, days_ago=200)
    noted(account, FAILED, days_ago=199)
    with transaction() as session:
        session.execute(update(SiteSettings).values(sign_in_retention_days=200))

    purge_everything(now=NOW)

    assert lines(FAILED) == [FAILED]


@pytest.mark.parametrize(("action", "days_ago"), [(FAILED, 89), (DECIDED, 4000)])
def test_the_database_lets_nothing_else_go(account, action, days_ago):
    noted(account, action, days_ago=days_ago, now=utc_now())

    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.execute(delete(AuditEntry).where(AuditEntry.action == action))

    assert lines(action) == [action]


def test_the_database_lets_no_line_be_changed_however_old(account):
    noted(account, FAILED, days_ago=4000)

    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.execute(update(AuditEntry).values(actor="account:2"))
