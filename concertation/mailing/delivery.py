"""Take promised mails from the outbox and hand them to the mail server."""

import logging
import smtplib
from collections.abc import Callable, Iterable
from datetime import timedelta
from email.errors import MessageError

from babel import UnknownLocaleError
from jinja2 import TemplateError

from concertation.clock import utc_now
from concertation.domain.delivery import LEASE, is_time_to_send
from concertation.mailing.rendering import render
from concertation.mailing.transport import (
    ConnectionLost,
    RecipientRefused,
    ServerUnavailable,
    connection,
    send,
)
from concertation.models import OutboxMail
from concertation.queries.outbox import is_mail_due
from concertation.services.outbox import (
    claim_due,
    give_back,
    note_delayed,
    note_refused,
    note_sent,
    note_untried,
)
from concertation.smtp_address import SmtpServer

BATCH = 20
log = logging.getLogger(__name__)

# What a message that cannot be written raises: it must not hold back the others.
UNWRITABLE = (
    AttributeError,
    LookupError,
    MessageError,
    TemplateError,
    TypeError,
    UnknownLocaleError,
    ValueError,
)


def deliver_due(
    server: SmtpServer,
    *,
    lease: timedelta = LEASE,
    may_send: Callable[[], bool] = lambda: True,
) -> int:
    """Send one batch of what is due, and return how many mails were claimed.

    `may_send` is asked before each mail, and may wait a moment. Once it says no, the
    mails that were not tried are given back.
    """
    if not is_mail_due(now=utc_now()):
        return 0
    mails = claim_due(now=utc_now(), limit=BATCH, lease=lease)
    waiting = list(mails)
    try:
        with connection(server) as smtp:
            while waiting and _is_time_left(waiting[0], lease):
                if not may_send():
                    give_back(waiting, now=utc_now())
                    break
                _deliver(smtp, waiting[0])
                waiting.pop(0)
    except ConnectionLost as error:
        log.warning("connection lost, %d mail(s) wait: %s", len(waiting), error)
        _put_back(waiting[:1], str(error))
        for untried in waiting[1:]:
            note_untried(untried, now=utc_now())
    except ServerUnavailable as error:
        log.warning("mail server unavailable, %d mail(s) wait: %s", len(waiting), error)
        _put_back(waiting, str(error))
    return len(mails)


def _deliver(smtp: smtplib.SMTP, promised: OutboxMail) -> None:
    # No transaction is open while we wait for the mail server.
    try:
        send(smtp, render(promised))
    except UNWRITABLE as error:
        log.exception("mail %d cannot be written", promised.id)
        note_delayed(promised, repr(error), now=utc_now(), server_is_down=False)
        return
    except RecipientRefused as refused:
        log.warning("mail %d refused: %s", promised.id, refused)
        if refused.is_permanent:
            note_refused(promised, str(refused))
        else:
            note_delayed(promised, str(refused), now=utc_now(), server_is_down=False)
        return
    note_sent(promised, now=utc_now())


def _is_time_left(claimed: OutboxMail, lease: timedelta) -> bool:
    """A slow server can outlast the lease: then the mail is for the next worker."""
    return is_time_to_send(claimed.due_at, lease, now=utc_now())


def _put_back(mails: Iterable[OutboxMail], error: str) -> None:
    for promised in mails:
        note_delayed(promised, error, now=utc_now(), server_is_down=True)
