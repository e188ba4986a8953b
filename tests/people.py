"""People of the desk in tests: how they sign in, and the codes of their telephones."""

from pyotp import TOTP
from sqlalchemy import select

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.account_errors import WrongCredentials
from concertation.domain.roles import Role
from concertation.domain.second_factor import totp_secret
from concertation.models import Account, OutboxMail
from concertation.queries.accounts import find_account
from concertation.services.accounts import SignIn, sign_in
from concertation.services.grants import RoleToGive
from concertation.services.invitations import Invitation, NewPassword, invite
from tests.factories import ACTOR, NOW, PASSWORD

NEW_PASSWORD = "quatre endives sans jambon"
INVITED = "lea@example.org"


def account_of(email: str) -> Account:
    """As the latest request left it."""
    db.session.expire_all()
    return find_account(db.session(), email)


def code_of(app, account: Account) -> str:
    """What the telephone shows now."""
    key = app.config["SECRET_KEY"]
    return TOTP(totp_secret(key, account.id, account.totp_salt)).at(utc_now())


def enter(app, account: Account, password: str = PASSWORD):
    """A browser of theirs, and the answer to the password."""
    browser = app.test_client()
    data = {"email": account.email, "password": password}
    return browser, browser.post("/bureau/connexion", data=data)


def invited(role=Role.READER, event_id=None, email=INVITED, *, now=NOW) -> int:
    wish = Invitation(
        email=email,
        display_name="Léa Dupont",
        locale="fr",
        role=RoleToGive(role=role, event_id=event_id, actor=ACTOR),
        invited_by="Animation",
        actor=ACTOR,
    )
    return invite(wish, now=now)


def choose(account_id, password=PASSWORD, *, version=None) -> NewPassword:
    account = db.session.get_one(Account, account_id, populate_existing=True)
    return NewPassword(
        account_id=account_id,
        link_version=account.link_version if version is None else version,
        password=password,
        site_name="Concertation",
    )


def can_sign_in(password=PASSWORD, email=INVITED, *, now=NOW) -> bool:
    try:
        sign_in(SignIn(email=email, password=password, place="here"), now=now)
    except WrongCredentials:
        return False
    return True


def mails() -> list[OutboxMail]:
    return list(db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)))
