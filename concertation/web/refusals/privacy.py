"""Refusals about data of people, in front of people."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from concertation.domain.data_requests import NoExtension, RequestSettled
from concertation.domain.errors import Refusal

TEXTS: dict[type[Refusal], tuple[LazyString, LazyString]] = {
    NoExtension: (
        _l("The term of this request cannot be extended any more"),
        _l(
            "It is extended once, before the first month is over: answer it, or say"
            " what is missing."
        ),
    ),
    RequestSettled: (
        _l("This request was settled meanwhile"),
        _l("The person has had an answer: look at the list of requests for it."),
    ),
}
