"""Refusals about the site's own settings, in front of people."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from concertation.domain.errors import Refusal
from concertation.domain.site_errors import (
    AccentUnreadable,
    CategoryNameTaken,
    LastCategory,
    LogoGone,
    MeaningUnsaid,
    SiteChangedMeanwhile,
    TooManyCategories,
    TooManyLogos,
)

TEXTS: dict[type[Refusal], tuple[LazyString, LazyString]] = {
    SiteChangedMeanwhile: (
        _l("Somebody changed the settings meanwhile"),
        _l("What you typed is still here, and it is not saved yet."),
    ),
    AccentUnreadable: (
        _l("This colour cannot be read well enough"),
        _l("Choose a darker one."),
    ),
    TooManyLogos: (
        _l("There are too many logos of this kind"),
        _l("Take one away first: twelve is the most."),
    ),
    LogoGone: (
        _l("This logo was taken away meanwhile"),
        _l("Look at the list of logos again."),
    ),
    CategoryNameTaken: (
        _l("Another kind of organisation has this name"),
        _l("Choose a name that tells the two apart."),
    ),
    MeaningUnsaid: (
        _l("People have chosen this kind already"),
        _l("Say whether the new name is a correction, or another meaning."),
    ),
    LastCategory: (
        _l("This is the last kind of organisation that is offered"),
        _l("Add another one first: everybody has to choose one."),
    ),
    TooManyCategories: (
        _l("There are too many kinds of organisation"),
        _l("Nobody would read a longer list. Bring one back, or rename one."),
    ),
}
