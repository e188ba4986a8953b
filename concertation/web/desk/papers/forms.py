from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, RadioField, StringField
from wtforms.validators import InputRequired, Optional, ValidationError

from concertation.domain.labels import SHEETS, LabelFormat
from concertation.domain.seating import AdmissionState
from concertation.models import Event
from concertation.queries.attendees import AttendeeFilter
from concertation.web.filters import clean_line
from concertation.web.select import DropDown, options
from concertation.wording.names import all_category_choices

FORMATS = (
    (LabelFormat.LABELS, _l("Self-adhesive, 80 × 50 mm, 10 a sheet (as Avery L4785)")),
    (LabelFormat.CARDS, _l("Cards, 90 × 54 mm, 10 a sheet (as Durable 1455)")),
    (LabelFormat.BANK_CARDS, _l("Cards, 85 × 54 mm, 10 a sheet (as Avery C32011)")),
    (LabelFormat.A6, _l("A6, 105 × 148 mm, 4 a sheet: plain paper, to be cut")),
)
FIRST = LabelFormat.LABELS.value


class BadgesForm(FlaskForm):
    """Which badges, on what: read from the address, for nothing is changed by it."""

    class Meta:
        csrf = False

    format = RadioField(
        _l("Labels"),
        choices=options((each.value, label) for each, label in FORMATS),
        default=FIRST,
        validators=[InputRequired(_l("Choose a format"))],
    )
    start = IntegerField(
        _l("Start at label number"),
        default=1,
        validators=[Optional()],
        description=_l("For a sheet that was begun: the first label that is left."),
    )
    category = DropDown(_l("Kind of organisation"), filters=[lambda kind: kind or ""])
    q = StringField(
        _l("Only these people"),
        filters=[clean_line],
        description=_l("A name, an organisation or a reference; empty for everybody."),
    )

    def __init__(self) -> None:
        # The page itself is opened with its defaults; an answer names the format.
        super().__init__(formdata=request.args if "format" in request.args else None)
        self.category.choices = options([("", _("All kinds")), *all_category_choices()])

    def validate_start(self, field: IntegerField) -> None:
        labels = SHEETS[LabelFormat(self.format.data)].labels if self.format.data else 1
        if not 1 <= (field.data or 0) <= labels:
            raise ValidationError(
                _("Such a sheet has labels 1 to %(labels)s", labels=labels)
            )

    def to_filter(self, event: Event) -> AttendeeFilter:
        return AttendeeFilter(
            event_id=event.id,
            text=self.q.data or "",
            state=AdmissionState.CONFIRMED,
            category=self.category.data,
        )
