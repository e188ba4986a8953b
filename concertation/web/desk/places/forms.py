from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField
from wtforms.validators import InputRequired, NumberRange

from concertation.models import Event
from concertation.services.registration_rules import RegistrationRules
from concertation.web.whole_number import WholeNumberField

MOST_COMPANIONS = 20


class RulesForm(FlaskForm):
    needs_approval = BooleanField(
        _l("The desk approves each registration before it gets a place"),
    )
    companions_most = WholeNumberField(
        _l("How many people each participant may bring"),
        validators=[
            InputRequired(_l("Enter a number; 0: nobody")),
            NumberRange(0, MOST_COMPANIONS),
        ],
        description=_l("0: nobody. They get their places together, or none of them."),
        render_kw={"inputmode": "numeric"},
    )
    companions_named = BooleanField(_l("Ask for the names of those who come along"))

    def __init__(self, event: Event) -> None:
        super().__init__(obj=event)

    def to_rules(self) -> RegistrationRules:
        return RegistrationRules(
            needs_approval=self.needs_approval.data,
            companions_most=self.companions_most.data or 0,
            companions_named=self.companions_named.data,
        )
