"""Find accounts, who is signed in, and what they may do."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVarTuple

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from concertation.database import db
from concertation.domain.account_errors import LinkRunOut
from concertation.domain.registration import email_key
from concertation.domain.roles import Grant, Place, Role, Scope
from concertation.models import (
    Account,
    AccountGrant,
    DeskPolicy,
    DeskSession,
    Event,
    OutboxMail,
    Process,
    RecoveryCode,
    WorkingGroup,
)

Columns = TypeVarTuple("Columns")
PLACE_COLUMNS = (Event.slug, Process.slug, WorkingGroup.slug)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """Who is at the desk, with all that the access table asks about them."""

    account: Account
    session_id: int
    grants: tuple[Grant, ...]
    must_set_up_second_factor: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldGrant:
    """A grant as the pages about accounts show it."""

    id: int
    role: Role
    at: Place
    title: str
    """Of the place; empty: the whole site."""
    process_title: str
    """Of a group's process."""

    @property
    def scope(self) -> Scope:
        return self.at.scope


def find_account(session: Session, email: str) -> Account | None:
    return session.scalar(select(Account).where(Account.email_key == email_key(email)))


def find_account_by_id(account_id: int) -> Account | None:
    """An account that is there, or an invitation that was not forgotten."""
    return db.session.scalar(
        select(Account).where(Account.id == account_id, Account.forgotten_at.is_(None))
    )


def all_accounts() -> Sequence[Account]:
    """Those that are there, by name."""
    return db.session.scalars(
        select(Account)
        .where(Account.forgotten_at.is_(None))
        .order_by(func.lower(Account.display_name), Account.id)
    ).all()


def find_signed_in(token_hash: str, *, now: datetime) -> SignedIn | None:
    """Who is signed in with this session, unless it expired or they were stopped.

    Their grants come with the same query: it is asked at every page of the desk.
    """
    policy = select(DeskPolicy.second_factor_roles).limit(1).scalar_subquery()
    here = (
        select(Account, DeskSession.id, policy, AccountGrant.role, *PLACE_COLUMNS)
        .join(DeskSession, DeskSession.account_id == Account.id)
        .outerjoin(AccountGrant, AccountGrant.account_id == Account.id)
        .where(
            DeskSession.token_hash == token_hash,
            DeskSession.expires_at > now,
            DeskSession.awaits_code.is_(False),
            Account.is_active,
        )
    )
    rows = db.session.execute(_with_places(here)).all()
    if not rows:
        return None
    account, session_id, bound, *_nothing = rows[0]
    grants = tuple(
        Grant(role, _place(*slugs)) for _, _, _, role, *slugs in rows if role
    )
    is_bound = any(grant.role in (bound or ()) for grant in grants)
    return SignedIn(
        account=account,
        session_id=session_id,
        grants=grants,
        must_set_up_second_factor=is_bound and account.totp_since is None,
    )


def pending_sign_in(
    session: Session, token_hash: str, *, now: datetime
) -> DeskSession | None:
    """A session whose password was right, and whose code is still to come."""
    return session.scalar(
        select(DeskSession)
        .join(DeskSession.account)
        .where(
            DeskSession.token_hash == token_hash,
            DeskSession.expires_at > now,
            DeskSession.awaits_code.is_(True),
            Account.is_active,
        )
    )


def is_code_awaited(token_hash: str, *, now: datetime) -> bool:
    return pending_sign_in(db.session(), token_hash, now=now) is not None


def open_sessions(account_id: int, *, now: datetime) -> Sequence[DeskSession]:
    """Where this person is signed in, latest first."""
    return db.session.scalars(
        select(DeskSession)
        .where(
            DeskSession.account_id == account_id,
            DeskSession.expires_at > now,
            DeskSession.awaits_code.is_(False),
        )
        .order_by(DeskSession.created_at.desc(), DeskSession.id.desc())
    ).all()


def recovery_codes_left(account_id: int) -> int:
    counted = select(func.count()).where(RecoveryCode.account_id == account_id)
    return db.session.scalar(counted) or 0


def grants_by_account(account_id: int | None = None) -> dict[int, list[HeldGrant]]:
    """What everybody, or one person, may do: the widest first."""
    titles = (Event.title, Process.title, WorkingGroup.title)
    held = _with_places(select(AccountGrant, *PLACE_COLUMNS, *titles)).order_by(
        AccountGrant.event_id.is_not(None),
        AccountGrant.group_id.is_not(None),
        AccountGrant.process_id.is_not(None),
        AccountGrant.id,
    )
    if account_id is not None:
        held = held.where(AccountGrant.account_id == account_id)
    found: dict[int, list[HeldGrant]] = defaultdict(list)
    for grant, *slugs, event, process, group in db.session.execute(held):
        found[grant.account_id].append(
            HeldGrant(
                id=grant.id,
                role=grant.role,
                at=_place(*slugs),
                title=event or group or process or "",
                process_title=process or "",
            )
        )
    return found


def grants_of(account_id: int) -> list[HeldGrant]:
    return grants_by_account(account_id).get(account_id, [])


def second_factor_roles() -> frozenset[str]:
    """The roles whose holders must sign in with a second factor."""
    settled = db.session.scalar(select(DeskPolicy.second_factor_roles).limit(1))
    return frozenset(settled or ())


def mails_to_account(account_id: int) -> Sequence[OutboxMail]:
    """The latest mails about this account, latest first."""
    return db.session.scalars(
        select(OutboxMail)
        .where(OutboxMail.account_id == account_id)
        .order_by(OutboxMail.id.desc())
        .limit(5)
    ).all()


def find_waiting(account_id: int, link_version: int, *, now: datetime) -> Account:
    """The invitation that this link takes up. Raises `LinkRunOut`."""
    account = _linked(account_id, link_version, now=now)
    if account is None or not account.awaits_answer:
        raise LinkRunOut
    return account


def find_resetting(account_id: int, link_version: int, *, now: datetime) -> Account:
    """The account whose password this link renews. Raises `LinkRunOut`."""
    account = _linked(account_id, link_version, now=now)
    if account is None or account.awaits_answer:
        raise LinkRunOut
    return account


def _with_places(found: Select[*Columns]) -> Select[*Columns]:
    """Join what the grants are given at, for `PLACE_COLUMNS`."""
    return (
        found.outerjoin(Event, Event.id == AccountGrant.event_id)
        .outerjoin(WorkingGroup, WorkingGroup.id == AccountGrant.group_id)
        .outerjoin(
            Process,
            or_(
                Process.id == AccountGrant.process_id,
                Process.id == WorkingGroup.process_id,
            ),
        )
    )


def _place(event: str | None, process: str | None, group: str | None) -> Place:
    return Place(event=event, process=process, group=group)


def _linked(account_id: int, link_version: int, *, now: datetime) -> Account | None:
    """The account that the latest link in a mail opens, unless it has run out."""
    return db.session.scalar(
        select(Account)
        .where(
            Account.id == account_id,
            Account.link_version == link_version,
            Account.link_expires_at > now,
            Account.is_active,
            Account.forgotten_at.is_(None),
        )
        .execution_options(populate_existing=True)
    )
