"""The worker forgets what is kept too long, whether anybody comes by or not."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.models import Account, DeskSession, SignInFailure
from concertation.services.accounts import SESSION_LENGTH
from tests.forked import working
from tests.programs import wait_until
from tests.smtp_server import mail_server

pytestmark = pytest.mark.usefixtures("facilitator")


def count(model) -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_old_sessions_and_failed_tries_go_without_anybody_signing_in(app):
    before = utc_now() - SESSION_LENGTH - timedelta(days=1)
    with transaction() as session:
        account = session.scalars(select(Account)).one()
        session.add(
            DeskSession(
                token_hash="old",
                account_id=account.id,
                created_at=before,
                expires_at=before + SESSION_LENGTH,
            )
        )
        session.add(SignInFailure(source="old", at=before))
    settings = app.config["SETTINGS"]

    with mail_server() as server:
        env = {
            "CONCERTATION_INSTANCE": str(settings.instance),
            "CONCERTATION_DATABASE_URL": settings.database_url,
            "CONCERTATION_SMTP_URL": server.url,
        }
        with working(env):
            wait_until(lambda: count(DeskSession) + count(SignInFailure) == 0, 20)
