from collections.abc import Sequence
from typing import Any

from flask import request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    HiddenField,
    RadioField,
    StringField,
)
from wtforms.validators import Length, NumberRange, Optional, ValidationError

from concertation.domain.questions import NO, YES, Audience, QuestionKind
from concertation.models import Question
from concertation.queries.questions import offered_kinds
from concertation.services.questions import ChoiceSheet, QuestionSheet
from concertation.web.choice_fields import CheckBoxes
from concertation.web.filters import clean_line
from concertation.web.form import line, lines
from concertation.web.select import DropDown, options
from concertation.web.whole_number import WholeNumberField
from concertation.wording.consents import USUAL_USES
from concertation.wording.names import QUESTION_KIND_NAMES, Choice, question_kind_name

EMPTY_ROWS = 4
MOST_ROWS = 60
MOST_SEATS = 1_000_000
LONGEST_RETENTION_DAYS = 3650


class KindForm(FlaskForm):
    """What kind of question to add: read from the address."""

    class Meta:
        csrf = False

    kind = DropDown(_l("Kind of question"))

    def __init__(self) -> None:
        super().__init__(formdata=request.args)
        self.kind.choices = options(_kinds(tuple(QUESTION_KIND_NAMES)))


class ChoiceRow(Form):
    id = HiddenField()
    label = StringField(
        _l("Choice"), filters=[clean_line], validators=[Length(max=200)]
    )
    seats = WholeNumberField(
        _l("Limit of seats"), validators=[Optional(), NumberRange(0, MOST_SEATS)]
    )


class QuestionForm(FlaskForm):
    kind = DropDown(_l("Kind of question"))
    label = line(_l("Question"), _l("Write the question"), most=300)
    hint = lines(
        _l("Help for whoever answers"),
        most=500,
        description=_l("Stands under the question, before the answer."),
        render_kw={"rows": "2"},
    )
    is_mandatory = BooleanField(_l("An answer is mandatory"))
    audience = RadioField(
        _l("Who answers"),
        choices=options(
            [
                (Audience.PARTICIPANTS, _l("Participants, when they register")),
                (Audience.DESK, _l("Only the desk; participants never see it")),
            ]
        ),
        default=Audience.PARTICIPANTS.value,
    )
    choices = FieldList(FormField(ChoiceRow), max_entries=MOST_ROWS)
    shown_if = CheckBoxes(
        _l("Ask it only of those who answered"),
        description=_l("Nothing ticked: everyone is asked."),
    )
    is_sensitive = BooleanField(
        _l("The answers are sensitive: health, diet, accessibility…")
    )
    retention_days = WholeNumberField(
        _l("Days after the event before its answers are erased"),
        validators=[Optional(), NumberRange(1, LONGEST_RETENTION_DAYS)],
        description=_l("Left empty: together with the registration."),
        render_kw={"inputmode": "numeric"},
    )

    def __init__(
        self,
        kind: QuestionKind,
        before: Sequence[Question],
        question: Question | None = None,
        *,
        for_event: bool = True,
        is_answered: bool = False,
    ) -> None:
        """``before`` are those on whose answers it may depend."""
        super().__init__(data=_as_written(question) if question else None)
        offered = [kind]
        if question:
            offered = offered_kinds(question, is_answered=is_answered)
            offered = [each for each in offered if _has_same_fields(each, kind)]
        self.kind.choices = options(_kinds(offered))
        if not self.kind.data:
            self.kind.data = kind.value
        self.shown_if.choices = options(_conditions(before))
        if not self.shown_if.choices:
            del self.shown_if
        if kind.has_choices:
            self._add_empty_rows()
        else:
            del self.choices
        if kind is QuestionKind.CONSENT:
            self._ask_for_agreement()
        limited = {QuestionKind.ONE_OF, QuestionKind.SEVERAL_OF}
        self.takes_limits = for_event and kind in limited
        if not for_event:
            self._speak_of_a_process()

    def _ask_for_agreement(self) -> None:
        """What would make it no free agreement is not offered."""
        self.label.label.text = _("What people agree to")
        self.label.description = _(
            "One use alone, as they say it: “I agree that…”. Once somebody has agreed,"
            " these words stay."
        )
        for name in ("is_mandatory", "audience", "shown_if", "is_sensitive"):
            if name in self:
                del self[name]

    def start_from(self, usage: str) -> None:
        """The words in which agreement to one of the `USUAL_USES` is asked."""
        if usage in USUAL_USES:
            _name, words = USUAL_USES[usage]
            self.label.data = str(words)

    def _speak_of_a_process(self) -> None:
        if "audience" in self:
            self.audience.choices = options(
                [
                    (Audience.PARTICIPANTS, _l("Participants, when they enrol")),
                    (Audience.DESK, _l("Only the desk; participants never see it")),
                ]
            )
        self.retention_days.label.text = _(
            "Days after the last phase before its answers are erased"
        )
        self.retention_days.description = _(
            "Left empty: together with the person’s data."
        )

    @property
    def wants_more_rows(self) -> bool:
        """The button that only makes the form longer was pressed."""
        return "choices" in self and "more" in request.form

    def validate_shown_if(self, field: CheckBoxes) -> None:
        if len({value.partition(":")[0] for value in field.data or ()}) > 1:
            raise ValidationError(_("Tick answers to one question only"))

    def validate_choices(self, field: Any) -> None:
        named = [row.form.label.data for row in field if row.form.label.data]
        if len(named) < 2:  # noqa: PLR2004 -- one choice is none
            raise ValidationError(_("Offer two choices at least"))
        if len({name.casefold() for name in named}) < len(named):
            raise ValidationError(_("Two choices have the same name: change one"))

    def to_sheet(self) -> QuestionSheet:
        ticked = (self.shown_if.data if "shown_if" in self else None) or []
        return QuestionSheet(
            kind=QuestionKind(self.kind.data),
            label=self.label.data or "",
            hint=self.hint.data or "",
            is_mandatory="is_mandatory" in self and self.is_mandatory.data,
            audience=Audience(self.audience.data)
            if "audience" in self
            else Audience.PARTICIPANTS,
            is_sensitive="is_sensitive" in self and self.is_sensitive.data,
            retention_days=self.retention_days.data,
            shown_if_id=int(ticked[0].partition(":")[0]) if ticked else None,
            shown_if=tuple(value.partition(":")[2] for value in ticked),
            choices=tuple(self._rows()) if "choices" in self else (),
        )

    def _rows(self) -> list[ChoiceSheet]:
        return [
            ChoiceSheet(
                id=_number(row.form.id.data),
                label=row.form.label.data,
                seats=row.form.seats.data if self.takes_limits else None,
            )
            for row in self.choices
            if row.form.label.data
        ]

    def _add_empty_rows(self) -> None:
        sent = request.form if request.method == "POST" else {}
        if sent and "more" not in sent:
            return
        for _row in range(min(EMPTY_ROWS, MOST_ROWS - len(self.choices))):
            self.choices.append_entry()


