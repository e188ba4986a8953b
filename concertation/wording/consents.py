"""Uses of data for which organisers often ask agreement, in words to start from."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

USUAL_USES: dict[str, tuple[LazyString, LazyString]] = {
    "news": (
        _l("News by mail"),
        _l("I agree to receive news of the organiser by mail."),
    ),
    "photo-web": (
        _l("Photographs on the website"),
        _l(
            "I agree that photographs on which I can be recognised are published on the"
            " organiser’s website."
        ),
    ),
    "photo-press": (
        _l("Photographs in the press"),
        _l(
            "I agree that photographs on which I can be recognised are given to the"
            " press."
        ),
    ),
    "photo-report": (
        _l("Photographs in an internal report"),
        _l(
            "I agree that photographs on which I can be recognised stand in a report"
            " that is read inside the organisation alone."
        ),
    ),
}
"""By the word in the address: what it is called, and what people agree to."""
