from datetime import datetime
from zoneinfo import ZoneInfo

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField
from wtforms.validators import InputRequired, ValidationError

from concertation.clock import utc_now
from concertation.domain.data_requests import (
    MOST_CHARACTERS,
    ZONE,
    RequestChannel,
    RequestKind,
    RequestOutcome,
    arrival_of,
)
from concertation.domain.registration import email_key
from concertation.domain.restrictions import RESTRICTS, RestrictionKind
from concertation.services.data_requests import AskAboutData, Settlement
from concertation.web.choice_fields import Radios
from concertation.web.form import address, lines
from concertation.web.locale import LABELS
from concertation.web.select import DropDown, options
from concertation.wording.data_requests import (
    CHANNEL_NAMES,
    OUTCOME_NAMES,
    request_title,
    with_article,
)

EARLIEST_YEAR = 2018
"""In which these rights began."""


EFFECTS: dict[RestrictionKind, LazyString] = {
    RestrictionKind.LIMITATION: _l(
        "No mail but answers to what the person does and what becomes of a place that"
        " they hold, no line in files that are taken away, and no purge, until it is"
        " lifted."
    ),
    RestrictionKind.OBJECTION: _l(
        "No invitation, no letter to a group and no reminder, until it is lifted."
    ),
}


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

    restricts = BooleanField(
        _l("Let it hold at once, for everything of this address"),
    )

    def __init__(self, kind: RequestKind) -> None:
        super().__init__(data={"restricts": True})
        if kind in RESTRICTS:
            self.restricts.description = str(EFFECTS[RESTRICTS[kind]])
        else:
            del self.restricts
        self.outcome.choices = options(
            (outcome.value, str(name)) for outcome, name in OUTCOME_NAMES.items()
        )

    def to_settlement(self) -> Settlement:
        return Settlement(
            outcome=RequestOutcome(self.outcome.data),
            answer=self.answer.data or "",
            restricts="restricts" in self and self.restricts.data,
        )


class ExtensionForm(FlaskForm):
    reason = lines(
        _l("Why the answer takes longer"),
        _l("Write why: the person is told"),
        most=MOST_CHARACTERS,
        required=True,
        description=_l(
            "How complex the request is, or how many there are (GDPR, article 12.3)."
        ),
        render_kw={"rows": "4"},
    )


class RecordingForm(FlaskForm):
    """A request that arrived by letter, by phone, or otherwise."""

    email = address(
        _l("E-mail address of the person"),
        description=_l(
            "Under which their data are kept; the confirmation and the answer go there."
        ),
        render_kw={"autocomplete": "off"},
    )
    channel = Radios(
        _l("How it arrived"), validators=[InputRequired(_l("Choose how it arrived"))]
    )
    arrived_on = DateField(
        _l("Day of arrival"),
        format=["%Y-%m-%d", "%d/%m/%Y"],
        validators=[InputRequired(_l("Enter the day on which it arrived"))],
        description=_l("The month for the answer begins on it."),
    )
    kind = Radios(
        _l("What do they ask for?"),
        validators=[InputRequired(_l("Choose what they ask for"))],
    )
    message = lines(
        _l("What it is about"), most=MOST_CHARACTERS, render_kw={"rows": "5"}
    )
    locale = DropDown(_l("Language of the mails"), choices=options(LABELS.items()))

    def __init__(self) -> None:
        super().__init__()
        self.channel.choices = options(
            (each.value, str(name))
            for each, name in CHANNEL_NAMES.items()
            if each is not RequestChannel.SPACE
        )
        self.kind.choices = options(
            (each.value, with_article(request_title(each), each))
            for each in RequestKind
        )

    def validate_arrived_on(self, field: DateField) -> None:
        if field.data and field.data > utc_now().astimezone(ZoneInfo(ZONE)).date():
            raise ValidationError(_("Enter a day that has come"))
        if field.data and field.data.year < EARLIEST_YEAR:
            raise ValidationError(_("Check the year"))

    def to_wish(self, actor: str, now: datetime) -> AskAboutData:
        day = self.arrived_on.data
        return AskAboutData(
            email_key=email_key(self.email.data or ""),
            kind=RequestKind(self.kind.data),
            message=self.message.data or "",
            locale=self.locale.data,
            channel=RequestChannel(self.channel.data),
            arrived_at=arrival_of(day, now) if day else None,
            recorded_by=actor,
        )
