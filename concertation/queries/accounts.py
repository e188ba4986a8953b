from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.database import db
from concertation.domain.registration import email_key
from concertation.models import Account, DeskSession


def find_account(session: Session, email: str) -> Account | None:
    return session.scalar(select(Account).where(Account.email_key == email_key(email)))


def account_of_session(token_hash: str, *, now: datetime) -> Account | None:
    """Who is signed in with this session, unless it expired or they were stopped."""
    return db.session.scalar(
        select(Account)
        .join(DeskSession, DeskSession.account_id == Account.id)
        .where(
            DeskSession.token_hash == token_hash,
            DeskSession.expires_at > now,
            Account.is_active,
        )
    )
