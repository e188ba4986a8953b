from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import NumberRange, Optional

from concertation.domain.event import Visibility
from concertation.models import Event
from concertation.services.visibility import VisibilityRules
from concertation.web.select import options
from concertation.web.whole_number import WholeNumberField

MOST_DAYS = 365


class VisibilityForm(FlaskForm):
    visibility = RadioField(
        _l("Who sees the event, and registers"),
        choices=options(
            [
                (
                    Visibility.PUBLIC.value,
                    _l("Everybody: the event is announced on the home page"),
                ),
                (
                    Visibility.BY_CODE.value,
                    _l("Whoever has its link: the event is announced nowhere"),
                ),
                (
                    Visibility.INVITED.value,
                    _l(
                        "Only the addresses that you invite: each registers with the"
                        " link of its own invitation"
                    ),
                ),
            ]
        ),
    )
    guest_reminder_days = WholeNumberField(
        _l("Reminder to guests who have not answered: days before registration closes"),
        validators=[
            Optional(),
            NumberRange(
                1, MOST_DAYS, _l("Enter a number of days from 1 to 365, or nothing")
            ),
        ],
        description=_l(
            "The site writes to them by itself, once. Empty: it never does, and you can"
            " still remind them from the list of guests."
        ),
        render_kw={"inputmode": "numeric"},
    )

    def __init__(self, event: Event) -> None:
        super().__init__(
            data={
                "visibility": event.visibility.value,
                "guest_reminder_days": event.guest_reminder_days,
            }
        )

    def to_rules(self) -> VisibilityRules:
        return VisibilityRules(
            visibility=Visibility(self.visibility.data),
            guest_reminder_days=self.guest_reminder_days.data,
        )
