"""Promise the mails about accounts of the desk."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concertation.domain.account_messages import AccountMessage
from concertation.models import Account
from concertation.services.outbox import promise


def tell_account(
    session: Session,
    kind: type[AccountMessage],
    account: Account,
    *,
    now: datetime,
    **facts: Any,
) -> None:
    message = kind(
        recipient=account.email,
        locale=account.locale,
        recipient_name=account.display_name,
        account_id=account.id,
        link_version=account.link_version,
        **facts,
    )
    promise(session, message, now=now)
