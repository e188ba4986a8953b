"""Refusals about data of people, in front of people."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from concertation.domain.data_requests import RequestSettled
from concertation.domain.errors import Refusal

TEXTS: dict[type[Refusal], tuple[LazyString, LazyString]] = {
    RequestSettled: (
        _l("This request was settled meanwhile"),
        _l("The person has had an answer: look at the list of requests for it."),
    ),
}
