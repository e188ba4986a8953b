"""People of the desk, what they may do, their open sessions, and failed tries."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from concertation.database import Base, word
from concertation.domain.roles import Role

ON_THE_WHOLE_SITE = text("event_id IS NULL AND process_id IS NULL AND group_id IS NULL")


class Account(Base):
    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(String(254))
    email_key: Mapped[str] = mapped_column(String(254), unique=True)
    display_name: Mapped[str] = mapped_column(String(120))
    locale: Mapped[str] = mapped_column(String(5), default="fr")
    """Of the mails to this person."""
    password_hash: Mapped[str] = mapped_column(String(200))
    """Empty until the invitation is taken up; nothing matches it."""
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]
    last_signed_in_at: Mapped[datetime | None]
    forgotten_at: Mapped[datetime | None]
    """Set when an invitation that nobody took up is withdrawn or too old."""

    link_version: Mapped[int] = mapped_column(default=1)
    """Of the latest link in a mail: each one that is made or used ends the others."""
    link_expires_at: Mapped[datetime | None]
    """None: no link is open."""

    totp_salt: Mapped[str] = mapped_column(String(32))
    """Half of the second factor's secret; the site's key is the other half."""
    totp_since: Mapped[datetime | None]
    """None: the password alone signs in."""
    totp_last_step: Mapped[int | None]
    """The half minute of the latest code: no code up to it counts again."""

    @property
    def awaits_answer(self) -> bool:
        """Whether this is an invitation that was not taken up yet."""
        return not self.password_hash and self.forgotten_at is None


class AccountGrant(Base):
    """One role on the whole site, or at one event."""

    __tablename__ = "account_grant"
    __table_args__ = (
        CheckConstraint(
            "role <> 'administrator' OR event_id IS NULL", name="site_administered"
        ),
        CheckConstraint(
            "role <> 'welcomer' OR event_id IS NOT NULL", name="event_welcomed"
        ),
        Index(
            "uq_account_grant_at_event", "account_id", "role", "event_id", unique=True
        ),
        Index(
            "uq_account_grant_in_process",
            "account_id",
            "role",
            "process_id",
            unique=True,
        ),
        Index(
            "uq_account_grant_in_group", "account_id", "role", "group_id", unique=True
        ),
        # Two NULLs are not equal: the whole site needs an index of its own.
        Index(
            "uq_account_grant_on_site",
            "account_id",
            "role",
            unique=True,
            sqlite_where=ON_THE_WHOLE_SITE,
            postgresql_where=ON_THE_WHOLE_SITE,
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE")
    )
    role: Mapped[Role] = mapped_column(word(Role, "role_known"))
    event_id: Mapped[int | None] = mapped_column(
        ForeignKey("event.id", ondelete="CASCADE"), index=True
    )
    process_id: Mapped[int | None] = mapped_column(
        ForeignKey("process.id", ondelete="CASCADE"), index=True
    )
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("working_group.id", ondelete="CASCADE"), index=True
    )
    """One of the three at most says where; none: on the whole site."""
    given_at: Mapped[datetime]


class DeskSession(Base):
    """One browser that is signed in. Deleting the row signs it out at once."""

    __tablename__ = "desk_session"

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    """SHA-256 of what the browser holds: a stolen database opens no session."""
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    awaits_code: Mapped[bool] = mapped_column(default=False)
    """The password was right: it opens the page that asks for the code, only."""
    device: Mapped[str] = mapped_column(String(60), default="")
    """Coarse words for the browser and its system: « Firefox, Windows »."""
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]

    account: Mapped[Account] = relationship(lazy="joined", innerjoin=True)


class RecoveryCode(Base):
    """Stands in for one code of the authenticator; deleted when it is used."""

    __tablename__ = "recovery_code"

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True
    )
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)


class DeskPolicy(Base):
    """What administrators settle for everybody at the desk: one row, or none yet."""

    __tablename__ = "desk_policy"

    id: Mapped[int] = mapped_column(primary_key=True)
    second_factor_roles: Mapped[list[str]] = mapped_column(JSON)
    """Whoever holds one of these roles signs in with a second factor."""


class SignInFailure(Base):
    __tablename__ = "sign_in_failure"
    __table_args__ = (Index("ix_sign_in_failure_source_at", "source", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    source: Mapped[str] = mapped_column(String(64))
    """A hash of the address and of the device or network that tried it."""
    at: Mapped[datetime]
