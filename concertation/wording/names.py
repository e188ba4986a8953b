"""What the domain's words are called in the reader's language."""

from collections.abc import Callable
from functools import lru_cache

from flask_babel import LazyString, get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concertation.domain.event import Visibility
from concertation.domain.guests import GuestState
from concertation.domain.questions import QuestionKind
from concertation.domain.registration import ELSEWHERE, RegistrationSource
from concertation.domain.roles import Role
from concertation.domain.seating import AdmissionState, QuotaKind
from concertation.domain.site import Site
from concertation.domain.territory import (
    all_departements,
    departement_name,
    epci_name,
)
from concertation.models import Quota
from concertation.queries.site import current_site

STATE_NAMES: dict[AdmissionState, LazyString] = {
    AdmissionState.ASKED: _l("Waits for approval"),
    AdmissionState.CONFIRMED: _l("Confirmed"),
    AdmissionState.WAITLISTED: _l("Waiting list"),
    AdmissionState.OFFERED: _l("Seat offered"),
    AdmissionState.DECLINED: _l("Declined"),
    AdmissionState.CANCELLED: _l("Cancelled"),
    AdmissionState.EXPIRED: _l("Expired"),
}

RULE_NAMES: dict[str, LazyString] = {
    "needs_approval": _l("Approval by the desk"),
    "companions_most": _l("People who come along"),
    "companions_named": _l("Names of those who come along"),
    "workshop_rule": _l("How people choose a workshop"),
    "workshops_most": _l("How many workshops one may choose"),
    "workshops_mandatory": _l("Mandatory choice of a workshop"),
    "visibility": _l("Who sees the event"),
    "guest_reminder_days": _l(
        "Days between the reminder of guests and the end of registration"
    ),
}
"""How people register, as the history of an event calls it."""

QUESTION_KIND_NAMES: dict[QuestionKind, LazyString] = {
    QuestionKind.SHORT_TEXT: _l("Short text"),
    QuestionKind.LONG_TEXT: _l("Long text"),
    QuestionKind.YES_NO: _l("Yes or no"),
    QuestionKind.ONE_OF: _l("One choice among several"),
    QuestionKind.SEVERAL_OF: _l("Several choices"),
    QuestionKind.RANKING: _l("Choices to rank"),
    QuestionKind.NUMBER: _l("Number"),
    QuestionKind.DATE: _l("Date"),
    QuestionKind.EMAIL: _l("E-mail address"),
    QuestionKind.PHONE: _l("Phone"),
    QuestionKind.SIRET: _l("SIRET number"),
    QuestionKind.FILE: _l("File"),
    QuestionKind.CONSENT: _l("Agreement to a use (consent)"),
}

VISIBILITY_NAMES: dict[Visibility, LazyString] = {
    Visibility.PUBLIC: _l("Public"),
    Visibility.BY_CODE: _l("Private: by its link"),
    Visibility.INVITED: _l("Private: by invitation"),
}

GUEST_STATE_NAMES: dict[GuestState, LazyString] = {
    GuestState.LISTED: _l("Not written to yet"),
    GuestState.INVITED: _l("No answer yet"),
    GuestState.REGISTERED: _l("Is registered"),
    GuestState.DECLINED: _l("Does not come"),
    GuestState.LEFT: _l("Registered no more"),
}

SOURCE_NAMES: dict[str, LazyString] = {
    RegistrationSource.PUBLIC: _l("The person"),
    RegistrationSource.DESK: _l("The desk"),
    RegistrationSource.EXAMPLE: _l("The example"),
}

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
"""Each as it calls itself."""

Choice = tuple[str, str]


def category_choices(kept: str = "") -> list[Choice]:
    """The kinds that are offered, and the one that somebody has: it may be retired."""
    locale = str(get_locale())
    return [
        (each.key, each.label(locale))
        for each in current_site().categories
        if each.retired_at is None or each.key == kept
    ]


def all_category_choices() -> list[Choice]:
    """Those that are retired come last: past answers are found by them."""
    locale = str(get_locale())
    ordered = sorted(current_site().categories, key=lambda each: bool(each.retired_at))
    return [(each.key, each.label(locale)) for each in ordered]


def departement_choices(kept: str = "") -> list[Choice]:
    """Those that are offered, and the one that somebody has."""
    site = current_site()
    return _departements(lambda code: site.offers_departement(code) or code == kept)


def all_departement_choices() -> list[Choice]:
    """Also those of past answers: they are found by them."""
    return _departements(current_site().knows_departement)


def epci_choices() -> dict[str, list[Choice]]:
    """Grouped by département; one that lies in two is under the first offered."""
    site = current_site()
    names = {d.code: d.name for d in all_departements()}
    offered = [d.code for d in all_departements() if site.offers_departement(d.code)]
    groups: dict[str, list[Choice]] = {names[code]: [] for code in offered}
    for epci in site.offered_epcis:
        first = next(code for code in epci.departements if code in offered)
        groups[names[first]].append((epci.siren, epci.name))
    return {name: choices for name, choices in groups.items() if choices}


def _departements(is_among: Callable[[str], bool]) -> list[Choice]:
    known = [
        (d.code, f"{d.name} ({d.code})") for d in all_departements() if is_among(d.code)
    ]
    return [*known, (ELSEWHERE, _("Outside of the region"))]


def category_name(key: str) -> str:
    """Also of one that is retired. Asked for each row of a list: looked up quickly."""
    return _category_names(current_site(), get_locale().language).get(key, key)


@lru_cache(maxsize=4)
def _category_names(site: Site, locale: str) -> dict[str, str]:
    return {each.key: each.label(locale) for each in site.categories}


def quota_name(quota: Quota) -> str:
    """Of a limit by kind of organisation or by territory."""
    if quota.kind is QuotaKind.CATEGORY:
        return category_name(quota.value)
    return dict(departement_choices(kept=quota.value)).get(quota.value, quota.value)


def question_kind_name(kind: QuestionKind) -> str:
    return str(QUESTION_KIND_NAMES[kind])


def state_name(state: AdmissionState) -> str:
    return str(STATE_NAMES[state])


def visibility_name(visibility: Visibility) -> str:
    return str(VISIBILITY_NAMES[visibility])


def guest_state_name(state: GuestState) -> str:
    return str(GUEST_STATE_NAMES[state])


def source_name(source: str) -> str:
    return str(SOURCE_NAMES.get(source, source))


def language_name(locale: str) -> str:
    return LANGUAGE_NAMES.get(locale, locale)


def territory_name(code: str, siren: str = "") -> str:
    """« Nord », or « Nord, Métropole Européenne de Lille »."""
    departement = departement_name(code) or _("Outside of the region")
    return _joined(departement, epci_name(siren))


def _joined(*names: str | None) -> str:
    return ", ".join(name for name in names if name)


ROLE_NAMES: dict[Role, LazyString] = {
    Role.ADMINISTRATOR: _l("Administrator"),
    Role.FACILITATOR: _l("Facilitator"),
    Role.READER: _l("Reader"),
    Role.WELCOMER: _l("Welcomer"),
    Role.DATA_OFFICER: _l("Data-protection officer"),
}


def role_name(role: Role | str) -> str:
    return str(ROLE_NAMES[Role(role)])
