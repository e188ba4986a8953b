"""Refusals about the directory of organisations, in front of people."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from concertation.domain.errors import Refusal
from concertation.domain.process_errors import (
    OrganisationChangedMeanwhile,
    OrganisationMerged,
    SameOrganisation,
    SiretTaken,
)

TEXTS: dict[type[Refusal], tuple[LazyString, LazyString]] = {
    SiretTaken: (
        _l("Another organisation of the directory has this SIRET number"),
        _l("Search the directory for it: if the two are one, merge them."),
    ),
    OrganisationMerged: (
        _l("One of the two was merged into another organisation meanwhile"),
        _l("Search the directory again: nothing was changed."),
    ),
    OrganisationChangedMeanwhile: (
        _l("Somebody else changed this organisation meanwhile"),
        _l("What you typed is still here. Save once more to replace what they saved."),
    ),
    SameOrganisation: (
        _l("These two are the same organisation already"),
        _l("Choose another one to merge with."),
    ),
}
