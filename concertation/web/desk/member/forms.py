from collections.abc import Sequence

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired

from concertation.domain.enrolment import Standing
from concertation.queries.moving import Landing
from concertation.web.choice_fields import Radios
from concertation.web.form import lines
from concertation.web.select import options
from concertation.wording.enrolment import standing_text

OUTCOMES: dict[Standing | None, LazyString] = {
    Standing.SEAT: _l("a place at once"),
    Standing.DEPUTY: _l("deputy, for their organisation has its place there"),
    None: _l("full, and no waiting list"),
}


class ReasonForm(FlaskForm):
    """Why a request is declined, or somebody is taken out."""

    reason = lines(
        _l("Reason"),
        _l("Say why, in a sentence: the person reads it"),
        most=1000,
        required=True,
        render_kw={"rows": "3"},
    )


class MoveForm(FlaskForm):
    """To which group, with what would come of it beside each."""

    to = Radios(
        _l("Group to move to"), validators=[InputRequired(_l("Choose a group"))]
    )
    reason = lines(
        _l("What you want to tell the person about it"),
        most=1000,
        render_kw={"rows": "3"},
    )

    def __init__(self, landings: Sequence[Landing]) -> None:
        super().__init__()
        closed = {str(each.offer.id) for each in landings if each.standing is None}
        named = [(str(each.offer.id), landing_text(each)) for each in landings]
        self.to.choices = options(named, closed=closed)


def landing_text(landing: Landing) -> str:
    """« PRODUCTION : une place, tout de suite »."""
    return str(
        _(
            "%(group)s: %(outcome)s",
            group=landing.offer.group.title,
            outcome=_of(landing),
        )
    )


def _of(landing: Landing) -> str:
    if landing.standing is Standing.WAITING:
        return standing_text(Standing.WAITING, landing.rank)
    if landing.is_there:
        return str(_("is there already"))
    return str(OUTCOMES[landing.standing])
