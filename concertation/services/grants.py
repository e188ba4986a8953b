"""Who may do what: give roles, take them away, stop people and let them in again.

One turn orders everything that can cost the site an administrator, so that two of
them who demote each other at the same time leave one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from concertation.database import take_turns, transaction
from concertation.domain.account_errors import LastAdministrator, NoSuchScope
from concertation.domain.account_messages import SecondFactorRemoved
from concertation.domain.roles import Role, can_be_given
from concertation.models import Account, AccountGrant, Event
from concertation.services.account_mails import tell_account
from concertation.services.accounts import end_sessions, lock_account
from concertation.services.audit import note
from concertation.services.second_factor import remove_second_factor, settle_roles


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleToGive:
    role: Role
    event_id: int | None
    """None: on the whole site."""
    actor: str


def give_role(account_id: int, wish: RoleToGive, *, now: datetime) -> None:
    """Giving twice is giving once. Raises `NoSuchScope`."""
    with transaction() as session:
        account = lock_account(session, account_id)
        add_grant(session, account, wish, now=now)


def take_role(account_id: int, grant_id: int, *, actor: str, now: datetime) -> None:
    """Raises `LastAdministrator`. One that is gone already is no error."""
    with transaction() as session:
        _take_turn(session)
        account = lock_account(session, account_id)
        grant = session.scalar(
            select(AccountGrant).where(
                AccountGrant.id == grant_id, AccountGrant.account_id == account_id
            )
        )
        if grant is None:
            return
        if grant.role is Role.ADMINISTRATOR:
            _refuse_if_last(session, account)
        named = _named(session, grant.role, grant.event_id)
        session.execute(delete(AccountGrant).where(AccountGrant.id == grant.id))
        note(
            session,
            "account.right_taken",
            account,
            actor=actor,
            now=now,
            changes={name: (value, None) for name, value in named.items()},
        )


def deactivate(account_id: int, *, actor: str, now: datetime) -> None:
    """Sign them out at once, and let them in no more. Raises `LastAdministrator`."""
    with transaction() as session:
        _take_turn(session)
        account = lock_account(session, account_id)
        if not account.is_active:
            return
        _refuse_if_last(session, account)
        account.is_active = False
        account.link_version += 1
        account.link_expires_at = None
        end_sessions(session, account.id)
        note(session, "account.deactivated", account, actor=actor, now=now)


def reactivate(account_id: int, *, actor: str, now: datetime) -> None:
    with transaction() as session:
        account = lock_account(session, account_id)
        if account.is_active or account.forgotten_at:
            return
        account.is_active = True
        note(session, "account.reactivated", account, actor=actor, now=now)


def reset_second_factor(account_id: int, *, actor: str, now: datetime) -> None:
    """For who lost both telephone and recovery codes; they are told by mail."""
    with transaction() as session:
        account = lock_account(session, account_id)
        if account.totp_since is None:
            return
        remove_second_factor(session, account)
        end_sessions(session, account.id)
        tell_account(session, SecondFactorRemoved, account, now=now, changed_at=now)
        note(session, "account.second_factor_reset", account, actor=actor, now=now)


def require_second_factor(roles: frozenset[Role], *, actor: str, now: datetime) -> None:
    with transaction() as session:
        take_turns(session, "desk_policy")
        settle_roles(session, roles, actor=actor, now=now)


def add_grant(
    session: Session, account: Account, wish: RoleToGive, *, now: datetime
) -> None:
    """Inside the caller's transaction. Raises `NoSuchScope`."""
    if not can_be_given(wish.role, at_one_event=wish.event_id is not None):
        raise NoSuchScope
    held = [(grant.role, grant.event_id) for grant in _held(session, account)]
    if (wish.role, wish.event_id) in held:
        return
    session.add(
        AccountGrant(
            account_id=account.id,
            role=wish.role,
            event_id=wish.event_id,
            given_at=now,
        )
    )
    named = _named(session, wish.role, wish.event_id)
    note(
        session,
        "account.right_given",
        account,
        actor=wish.actor,
        now=now,
        changes={name: (None, value) for name, value in named.items()},
    )


def _held(session: Session, account: Account) -> Sequence[AccountGrant]:
    """As they are now: what a page read before may have been taken since."""
    return session.scalars(
        select(AccountGrant).where(AccountGrant.account_id == account.id)
    ).all()


def _named(session: Session, role: Role, event_id: int | None) -> dict[str, str]:
    if event_id is None:
        return {"role": role.value}
    slug = session.scalars(select(Event.slug).where(Event.id == event_id)).one()
    return {"role": role.value, "event": slug}


def _take_turn(session: Session) -> None:
    take_turns(session, "administrators")


def _refuse_if_last(session: Session, account: Account) -> None:
    others = (
        select(func.count())
        .select_from(AccountGrant)
        .join(Account, Account.id == AccountGrant.account_id)
        .where(
            AccountGrant.role == Role.ADMINISTRATOR,
            Account.id != account.id,
            Account.is_active,
            Account.password_hash != "",
        )
    )
    held = {grant.role for grant in _held(session, account)}
    if Role.ADMINISTRATOR in held and not session.scalar(others):
        raise LastAdministrator
