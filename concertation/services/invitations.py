"""Invite people to the desk: by mail, for seven days, to be taken up once."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.account_errors import HasAccount, InvitationAnswered
from concertation.domain.account_messages import AccountInvited
from concertation.domain.actor import SYSTEM, account_actor
from concertation.domain.delivery import MailState
from concertation.domain.personal_data import MAIL_FIELDS
from concertation.domain.registration import email_key
from concertation.domain.second_factor import new_salt
from concertation.models import Account, AccountGrant, OutboxMail
from concertation.queries.accounts import find_account, find_waiting
from concertation.queries.retention import Term, invitations_over
from concertation.services.account_mails import tell_account
from concertation.services.accounts import lock_account
from concertation.services.audit import note
from concertation.services.grants import RoleToGive, add_grant
from concertation.services.passwords import hash_password, refuse_weak
from concertation.services.purging import Ids, Purge

INVITATION_LASTS = timedelta(days=7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    email: str
    display_name: str
    locale: str
    role: RoleToGive
    invited_by: str
    """As the mail names who invites."""
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPassword:
    account_id: int
    link_version: int
    password: str
    site_name: str


def invite(wish: Invitation, *, now: datetime) -> int:
    """Make an account that waits for its owner, and return its number.

    Raises `HasAccount` when the address is known, or `NoSuchScope`.
    """
    with transaction() as session:
        if find_account(session, wish.email):
            raise HasAccount
        account = Account(
            email=wish.email,
            email_key=email_key(wish.email),
            display_name=wish.display_name,
            locale=wish.locale,
            password_hash="",
            totp_salt=new_salt(),
            created_at=now,
        )
        session.add(account)
        note(session, "account.invited", account, actor=wish.actor, now=now)
        add_grant(session, account, wish.role, now=now)
        _send(session, account, wish.invited_by, now=now)
        return account.id


def invite_again(
    account_id: int, *, invited_by: str, actor: str, now: datetime
) -> None:
    """Send another link for another seven days; the one before opens nothing more.

    Raises `InvitationAnswered`.
    """
    with transaction() as session:
        account = _waiting(session, account_id)
        note(session, "account.invited_again", account, actor=actor, now=now)
        _send(session, account, invited_by, now=now)


def withdraw_invitation(account_id: int, *, actor: str, now: datetime) -> None:
    """Forget who was invited. Raises `InvitationAnswered` when it was taken up."""
    with transaction() as session:
        account = _waiting(session, account_id)
        _forget(session, account, now=now)
        note(session, "account.invitation_withdrawn", account, actor=actor, now=now)


def take_up_invitation(wish: NewPassword, *, now: datetime) -> None:
    """Raises `LinkRunOut` or `WeakPassword`."""
    invited = find_waiting(wish.account_id, wish.link_version, now=now)
    about = (invited.display_name, invited.email, wish.site_name)
    refuse_weak(wish.password, about_the_person=about)
    password_hash = hash_password(wish.password)
    with transaction() as session:
        lock_account(session, wish.account_id)
        account = find_waiting(wish.account_id, wish.link_version, now=now)
        account.password_hash = password_hash
        account.link_version += 1
        account.link_expires_at = None
        actor = account_actor(account.id)
        note(session, "account.taken_up", account, actor=actor, now=now)


def forget_old_invitations(*, now: datetime) -> int:
    """Those that nobody took up, thirty days after they ran out; return how many."""
    return Purge(over=invitations_over, forget=_forget_old).run(now)


def _forget_old(session: Session, _term: Term, ids: Ids, now: datetime) -> None:
    for account in session.scalars(select(Account).where(Account.id.in_(ids))):
        _forget(session, account, now=now)
        action = "account.invitation_expired"
        note(session, action, account, actor=SYSTEM, now=now)


def _waiting(session: Session, account_id: int) -> Account:
    account = lock_account(session, account_id)
    if not account.awaits_answer:
        raise InvitationAnswered
    return account


def _send(
    session: Session, account: Account, invited_by: str, *, now: datetime
) -> None:
    account.link_version += 1
    account.link_expires_at = now + INVITATION_LASTS
    session.flush()
    tell_account(
        session,
        AccountInvited,
        account,
        now=now,
        link_expires_at=account.link_expires_at,
        invited_by=invited_by,
    )


def _forget(session: Session, account: Account, *, now: datetime) -> None:
    """The row stays, so that its number never names somebody else in the journal."""
    account.email = account.display_name = ""
    account.email_key = f"erased:{account.id}"
    account.is_active = False
    account.link_version += 1
    account.link_expires_at = None
    account.forgotten_at = now
    session.execute(delete(AccountGrant).where(AccountGrant.account_id == account.id))
    its_mails = OutboxMail.account_id == account.id
    session.execute(
        update(OutboxMail)
        .where(its_mails, OutboxMail.state == MailState.PENDING)
        .values(state=MailState.WITHDRAWN)
    )
    session.execute(update(OutboxMail).where(its_mails).values(facts={}, **MAIL_FIELDS))
