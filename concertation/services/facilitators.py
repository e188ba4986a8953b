"""Accounts of the desk that are made and stopped on the command line."""

from datetime import datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from concertation.database import take_turns, transaction
from concertation.domain.actor import SYSTEM
from concertation.domain.registration import email_key
from concertation.domain.roles import Role
from concertation.domain.second_factor import new_salt
from concertation.models import Account, AccountGrant
from concertation.queries.accounts import find_account
from concertation.services.accounts import end_sessions
from concertation.services.audit import note
from concertation.services.passwords import hash_password


def add_facilitator(
    email: str,
    display_name: str,
    password: str,
    *,
    now: datetime,
    role: Role | None = None,
) -> None:
    """Make an account, or give an existing one this password and end its sessions.

    Without a role, the first account administers the site, and later ones facilitate
    all of its events; an account that is there keeps what it may do.
    """
    password_hash = hash_password(password)
    with transaction() as session:
        # Several machines that start together all make the same one.
        take_turns(session, f"account {email_key(email)}")
        account = find_account(session, email)
        if account is None:
            role = role or _role_of_a_newcomer(session)
            account = Account(
                email=email,
                email_key=email_key(email),
                totp_salt=new_salt(),
                created_at=now,
            )
            session.add(account)
        account.display_name = display_name
        account.password_hash = password_hash
        account.is_active = True
        account.link_expires_at = None
        note(session, "account.password_set", account, actor=SYSTEM, now=now)
        _let_be(session, account, role, now=now)
        end_sessions(session, account.id)


def remove_facilitator(email: str, *, now: datetime) -> bool:
    """Let nobody sign in with this account any more; False when there is none."""
    with transaction() as session:
        account = find_account(session, email)
        if account is None:
            return False
        account.is_active = False
        end_sessions(session, account.id)
        note(session, "account.removed", account, actor=SYSTEM, now=now)
    return True


def _role_of_a_newcomer(session: Session) -> Role:
    administered = exists().where(AccountGrant.role == Role.ADMINISTRATOR)
    is_administered = session.scalar(select(administered))
    return Role.FACILITATOR if is_administered else Role.ADMINISTRATOR


def _let_be(
    session: Session, account: Account, role: Role | None, *, now: datetime
) -> None:
    """Give this role on the whole site, unless the account has it."""
    if role is None:
        return
    held = select(AccountGrant.role).where(
        AccountGrant.account_id == account.id, AccountGrant.event_id.is_(None)
    )
    if role in session.scalars(held).all():
        return
    session.add(AccountGrant(account_id=account.id, role=role, given_at=now))
    changes = {"role": (None, role)}
    note(
        session, "account.right_given", account, actor=SYSTEM, now=now, changes=changes
    )
