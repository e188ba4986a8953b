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
from concertation.domain.roles import Role, Scope, can_be_given
from concertation.models import (
    Account,
    AccountGrant,
    Event,
    Process,
    WorkingGroup,
)
from concertation.services.account_mails import tell_account
from concertation.services.accounts import end_sessions, lock_account
from concertation.services.audit import note
from concertation.services.second_factor import remove_second_factor, settle_roles

SCOPE_IDS = ("event_id", "process_id", "group_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleToGive:
    """One of the three ids at most; none: on the whole site."""

    role: Role
    event_id: int | None = None
    process_id: int | None = None
    group_id: int | None = None
    actor: str

    @property
    def scope(self) -> Scope:
        ids = {
            Scope.EVENT: self.event_id,
            Scope.PROCESS: self.process_id,
            Scope.GROUP: self.group_id,
        }
        return next((scope for scope, number in ids.items() if number), Scope.SITE)

    @property
    def where(self) -> dict[str, int | None]:
        return {name: getattr(self, name) for name in SCOPE_IDS}


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
        named = _named(session, grant)
        session.execute(delete(AccountGrant).where(AccountGrant.id == grant.id))
        note(
            session,
            "account.right_taken",
            account,
            actor=actor,
            now=now,
            changes={name: (value, None) for name, value in named.items()},
            rows=[grant_id],
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


def sign_out(account_id: int, *, actor: str, now: datetime) -> None:
    """Everywhere, at once; they may sign in again."""
    with transaction() as session:
        account = lock_account(session, account_id)
        end_sessions(session, account.id)
        note(session, "account.signed_out", account, actor=actor, now=now)


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
    if not can_be_given(wish.role, wish.scope):
        raise NoSuchScope
    grant = AccountGrant(
        account_id=account.id, role=wish.role, given_at=now, **wish.where
    )
    if any(_is_like(grant, held) for held in _held(session, account)):
        return
    session.add(grant)
    named = _named(session, grant)
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


def _is_like(grant: AccountGrant, other: AccountGrant) -> bool:
    alike = ("role", *SCOPE_IDS)
    return all(getattr(grant, name) == getattr(other, name) for name in alike)


def _named(session: Session, grant: AccountGrant) -> dict[str, str]:
    """The role and its place, by addresses, which say what ids do not."""
    named = {"role": grant.role.value}
    if grant.event_id:
        named["event"] = session.get_one(Event, grant.event_id).slug
    if grant.process_id:
        named["process"] = session.get_one(Process, grant.process_id).slug
    if grant.group_id:
        group = session.get_one(WorkingGroup, grant.group_id)
        named |= {"process": group.process.slug, "group": group.slug}
    return named


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
