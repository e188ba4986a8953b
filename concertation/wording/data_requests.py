"""What requests about data are called."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concertation.domain.data_requests import RequestKind, RequestOutcome

REQUEST_NAMES: dict[RequestKind, LazyString] = {
    RequestKind.CORRECTION: _l("Correct my data"),
    RequestKind.ERASURE: _l("Erase my data"),
    RequestKind.LIMITATION: _l("Keep my data without using them"),
    RequestKind.OBJECTION: _l("Object to the use of my data"),
}
OUTCOME_NAMES: dict[RequestOutcome, LazyString] = {
    RequestOutcome.DONE: _l("Done"),
    RequestOutcome.REFUSED: _l("Refused"),
}


def request_name(kind: RequestKind | str) -> str:
    return str(REQUEST_NAMES[RequestKind(kind)])


def request_with_article(kind: RequestKind | str) -> str:
    known = RequestKind(kind)
    return str(
        _(
            "%(name)s (GDPR, article %(article)s)",
            name=request_name(known),
            article=known.article,
        )
    )


def outcome_name(outcome: RequestOutcome) -> str:
    return str(OUTCOME_NAMES[outcome])
