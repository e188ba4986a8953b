"""What the domain's words are called in the reader's language."""

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concertation.domain.registration import ELSEWHERE, RegistrationSource
from concertation.domain.seating import AdmissionState
from concertation.domain.stakeholders import StakeholderCategory
from concertation.domain.territory import (
    departement_name,
    departements,
    epci_name,
    epcis,
)

CATEGORY_NAMES: dict[StakeholderCategory, LazyString] = {
    StakeholderCategory.SCIENCE_CENTRE: _l("Science centre"),
    StakeholderCategory.MUSEUM: _l("Museum"),
    StakeholderCategory.INDUSTRIAL_HERITAGE: _l("Industrial heritage"),
    StakeholderCategory.UNIVERSITY: _l("University, research"),
    StakeholderCategory.POPULAR_EDUCATION: _l("Popular education"),
    StakeholderCategory.SCHOOL: _l("School, training"),
    StakeholderCategory.COMPANY: _l("Company, industry"),
    StakeholderCategory.LOCAL_AUTHORITY: _l("Local authority"),
    StakeholderCategory.STATE: _l("State service"),
    StakeholderCategory.MEDIA: _l("Media, publishing"),
    StakeholderCategory.CITIZEN: _l("Citizen"),
    StakeholderCategory.OTHER: _l("Other"),
}

STATE_NAMES: dict[AdmissionState, LazyString] = {
    AdmissionState.ASKED: _l("Waits for approval"),
    AdmissionState.CONFIRMED: _l("Confirmed"),
    AdmissionState.WAITLISTED: _l("Waiting list"),
    AdmissionState.OFFERED: _l("Seat offered"),
    AdmissionState.DECLINED: _l("Declined"),
    AdmissionState.CANCELLED: _l("Cancelled"),
    AdmissionState.EXPIRED: _l("Expired"),
}

SOURCE_NAMES: dict[str, LazyString] = {
    RegistrationSource.PUBLIC: _l("The person"),
    RegistrationSource.DESK: _l("The desk"),
    RegistrationSource.EXAMPLE: _l("The example"),
}

LANGUAGE_NAMES = {"fr": "Français", "en": "English"}
"""Each as it calls itself."""

Choice = tuple[str, str]


def category_choices() -> list[Choice]:
    return [(category.value, str(name)) for category, name in CATEGORY_NAMES.items()]


def departement_choices() -> list[Choice]:
    known = [(d.code, f"{d.name} ({d.code})") for d in departements()]
    return [*known, (ELSEWHERE, _("Outside of the region"))]


def epci_choices() -> dict[str, list[Choice]]:
    """Grouped by département; one that lies in two is under the first."""
    groups: dict[str, list[Choice]] = {d.name: [] for d in departements()}
    for epci in epcis():
        name = departement_name(epci.departements[0])
        if name in groups:
            groups[name].append((epci.siren, epci.name))
    return groups


def category_name(category: StakeholderCategory) -> str:
    return str(CATEGORY_NAMES[category])


def state_name(state: AdmissionState) -> str:
    return str(STATE_NAMES[state])


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
