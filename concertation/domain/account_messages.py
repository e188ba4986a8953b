"""What we write to the people of the desk about their accounts."""

from dataclasses import dataclass
from datetime import datetime

from concertation.domain.snapshots import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountMessage(Message):
    """Everything that mails about an account of the desk have in common.

    The link that some of them carry is signed when the mail is written: what is stored
    opens nothing.
    """

    recipient_name: str
    account_id: int | None
    """None only where a mail is written in vain, and taken back."""
    link_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountInvited(AccountMessage):
    template = "account_invited"
    link_expires_at: datetime
    invited_by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordForgotten(AccountMessage):
    template = "password_forgotten"
    link_expires_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChanged(AccountMessage):
    """So that whoever did not do it hears of it."""

    template = "password_changed"
    changed_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondFactorRemoved(AccountMessage):
    """An administrator did it, for somebody who lost their telephone."""

    template = "second_factor_removed"
    changed_at: datetime


ACCOUNT_MESSAGES: dict[str, type[AccountMessage]] = {
    message.template: message
    for message in (
        AccountInvited,
        PasswordForgotten,
        PasswordChanged,
        SecondFactorRemoved,
    )
}
