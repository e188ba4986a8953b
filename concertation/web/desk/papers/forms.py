from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.validators import (
    InputRequired,
    Optional,
    ValidationError,
)

from concertation.domain.labels import SHEETS, LabelFormat
from concertation.domain.seating import AdmissionState
from concertation.exports.badge_marks import NoPhoto
from concertation.models import Event
from concertation.queries.attendees import AttendeeFilter
from concertation.web.desk.papers.no_photo import (
    default_answer,
    no_photo_choices,
    no_photo_of,
)
from concertation.web.filters import clean_line
from concertation.web.select import DropDown, options
from concertation.web.sign_in_sheets import (
    Sheets,
    empty_lines_field,
    signed_workshops,
)
from concertation.web.whole_number import WholeNumberField
from concertation.wording.names import all_category_choices

FORMATS = (
    (LabelFormat.LABELS, _l("Self-adhesive, 80 × 50 mm, 10 a sheet (as Avery L4785)")),
    (LabelFormat.CARDS, _l("Cards, 90 × 54 mm, 10 a sheet (as Durable 1455)")),
    (LabelFormat.BANK_CARDS, _l("Cards, 85 × 54 mm, 10 a sheet (as Avery C32011)")),
    (LabelFormat.A6, _l("A6, 105 × 148 mm, 4 a sheet: plain paper, to be cut")),
)
FIRST = LabelFormat.LABELS.value


class SignInForm(FlaskForm):
    """Which sheets to sign, read from the address."""

    class Meta:
        csrf = False

    sheets = DropDown(
        _l("Sheets for"),
        default=Sheets.EVENT.value,
        description=_l("A workshop’s sheet names those who have a place in it."),
    )
    lines = empty_lines_field(
        _l("On each sheet, for who comes without having registered.")
    )

    def __init__(self, event: Event) -> None:
        super().__init__(formdata=request.args if "sheets" in request.args else None)
        self.has_workshops = bool(signed_workshops(event))
        choices = [(Sheets.EVENT.value, _("The whole event"))]
        if self.has_workshops:
            choices += [
                (Sheets.ALL.value, _("The event and each workshop, in one file")),
                *(
                    (str(each.id), _("Workshop: %(title)s", title=each.title))
                    for each in signed_workshops(event)
                ),
            ]
        self.sheets.choices = options(choices)


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
    start = WholeNumberField(
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
    no_photo = DropDown(_l("Mark “no photo” for those who answered"))

    def __init__(self, event: Event) -> None:
        # The page itself is opened with its defaults; an answer names the format.
        super().__init__(
            formdata=request.args if "format" in request.args else None,
            data={"no_photo": default_answer(event)},
        )
        self.no_photo.choices = options(no_photo_choices(event))
        self.category.choices = options([("", _("All kinds")), *all_category_choices()])

    def validate_start(self, field: WholeNumberField) -> None:
        if self.format.data not in set(LabelFormat):
            return  # Another choice is asked for; how many labels it has is not known.
        labels = SHEETS[LabelFormat(self.format.data)].labels
        if not 1 <= (field.data or 0) <= labels:
            raise ValidationError(
                _("Such a sheet has labels 1 to %(labels)s", labels=labels)
            )

    def to_no_photo(self, event: Event) -> NoPhoto | None:
        return no_photo_of(event, self.no_photo.data)

    def to_filter(self, event: Event) -> AttendeeFilter:
        return AttendeeFilter(
            event_id=event.id,
            text=self.q.data or "",
            state=AdmissionState.CONFIRMED,
            category=self.category.data,
        )
