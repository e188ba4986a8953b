from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms.validators import InputRequired

from concertation.domain.data_requests import MOST_CHARACTERS, RequestOutcome
from concertation.services.data_requests import Settlement
from concertation.web.choice_fields import Radios
from concertation.web.form import lines
from concertation.web.select import options
from concertation.wording.data_requests import OUTCOME_NAMES


class AnswerForm(FlaskForm):
    answer = lines(
        _l("Answer"),
        _l("Write what was done, or why it was not"),
        most=MOST_CHARACTERS,
        required=True,
        description=_l(
            "The person reads it in a message and in their space. Of a refusal, the"
            " message says by itself where to complain."
        ),
        render_kw={"rows": "5"},
    )


class SettlementForm(AnswerForm):
    outcome = Radios(
        _l("What became of it"),
        validators=[InputRequired(_l("Choose what became of it"))],
    )

    def __init__(self) -> None:
        super().__init__()
        self.outcome.choices = options(
            (outcome.value, str(name)) for outcome, name in OUTCOME_NAMES.items()
        )

    def to_settlement(self) -> Settlement:
        return Settlement(
            outcome=RequestOutcome(self.outcome.data), answer=self.answer.data or ""
        )
