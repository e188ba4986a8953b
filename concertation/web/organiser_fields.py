"""What the forms of events and of processes ask alike: who organises, where, why."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import InputRequired, NumberRange, Optional

from concertation.domain.event import LegalBasis
from concertation.domain.retention import LONGEST_DAYS
from concertation.queries.site import current_site
from concertation.web.select import DropDown, options
from concertation.web.whole_number import WholeNumberField

ZONES = (
    "Europe/Paris",
    "America/Cayenne",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Miquelon",
    "Indian/Mayotte",
    "Indian/Reunion",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Pacific/Wallis",
    "Europe/Brussels",
    "Europe/London",
)


def zone_field() -> Any:
    return DropDown(_l("Time zone"), choices=options((zone, zone) for zone in ZONES))


def legal_basis_field() -> Any:
    return RadioField(
        _l("Why these answers may be kept"),
        choices=options(
            [
                (LegalBasis.PUBLIC_TASK.value, _l("A task in the public interest")),
                (
                    LegalBasis.CONSENT.value,
                    _l("The person’s consent, asked in the form"),
                ),
            ]
        ),
        validators=[InputRequired(_l("Choose why these answers may be kept"))],
    )


OUT_OF_RANGE = _l("Enter from %(min)s to %(max)s days")


def retention_field(
    label: str, description: str = "", *, fewest: int = 1, most: int = LONGEST_DAYS
) -> Any:
    return WholeNumberField(
        label,
        validators=[
            InputRequired(_l("Enter a number of days")),
            NumberRange(fewest, most, OUT_OF_RANGE),
        ],
        description=description,
        render_kw={"inputmode": "numeric"},
    )


def unseated_retention_field(label: str) -> Any:
    return WholeNumberField(
        label,
        validators=[
            Optional(),
            NumberRange(1, LONGEST_DAYS, OUT_OF_RANGE),
        ],
        description=_l(
            "Waiting list, requests that were not granted, people who cancelled. Empty:"
            " as the site says, and never longer than those above."
        ),
        render_kw={"inputmode": "numeric"},
    )


def usual_answers() -> dict[str, object]:
    """What a new form begins with; the site says who organises."""
    sheet = current_site().sheet
    return {
        "timezone": "Europe/Paris",
        "legal_basis": LegalBasis.PUBLIC_TASK.value,
        "retention_days": 365,
        "organiser_name": sheet.organiser_name,
        "contact_name": sheet.contact_name,
        "contact_email": sheet.contact_email,
        "contact_phone": sheet.contact_phone,
    }
