"""What runs out by itself is foretold by the question that sweeps it."""

from datetime import timedelta

import pytest

from concertation.database import transaction
from concertation.domain.retention import LINK_LASTS, DataKind
from concertation.models import DeskSession, SignInFailure
from concertation.services.purge import purge_everything
from tests.factories import NOW, make_account, make_event, register
from tests.purging import foretold, told
from tests.spaces import ask

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
SWEPT = DataKind.SIGN_INS


def test_sessions_tries_and_links_are_foretold_and_then_go():
    register(make_event(), 1)
    ask(now=NOW)
    account = make_account()
    with transaction() as session:
        session.add(SignInFailure(source="a" * 64, at=NOW))
        session.add(
            DeskSession(
                account_id=account.id,
                token_hash="b" * 64,
                created_at=NOW,
                expires_at=NOW + timedelta(hours=8),
            )
        )

    assert foretold(NOW).get(SWEPT) is None
    assert foretold(NOW + timedelta(minutes=15))[SWEPT] == 2  # Asking is a try.
    assert foretold(NOW + timedelta(hours=8))[SWEPT] == 3
    over = NOW + LINK_LASTS
    # The link, and the mail that brought it.
    assert foretold(over)[SWEPT] == 5
    assert foretold(NOW, 1)[SWEPT] == 5

    purge_everything(now=over)

    assert told(SWEPT) == 5
    assert SWEPT not in foretold(over)
