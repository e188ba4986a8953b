"""What requests about data are called."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concertation.domain.data_requests import (
    RequestChannel,
    RequestKind,
    RequestOutcome,
)
from concertation.domain.restrictions import RestrictionKind

REQUEST_NAMES: dict[RequestKind, LazyString] = {
    RequestKind.CORRECTION: _l("Correct my data"),
    RequestKind.ERASURE: _l("Erase my data"),
    RequestKind.LIMITATION: _l("Keep my data without using them"),
    RequestKind.OBJECTION: _l("Object to the use of my data"),
}
REQUEST_TITLES: dict[RequestKind, LazyString] = {
    RequestKind.CORRECTION: _l("Correction of data"),
    RequestKind.ERASURE: _l("Erasure of data"),
    RequestKind.LIMITATION: _l("Limitation of the use of data"),
    RequestKind.OBJECTION: _l("Objection to the use of data"),
}
"""As the desk calls them."""

RESTRICTION_NAMES: dict[RestrictionKind, LazyString] = {
    RestrictionKind.LIMITATION: _l("Data kept without being used"),
    RestrictionKind.OBJECTION: _l("No invitations, letters or reminders"),
}
CHANNEL_NAMES: dict[RequestChannel, LazyString] = {
    RequestChannel.SPACE: _l("From their space"),
    RequestChannel.LETTER: _l("By letter"),
    RequestChannel.PHONE: _l("By phone"),
    RequestChannel.OTHER: _l("Otherwise"),
}
OUTCOME_NAMES: dict[RequestOutcome, LazyString] = {
    RequestOutcome.DONE: _l("Request met"),
    RequestOutcome.REFUSED: _l("Request refused"),
}


def request_name(kind: RequestKind | str) -> str:
    return str(REQUEST_NAMES[RequestKind(kind)])


def request_title(kind: RequestKind | str) -> str:
    return str(REQUEST_TITLES[RequestKind(kind)])


def channel_name(channel: RequestChannel | str) -> str:
    return str(CHANNEL_NAMES[RequestChannel(channel)])


def with_article(name: str, kind: RequestKind) -> str:
    article = kind.article
    return str(_("%(name)s (GDPR, article %(article)s)", name=name, article=article))


def outcome_name(outcome: RequestOutcome) -> str:
    return str(OUTCOME_NAMES[outcome])


def restriction_name(kind: RestrictionKind) -> str:
    return str(RESTRICTION_NAMES[kind])
