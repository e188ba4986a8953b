"""The sign-in that a local installation prints is one that opens the desk."""

import stat

import pytest
from sqlalchemy import delete, select

from concertation.database import db, transaction
from concertation.models import Account
from concertation.running.local_sign_in import EMAIL, FILE, local_sign_in
from concertation.services.accounts import (
    SignIn,
    sign_in,
)
from concertation.services.facilitators import add_facilitator, remove_facilitator
from tests.factories import NOW

pytestmark = pytest.mark.usefixtures("app")


@pytest.fixture
def instance(app):
    return app.config["SETTINGS"].instance


def opens_the_desk(password: str) -> bool:
    return bool(sign_in(SignIn(email=EMAIL, password=password, place=""), now=NOW))


def test_it_is_made_once_and_kept_for_its_owner_alone(instance):
    first, second = (local_sign_in(instance) for _ in range(2))

    assert first == second
    assert opens_the_desk(first.password)
    assert stat.S_IMODE((instance / FILE).stat().st_mode) == 0o600


def test_in_another_database_the_kept_password_opens_the_desk_again(instance):
    first = local_sign_in(instance)
    with transaction() as session:
        session.execute(delete(Account))

    second = local_sign_in(instance)

    assert second == first
    assert opens_the_desk(second.password)


def test_a_password_that_was_changed_since_is_not_told(instance):
    local_sign_in(instance)
    add_facilitator(EMAIL, "Animation", "a password of their own", now=NOW)

    assert local_sign_in(instance).password is None
    assert opens_the_desk("a password of their own")


def test_who_was_removed_is_not_let_in_again(instance):
    local_sign_in(instance)
    remove_facilitator(EMAIL, now=NOW)

    assert local_sign_in(instance).password is None
    assert not db.session.scalars(select(Account)).one().is_active


def test_an_account_whose_password_was_never_kept_here_is_left_as_it_is(instance):
    add_facilitator(EMAIL, "Animation", "a password of their own", now=NOW)

    assert local_sign_in(instance).password is None
    assert opens_the_desk("a password of their own")


@pytest.mark.parametrize("kept", ["", EMAIL, "one two three"])
def test_a_spoilt_file_is_made_anew(kept, instance):
    (instance / FILE).write_text(kept)

    assert opens_the_desk(local_sign_in(instance).password)
    assert opens_the_desk(local_sign_in(instance).password)
