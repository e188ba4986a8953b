"""What a person says of themselves, whatever they fill in, and the questions asked."""

from collections.abc import Mapping
from typing import Any, ClassVar

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import StringField
from wtforms.validators import InputRequired, Optional, ValidationError

from concertation.domain.questions import Answer, Audience, QuestionKind
from concertation.domain.territory import may_be_in
from concertation.models import Question
from concertation.services.answer_files import Upload
from concertation.web.checks import check_phone
from concertation.web.file_field import FileAnswer, allow_files
from concertation.web.filters import clean_line
from concertation.web.form import line, lines
from concertation.web.offered_lists import Person, offer_lists
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
from concertation.web.shown_notice import ShowsNotice, is_ticked_now


class PersonForm(ShowsNotice):
    """Checks the shape of what is said; those below add what it is said for.

    The organiser's own questions are fields of a class that is made for one form, see
    `own_fields`.
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
    first_on_page: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, questions: list[Question], *, person: Person | None, data: dict[str, Any]
    ) -> None:
        # What was stored has another shape than what these fields show.
        super().__init__(data=data)
        self.questions = questions
        self._is_known = person is not None
        self._kept_epci = person.epci if person else ""
        offer_lists(self, person)

    @classmethod
    def asked_of(cls, questions: list[Question]) -> list[Question]:
        return [each for each in questions if each.audience in cls.audiences]

    @property
    def asks_files(self) -> bool:
        return any(isinstance(field, FileAnswer) for field in self)

    @property
    def page_order(self) -> list[str]:
        """The names of the fields as the page shows them."""
        own = [field_name(question.id) for question in self.questions]
        return [*self.first_on_page, *own, "accessibility_needs"]

    def condition_text(self, question: Question) -> str:
        return condition_text(question, self.questions)

    def validate(self, extra_validators: Any = None) -> bool:
        """Each answer first, then all of them together: some hide other questions."""
        super().validate(extra_validators)
        check_together(self, self.questions)
        return not any(field.errors for field in self) and not self.form_errors

    def agrees_anew(self) -> bool:
        """Who is known agrees to no more than the boxes that they tick now."""
        uses = (each for each in self.questions if each.kind is QuestionKind.CONSENT)
        boxes = (self[field_name(use.id)] for use in uses)
        return not self._is_known or any(map(is_ticked_now, boxes))

    def validate_epci(self, field: DropDown) -> None:
        if field.data and not may_be_in(field.data, self.departement.data or ""):
            raise ValidationError(
                _("This grouping is not in that département: change one of the two")
            )

    def said_of_the_person(self) -> dict[str, Any]:
        """By the names that wishes know it by."""
        return {
            "given_name": self.given_name.data or "",
            "family_name": self.family_name.data or "",
            "role": self.role.data or "",
            "category": self.category.data,
            "departement": self.departement.data,
            "epci": self._epci(),
            "phone": self.phone.data or "",
            "accessibility_needs": self.accessibility_needs.data or "",
            "own": self._own_answers(),
            "uploads": self._uploads(),
        }

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


def own_fields(
    questions: list[Question], before: Mapping[int, Answer]
) -> dict[str, Any]:
    """Unbound fields for the questions. Files may then be as long as they have to."""
    allow_files(question.kind is QuestionKind.FILE for question in questions)
    return question_fields(questions, before)


def own_data(questions: list[Question], before: Mapping[int, Answer]) -> dict[str, Any]:
    """What these fields show of what was answered before."""
    return as_field_data(questions, before)


def answers_of(person: Person | None) -> dict[int, Answer]:
    return answers_by_id(person.answers) if person else {}
