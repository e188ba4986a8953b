from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired, NumberRange, Optional

from concertation.models import GroupOffer, Phase
from concertation.services.offers import OfferSheet
from concertation.web.choice_fields import CheckBoxes
from concertation.web.form import differing_labels
from concertation.web.select import options
from concertation.web.whole_number import WholeNumberField

MOST_SEATS = 1_000_000


class OfferForm(FlaskForm):
    version = HiddenField()
    """What the places were when this form was opened."""
    phases = CheckBoxes(
        _l("In which phases"),
        validators=[InputRequired(_l("Choose at least one phase"))],
    )
    capacity = WholeNumberField(
        _l("Places"),
        validators=[
            Optional(),
            NumberRange(0, MOST_SEATS, _l("Enter a whole number, or leave it empty")),
        ],
        description=_l("Empty: no limit. 0: nobody can enrol."),
        render_kw={"inputmode": "numeric"},
    )
    keeps_waiting_list = BooleanField(_l("Keep a waiting list when the group is full"))

    def __init__(
        self,
        offer: GroupOffer | None = None,
        *,
        phases: Sequence[Phase] = (),
        chosen: str = "",
    ) -> None:
        """For an offer; or for these phases, one of which was clicked."""
        new = {"keeps_waiting_list": True, "phases": [chosen] if chosen else []}
        super().__init__(data=_as_written(offer) if offer else new)
        self.phases.choices = options((str(phase.id), phase.title) for phase in phases)
        if offer:
            del self.phases
        else:
            del self.version

    def to_sheet(self) -> OfferSheet:
        return OfferSheet(
            capacity=self.capacity.data, keeps_waiting_list=self.keeps_waiting_list.data
        )

    def differing_from(self, offer: GroupOffer) -> list[str]:
        return differing_labels(self, _as_written(offer))

    def phase_ids(self) -> list[int]:
        return [int(number) for number in self.phases.data or []]


def _as_written(offer: GroupOffer) -> dict[str, object]:
    return {
        "version": offer.version,
        "capacity": offer.pool.capacity,
        "keeps_waiting_list": offer.pool.keeps_waiting_list,
    }
