"""What lists about a person or an organisation offer: kinds and territories."""

from functools import lru_cache
from itertools import chain
from typing import Any

from flask_babel import get_locale
from flask_babel import gettext as _

from concertation.domain.site import Site
from concertation.domain.territory import epci_name
from concertation.models import Organisation, Participant, Registration
from concertation.queries.site import current_site
from concertation.web.select import options
from concertation.wording.names import (
    category_choices,
    category_name,
    departement_choices,
    epci_choices,
    territory_name,
)

Person = Registration | Participant


def offer_lists(form: Any, kept_for: Person | Organisation | None) -> None:
    """Fill the lists; a form without groupings to choose from does not ask for one.

    What is offered no more stays a choice of who has it, so that whoever edits another
    answer is not made to change this one.
    """
    lists = _lists(current_site(), str(get_locale()))
    if "epci" not in lists:
        del form.epci
    for name, choices in lists.items():
        form[name].choices = [*choices, *_kept(name, kept_for, choices)]


def _kept(
    name: str, kept_for: Person | Organisation | None, choices: list[Any]
) -> list[Any]:
    value = getattr(kept_for, name) if kept_for else ""
    if not value or any(choice.value == value for choice in choices):
        return []
    return options([(value, _named(name, value))])


def _named(name: str, value: str) -> str:
    if name == "category":
        return category_name(value)
    return territory_name(value) if name == "departement" else epci_name(value) or value


@lru_cache(maxsize=4)
def _lists(_site: Site, _locale: str) -> dict[str, list[Any]]:
    """Made once for each language, and anew when an administrator changes them."""
    blank = ("", _("Choose…"))
    none = ("", _("None, or I do not know"))
    lists = {
        "category": options([blank, *category_choices()]),
        "departement": options([blank, *departement_choices()]),
    }
    groupings = [
        options(choices, group=departement)
        for departement, choices in epci_choices().items()
    ]
    if groupings:
        lists["epci"] = [*options([none]), *chain.from_iterable(groupings)]
    return lists
