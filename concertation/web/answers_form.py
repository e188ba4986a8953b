"""The answers that a person gives when registering, and may change afterwards."""

from collections.abc import Iterable
from typing import Any, ClassVar, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import InputRequired, Optional, ValidationError

from concertation.domain.questions import Answer, Audience, QuestionKind
from concertation.domain.territory import may_be_in
from concertation.models import Event, Question, Registration
from concertation.services.answer_files import Upload
from concertation.services.answers import COLUMNS, Answers
from concertation.web.checks import check_phone
from concertation.web.file_field import FileAnswer, allow_files
from concertation.web.filters import clean_line
from concertation.web.form import line, lines
from concertation.web.offered_lists import offer_lists
from concertation.web.question_fields import (
    answers_by_id,
    answers_in,
    as_field_data,
    check_together,
    condition_text,
    field_name,
    question_fields,
)
from concertation.web.select import DropDown
from concertation.web.workshop_fields import (
    chosen_ids,
    companions_field,
    companions_in,
    data_of,
    workshop_field,
)

FIRST_ON_PAGE = (
    "given_name",
    "family_name",
    "email",
    "phone",
    "organisation",
    "role",
    "category",
    "departement",
    "epci",
    "workshops",
    "companions",
)


class AnswersForm(FlaskForm):
    """Checks the shape of the answers; the service decides what they come to.

    `at` makes one with the fields of an event's own: workshops, companions, questions.
    """

    given_name = line(
        _l("Given name"),
        _l("Enter the given name"),
        most=120,
        render_kw={"autocomplete": "given-name"},
    )
    family_name = line(
        _l("Family name"),
        _l("Enter the family name"),
        most=120,
        render_kw={"autocomplete": "family-name"},
    )
    organisation = line(
        _l("Organisation"),
        _l("Enter the organisation, or “none”"),
        most=200,
        description=_l(
            "Association, museum, town, company… or “none” for who comes on their own."
        ),
        render_kw={"autocomplete": "organization"},
    )
    role = line(
        _l("Role in the organisation"),
        _l("Enter the role, such as director or volunteer, or “none”"),
        most=200,
        render_kw={"autocomplete": "organization-title"},
    )
    category = DropDown(
        _l("Kind of organisation"),
        validators=[InputRequired(_l("Choose a kind of organisation"))],
    )
    departement = DropDown(
        _l("Département"), validators=[InputRequired(_l("Choose a département"))]
    )
    epci = DropDown(
        _l("Grouping of communes"),
        validators=[Optional()],
        description=_l("The métropole, agglomération or communauté de communes."),
    )
    phone = StringField(
        _l("Phone"),
        filters=[clean_line],
        validators=[Optional(), check_phone],
        description=_l("Only used if something changes at the last minute."),
        render_kw={"autocomplete": "tel", "type": "tel"},
    )
    accessibility_needs = lines(
        _l("What you need to take part with ease"),
        most=2000,
        description=_l(
            "Access by wheelchair, sign language, large print… Only those who"
            " organise the event read it."
        ),
        render_kw={"rows": "3"},
    )

    audiences: ClassVar[frozenset[Audience]] = frozenset({Audience.PARTICIPANTS})
    """Whose questions the form asks."""

    @classmethod
    def at(cls, event: Event, registration: Registration | None = None) -> Self:
        questions = [q for q in event.questions if q.audience in cls.audiences]
        before = cls.answers_before(registration)
        fields = {
            **workshop_field(event, registration),
            **companions_field(event),
            **question_fields(questions, before),
        }
        allow_files(question.kind is QuestionKind.FILE for question in questions)
        kind: type[Self] = type(cls.__name__, (cls,), fields) if fields else cls
        data = as_field_data(questions, before)
        if registration and fields:
            data |= data_of(event, registration)
        return kind(event, questions, registration=registration, data=data)

    @classmethod
    def answers_before(cls, registration: Registration | None) -> dict[int, Answer]:
        """To the organiser's questions, as the page shows them first."""
        return answers_by_id(registration.answers) if registration else {}

    @classmethod
    def columns_before(cls, registration: Registration | None) -> dict[str, Any]:
        if registration is None:
            return {}
        return {name: getattr(registration, name) for name in COLUMNS}

    def __init__(
        self,
        event: Event,
        questions: list[Question],
        *,
        registration: Registration | None = None,
        data: dict[str, Any] | None = None,
    ) -> None:
        # What was stored has another shape than what these fields show.
        super().__init__(data={**self.columns_before(registration), **(data or {})})
        self.event, self.questions = event, questions
        self._kept_epci = registration.epci if registration else ""
        offer_lists(self, registration)

    @property
    def asks_files(self) -> bool:
        return any(isinstance(field, FileAnswer) for field in self)

    @property
    def page_order(self) -> list[str]:
        """The names of the fields as the page shows them."""
        own = [field_name(question.id) for question in self.questions]
        return [*FIRST_ON_PAGE, *own, "accessibility_needs"]

    def condition_text(self, question: Question) -> str:
        return condition_text(question, self.questions)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each answer first, then all of them together: some hide other questions."""
        super().validate(extra_validators)
        check_together(self, self.questions)
        return not any(field.errors for field in self) and not self.form_errors

    def mark_full(self, quota_ids: Iterable[int]) -> None:
        """Say beside the field what became full while somebody filled it in."""
        full = set(quota_ids)
        if full & {workshop.quota_id for workshop in self.event.workshops}:
            self["workshops"].errors = [_("This is full now: choose another one")]
        for question in self.questions:
            if full & {choice.quota_id for choice in question.choices}:
                self[field_name(question.id)].errors = [
                    _("This is full now: choose another one")
                ]

    def validate_epci(self, field: DropDown) -> None:
        if field.data and not may_be_in(field.data, self.departement.data or ""):
            raise ValidationError(
                _("This grouping is not in that département: change one of the two")
            )

    def to_answers(self) -> Answers:
        return Answers(
            given_name=self.given_name.data or "",
            family_name=self.family_name.data or "",
            organisation=self.organisation.data or "",
            role=self.role.data or "",
            category=self.category.data,
            departement=self.departement.data,
            epci=self._epci(),
            phone=self.phone.data or "",
            accessibility_needs=self.accessibility_needs.data or "",
            own=self._own_answers(),
            uploads=self._uploads(),
            workshops=chosen_ids(self["workshops"].data) if "workshops" in self else (),
            companions=companions_in(self.event, self["companions"].data)
            if "companions" in self
            else (),
        )

    def _epci(self) -> str:
        """Where it is not asked any more, what somebody said stays, if it still can."""
        if "epci" in self:
            return self.epci.data or ""
        kept = self._kept_epci
        return kept if kept and may_be_in(kept, self.departement.data) else ""

    def _uploads(self) -> dict[int, Upload]:
        fields = {q.id: self[field_name(q.id)] for q in self.questions}
        return {
            number: field.upload
            for number, field in fields.items()
            if isinstance(field, FileAnswer) and field.upload
        }

    def _own_answers(self) -> dict[int, Answer | None]:
        found = answers_in(self, self.questions)
        return {question.id: found.get(question.id) for question in self.questions}


class DeskAnswersForm(AnswersForm):
    """The same at the desk, which has questions of its own."""

    audiences = frozenset(Audience)
