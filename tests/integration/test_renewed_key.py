"""The site's secret is replaced, and nobody notices; or it is dropped, and all end."""

import re
from contextlib import contextmanager

import pytest
from pyotp import TOTP

from concertation.application import create_app
from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.domain.second_factor import recovery_hash, totp_secret
from concertation.links import registration_token
from concertation.models import Account, RecoveryCode
from tests.conftest import Browser
from tests.factories import FORM, PASSWORD, make_event, make_settings, register

FORMER = "the secret of before, which nobody guessed"
RENEWED = "another secret, made when somebody left the house"
SIGN_IN, DESK = "/bureau/connexion", "/bureau/"
PAGE = "/evenements/ouverture/inscription"
TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')

pytestmark = pytest.mark.on_both_databases


@pytest.fixture
def site(database_url, tmp_path):
    """A browser of the site as it runs with these secrets; it may bring cookies."""

    @contextmanager
    def running(key, *former, cookies=None):
        settings = make_settings(
            tmp_path, database_url, secret_key=key, former_keys=former, checks_csrf=True
        )
        app = create_app(settings)
        app.test_client_class = Browser
        with app.app_context():
            browser = app.test_client()
            browser._cookies = cookies or {}  # noqa: SLF001 -- there is no other way
            try:
                yield browser
            finally:
                db.session.remove()
                db.engine.dispose()

    return running


def token_on(browser, page) -> str:
    return TOKEN.search(browser.get(page).text)[1]


def sign_in(browser, email):
    token = token_on(browser, SIGN_IN)
    form = {"email": email, "password": PASSWORD, "csrf_token": token}
    return browser.post(SIGN_IN, data=form)


@pytest.fixture
def before(app, site, facilitator):
    """What was signed with the former secret: a session, a form, a link in a mail."""
    receipt = register(make_event(capacity=None), 1)
    with site(FORMER) as browser:
        sign_in(browser, facilitator)
        form = token_on(browser, PAGE)
        link = registration_token(receipt.registration_id, 1)
        return dict(browser._cookies), form, f"/inscriptions/{link}"  # noqa: SLF001


def test_a_new_key_ends_nothing_while_the_former_one_is_named(site, before):
    cookies, form, link = before

    with site(RENEWED, FORMER, cookies=cookies) as browser:
        assert browser.get(DESK).status_code == 200
        assert browser.get(link).status_code == 200
        sent = browser.post(PAGE, data=FORM | {"csrf_token": form})
        assert sent.status_code == 303


def test_what_is_signed_anew_is_signed_with_the_new_key(site, facilitator):
    with site(RENEWED, FORMER) as browser:
        sign_in(browser, facilitator)
        cookies = dict(browser._cookies)  # noqa: SLF001

    with site(RENEWED, cookies=cookies) as browser:
        assert browser.get(DESK).status_code == 200
    with site(FORMER, cookies=cookies) as browser:
        assert browser.get(DESK).status_code == 303


def test_without_the_former_key_nothing_of_it_opens(site, before):
    cookies, form, link = before

    with site(RENEWED, cookies=cookies) as browser:
        assert browser.get(DESK).status_code == 303
        assert browser.get(link).status_code == 404
        sent = browser.post(PAGE, data=FORM | {"csrf_token": form})
        assert sent.status_code in {400, 422}


@pytest.mark.parametrize(
    ("kind", "former", "status"),
    [
        ("authenticator", (FORMER,), 303),
        ("recovery", (FORMER,), 303),
        ("authenticator", (), 422),
        ("recovery", (), 422),
    ],
)
def test_a_second_factor_of_before_goes_on(site, facilitator, kind, former, status):
    with site(RENEWED, *former) as browser:
        with transaction() as session:
            account = session.query(Account).one()
            account.totp_since = utc_now()
            code_hash = recovery_hash(FORMER, account.id, "ABCD-EFGH")
            session.add(RecoveryCode(account_id=account.id, code_hash=code_hash))
            secret = totp_secret(FORMER, account.id, account.totp_salt)
        page = sign_in(browser, facilitator).location
        code = "abcd efgh" if kind == "recovery" else TOTP(secret).now()
        token = token_on(browser, page)
        answer = browser.post(page, data={"code": code, "csrf_token": token})

        assert answer.status_code == status
