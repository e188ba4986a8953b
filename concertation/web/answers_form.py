"""The answers that a person gives when registering, and may change afterwards."""

from collections.abc import Iterable
from typing import Any, Self

from flask_babel import gettext as _

from concertation.domain.questions import Answer, Audience
from concertation.models import Event, Question, Registration
from concertation.services.answers import COLUMNS, Answers
from concertation.web.notice_text import notice_told
from concertation.web.person_form import PersonForm, answers_of, own_data, own_fields
from concertation.web.question_fields import field_name
from concertation.web.workshop_fields import (
    chosen_ids,
    companions_field,
    companions_in,
    data_of,
    workshop_field,
)


class AnswersForm(PersonForm):
    """Checks the shape of the answers; the service decides what they come to.

    `at` makes one with the fields of an event's own: workshops, companions, questions.
    """

    first_on_page = (
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

    @classmethod
    def at(cls, event: Event, registration: Registration | None = None) -> Self:
        questions = cls.asked_of(event.questions)
        before = cls.answers_before(registration)
        fields = {
            **workshop_field(event, registration),
            **companions_field(event),
            **own_fields(questions, before),
        }
        kind: type[Self] = type(cls.__name__, (cls,), fields) if fields else cls
        data = own_data(questions, before)
        if registration and fields:
            data |= data_of(event, registration)
        return kind(event, questions, registration=registration, data=data)

    @classmethod
    def answers_before(cls, registration: Registration | None) -> dict[int, Answer]:
        """To the organiser's questions, as the page shows them first."""
        return answers_of(registration)

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
        before = self.columns_before(registration)
        super().__init__(
            questions, person=registration, data={**before, **(data or {})}
        )
        self.event = event
        self.look_at_notice()

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

    def to_answers(self) -> Answers:
        return Answers(
            **self.said_of_the_person(),
            organisation=self.organisation.data or "",
            workshops=chosen_ids(self["workshops"].data) if "workshops" in self else (),
            companions=companions_in(self.event, self["companions"].data)
            if "companions" in self
            else (),
            notice=self.told_now,
        )

    def notice_read(self) -> str:
        return notice_told(self.event)


class DeskAnswersForm(AnswersForm):
    """The same at the desk, which has questions of its own."""

    audiences = frozenset(Audience)

    def notice_read(self) -> str:
        """Somebody else has it before their eyes."""
        return ""