def _has_same_fields(one: QuestionKind, other: QuestionKind) -> bool:
    consent = QuestionKind.CONSENT
    is_alike = one.has_choices is other.has_choices
    return is_alike and (one is consent) is (other is consent)


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdigit() else None


def _kinds(kinds: Sequence[QuestionKind]) -> list[Choice]:
    return [(kind.value, question_kind_name(kind)) for kind in kinds]


def _conditions(before: Sequence[Question]) -> list[Choice]:
    """Every answer on which a question may depend, with the question it is to."""
    return [
        (f"{question.id}:{value}", f"{question.label} – {name}")
        for question in before
        if question.kind.can_decide
        for value, name in _answers_to(question)
    ]


def _answers_to(question: Question) -> list[Choice]:
    if question.kind is QuestionKind.YES_NO:
        return [(YES, _("Yes")), (NO, _("No"))]
    return [(str(choice.id), choice.label) for choice in question.offered]


def _as_written(question: Question) -> dict[str, object]:
    rows = [
        {
            "id": str(choice.id),
            "label": choice.label,
            "seats": choice.quota.seats if choice.quota else None,
        }
        for choice in question.offered
    ]
    return {
        "kind": question.kind.value,
        "label": question.label,
        "hint": question.hint,
        "is_mandatory": question.is_mandatory,
        "audience": question.audience.value,
        "is_sensitive": question.is_sensitive,
        "retention_days": question.retention_days,
        "choices": rows,
        "shown_if": [f"{question.shown_if_id}:{value}" for value in question.shown_if],
    }
