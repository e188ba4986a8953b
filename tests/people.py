"""People of the desk in tests: how they sign in, and the codes of their telephones."""

from pyotp import TOTP

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.second_factor import totp_secret
from concertation.models import Account
from concertation.queries.accounts import find_account
from tests.factories import PASSWORD

NEW_PASSWORD = "quatre endives sans jambon"


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
