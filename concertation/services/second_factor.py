"""The second factor: turn it on and off, use its codes, settle who must have it."""

import hmac
from collections.abc import Iterable
from datetime import datetime
from enum import Enum, auto

from pyotp import TOTP
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from concertation.database import table_of
from concertation.domain.roles import Role
from concertation.domain.second_factor import (
    DIGITS,
    STEP,
    as_typed,
    new_recovery_codes,
    new_salt,
    recovery_hash,
    steps_around,
    totp_secret,
)
from concertation.models import Account, DeskPolicy, RecoveryCode
from concertation.services.audit import note


class CodeKind(Enum):
    OF_THE_MOMENT = auto()
    RECOVERY = auto()


def use_code(
    session: Session,
    account: Account,
    code: str,
    *,
    keys: Iterable[str],
    now: datetime,
) -> CodeKind | None:
    """Take a code of an account that is locked; each counts once. None: a wrong one."""
    typed, tried = as_typed(code), list(keys)
    if any(use_step(account, typed, key=key, now=now) for key in tried):
        return CodeKind.OF_THE_MOMENT
    spent = delete(RecoveryCode).where(
        RecoveryCode.account_id == account.id,
        RecoveryCode.code_hash.in_(
            [recovery_hash(key, account.id, typed) for key in tried]
        ),
    )
    is_spent = session.scalar(spent.returning(RecoveryCode.id)) is not None
    return CodeKind.RECOVERY if is_spent else None


def use_step(account: Account, code: str, *, key: str, now: datetime) -> bool:
    """Whether this is the code of a half minute that was not used yet (RFC 6238)."""
    if len(code) != DIGITS or not (code.isascii() and code.isdigit()):
        return False
    totp = _totp(totp_secret(key, account.id, account.totp_salt))
    for step in steps_around(now):
        is_it = hmac.compare_digest(totp.generate_otp(step), code)
        if is_it and step > (account.totp_last_step or 0):
            account.totp_last_step = step
            return True
    return False


def write_recovery_codes(session: Session, account: Account, *, key: str) -> list[str]:
    """Make new ones in the place of all that were there; they are told this once."""
    codes = new_recovery_codes()
    _drop_recovery_codes(session, account.id)
    session.execute(
        insert(table_of(RecoveryCode)),
        [
            {
                "account_id": account.id,
                "code_hash": recovery_hash(key, account.id, code),
            }
            for code in codes
        ],
    )
    return codes


def remove_second_factor(session: Session, account: Account) -> None:
    """The next one will have another secret: what an application holds is worthless."""
    account.totp_since = None
    account.totp_last_step = None
    account.totp_salt = new_salt()
    _drop_recovery_codes(session, account.id)


def settle_roles(
    session: Session, roles: Iterable[Role], *, actor: str, now: datetime
) -> None:
    """Whoever holds one of these roles must sign in with a second factor."""
    wanted = sorted(role.value for role in roles)
    policy = session.scalars(select(DeskPolicy).with_for_update()).first()
    if policy is None:
        policy = DeskPolicy(second_factor_roles=[])
        session.add(policy)
    before = policy.second_factor_roles
    if wanted == before:
        return
    policy.second_factor_roles = wanted
    changes = {"second_factor_roles": (before, wanted)}
    note(session, "desk.policy_changed", policy, actor=actor, now=now, changes=changes)


def _drop_recovery_codes(session: Session, account_id: int) -> None:
    session.execute(delete(RecoveryCode).where(RecoveryCode.account_id == account_id))


def _totp(secret: str) -> TOTP:
    return TOTP(secret, digits=DIGITS, interval=int(STEP.total_seconds()))
