"""A limit on the places of a kind of organisation, or of a territory."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import InputRequired, NumberRange

from concertation.domain.seating import QuotaKind
from concertation.services.quotas import PlaceQuota
from concertation.web.select import DropDown, options
from concertation.web.whole_number import WholeNumberField
from concertation.wording.names import Choice, category_choices, departement_choices

MOST_SEATS = 1_000_000
HARD, SOFT = "hard", "soft"


class QuotaForm(FlaskForm):
    """One list of kinds and territories: there is one quota at most for each."""

    part = DropDown(
        _l("For whom"), validators=[InputRequired(_l("Choose for whom the limit is"))]
    )
    seats = WholeNumberField(
        _l("Limit of seats"),
        validators=[
            InputRequired(_l("Enter a number of places")),
            NumberRange(0, MOST_SEATS),
        ],
        render_kw={"inputmode": "numeric"},
    )
    strength = RadioField(
        _l("When the limit is reached"),
        choices=options(
            [
                (
                    HARD,
                    _l("Those who come after wait, even while other places are free"),
                ),
                (SOFT, _l("Nobody is held back: the desk only sees a warning")),
            ]
        ),
        default=HARD,
    )

    def __init__(self) -> None:
        super().__init__()
        kinds = _keyed(QuotaKind.CATEGORY, category_choices())
        places = _keyed(QuotaKind.DEPARTEMENT, departement_choices())
        self.part.choices = [
            *options([("", _("Choose…"))]),
            *options(kinds, group=_("Kind of organisation")),
            *options(places, group=_("Territory")),
        ]

    def to_wish(self) -> PlaceQuota:
        kind, _colon, value = self.part.data.partition(":")
        return PlaceQuota(
            kind=QuotaKind(kind),
            value=value,
            seats=self.seats.data or 0,
            is_hard=self.strength.data == HARD,
        )


def _keyed(kind: QuotaKind, choices: list[Choice]) -> list[Choice]:
    return [(f"{kind}:{key}", name) for key, name in choices]
