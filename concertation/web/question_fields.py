"""Form fields made of the organiser's own questions."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    DateField,
    EmailField,
    Field,
    Form,
    StringField,
    TextAreaField,
)
from wtforms.validators import Length, Optional

from concertation.domain.questions import (
    NO,
    YES,
    Answer,
    Answers,
    QuestionKind,
    is_answer,
    missing,
    shown,
)
from concertation.domain.typed_text import (
    MOST_EMAIL_CHARACTERS,
    MOST_FIGURES,
    MOST_LINE,
    MOST_TEXT,
)
from concertation.models import Question
from concertation.web.checks import check_number, check_phone, check_siret
from concertation.web.choice_fields import CheckBoxes, Radios, Ranking
from concertation.web.file_field import FileAnswer
from concertation.web.filters import clean_line, clean_text
from concertation.web.form import Demanded, MailableAddress
from concertation.web.select import DropDown, options
from concertation.wording.names import Choice

MOST_RADIOS = 8
"""With more choices than this, a list to open is easier to go through."""


def field_name(question_id: int) -> str:
    return f"q{question_id}"


def question_fields(questions: Iterable[Question], before: Answers) -> dict[str, Any]:
    """Unbound fields by name; what somebody answered before can be chosen again."""
    return {
        field_name(question.id): _field(question, before.get(question.id))
        for question in questions
    }


def answers_in(form: FlaskForm, questions: Iterable[Question]) -> Answers:
    """What was answered, as it is stored; wrong and empty ones are left out."""
    found: dict[int, Answer] = {}
    for question in questions:
        field = form[field_name(question.id)]
        if not field.errors and is_answer(field.data):
            found[question.id] = READ[question.kind](field.data)
    return found


def check_together(form: FlaskForm, questions: list[Question]) -> bool:
    """Forgive what was not asked, demand what was; whether nothing is wrong."""
    rules = [question.rule for question in questions]
    answers = answers_in(form, questions)
    asked = {rule.id for rule in shown(rules, answers)}
    demanded = set(missing(rules, answers))
    for question in questions:
        field = form[field_name(question.id)]
        if question.id not in asked:
            field.errors = []
        elif question.id in demanded and not field.errors:
            field.errors = [_missing_text(question)]
    return not any(form[field_name(question.id)].errors for question in questions)


def as_field_data(questions: Iterable[Question], before: Answers) -> dict[str, Any]:
    """Stored answers as the fields take them."""
    return {
        field_name(question.id): WRITE[question.kind](before[question.id])
        for question in questions
        if question.id in before
    }


def answers_by_id(stored: Mapping[str, Answer] | None) -> dict[int, Answer]:
    """JSON has no keys but texts."""
    return {int(number): value for number, value in (stored or {}).items()}


def condition_text(question: Question, questions: Iterable[Question]) -> str:
    """When a question is asked, in words, for those whose browser does not hide it."""
    decides = next((q for q in questions if q.id == question.shown_if_id), None)
    if decides is None:
        return ""
    names = {YES: _("Yes"), NO: _("No")}
    names |= {str(choice.id): choice.label for choice in decides.choices}
    answers = [str(names[value]) for value in question.shown_if if value in names]
    return str(
        _(
            "Only if you answer “%(answers)s” to “%(question)s”.",
            answers=_("” or “").join(answers),
            question=decides.label,
        )
    )


def _missing_text(question: Question) -> str:
    if question.kind.has_choices or question.kind is QuestionKind.YES_NO:
        return str(_("Choose an answer: %(question)s", question=question.label))
    return str(_("Answer this question: %(question)s", question=question.label))


def _field(question: Question, before: Answer | None) -> Any:
    settings: dict[str, Any] = {
        "label": question.label,
        "description": question.hint,
        "validators": [Demanded()] if question.is_mandatory else [],
    }
    return MAKE[question.kind](question, before, settings)


def _text(
    *checks: Callable[[Form, Field], None], most: int = MOST_LINE, **attributes: str
) -> Callable[[Question, Answer | None, dict[str, Any]], Any]:
    def make(_question: Question, _before: Answer | None, settings: Any) -> Any:
        too_long = Length(max=most, message=_l("Use at most %(max)d characters"))
        settings["validators"] += [Optional(), too_long, *checks]
        return StringField(filters=[clean_line], render_kw=attributes, **settings)

    return make


def _long_text(_question: Question, _before: Answer | None, settings: Any) -> Any:
    too_long = Length(max=MOST_TEXT, message=_l("Use at most %(max)d characters"))
    settings["validators"] += [too_long]
    return TextAreaField(filters=[clean_text], render_kw={"rows": "4"}, **settings)


def _address(_question: Question, _before: Answer | None, settings: Any) -> Any:
    wrong = _l("Enter an e-mail address such as name@example.org")
    settings["validators"] += [
        Optional(),
        Length(max=MOST_EMAIL_CHARACTERS),
        MailableAddress(wrong),
    ]
    return EmailField(filters=[clean_line], **settings)


def _date(_question: Question, _before: Answer | None, settings: Any) -> Any:
    settings["validators"] += [Optional()]
    return DateField(format=["%Y-%m-%d", "%d/%m/%Y"], **settings)


def _yes_no(_question: Question, _before: Answer | None, settings: Any) -> Any:
    return Radios(choices=options([(YES, _("Yes")), (NO, _("No"))]), **settings)


def _consent(_question: Question, _before: Answer | None, settings: Any) -> Any:
    return BooleanField(**settings)


def _one_of(question: Question, before: Answer | None, settings: Any) -> Any:
    choices = _offered(question, before)
    if len(choices) <= MOST_RADIOS:
        return Radios(choices=choices, **settings)
    return DropDown(
        choices=[*options([("", _("Choose…"))]), *choices],
        coerce=lambda value: "" if value is None else str(value),
        **settings,
    )


def _several_of(question: Question, before: Answer | None, settings: Any) -> Any:
    return CheckBoxes(choices=_offered(question, before), **settings)


def _ranking(question: Question, before: Answer | None, settings: Any) -> Any:
    return Ranking(choices=_choices(question, before), **settings)


def _file(_question: Question, _before: Answer | None, settings: Any) -> Any:
    return FileAnswer(**settings)


def _offered(question: Question, before: Answer | None) -> list[Any]:
    return options(_choices(question, before), closed=_full(question, before))


def _choices(question: Question, before: Answer | None) -> list[Choice]:
    """What is offered, and what was chosen when it still was."""
    held = _held(before)
    return [
        (str(choice.id), _choice_text(choice.label, choice.quota, choice.id in held))
        for choice in question.choices
        if choice.retired_at is None or choice.id in held
    ]


def _full(question: Question, before: Answer | None) -> set[str]:
    """What has no seat left for who does not hold one already."""
    held = _held(before)
    return {
        str(choice.id)
        for choice in question.choices
        if choice.id not in held and choice.quota and choice.quota.left == 0
    }


def _held(before: Answer | None) -> set[Any]:
    return {before} if isinstance(before, int) else set(before or ())


def _choice_text(label: str, quota: Any, is_held: bool) -> str:
    if quota is None or quota.left is None or is_held:
        return label
    if quota.left == 0:
        return str(_("%(choice)s (full)", choice=label))
    return label


MAKE: dict[QuestionKind, Callable[[Question, Answer | None, dict[str, Any]], Any]] = {
    QuestionKind.SHORT_TEXT: _text(),
    QuestionKind.LONG_TEXT: _long_text,
    QuestionKind.NUMBER: _text(check_number, most=MOST_FIGURES, inputmode="decimal"),
    QuestionKind.DATE: _date,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.ONE_OF: _one_of,
    QuestionKind.SEVERAL_OF: _several_of,
    QuestionKind.RANKING: _ranking,
    QuestionKind.EMAIL: _address,
    QuestionKind.PHONE: _text(check_phone, type="tel"),
    QuestionKind.SIRET: _text(check_siret, inputmode="numeric"),
    QuestionKind.FILE: _file,
    QuestionKind.CONSENT: _consent,
}


def _as_is(value: Any) -> Any:
    return value


def _numbers(values: Any) -> list[int]:
    return [int(value) for value in values]


def _texts(values: Any) -> list[str]:
    return [str(value) for value in values]


TEXT_KINDS = [
    QuestionKind.SHORT_TEXT,
    QuestionKind.LONG_TEXT,
    QuestionKind.NUMBER,
    QuestionKind.EMAIL,
    QuestionKind.PHONE,
    QuestionKind.SIRET,
]
READ: dict[QuestionKind, Callable[[Any], Answer]] = {
    **dict.fromkeys(TEXT_KINDS, str),
    QuestionKind.DATE: date.isoformat,
    QuestionKind.YES_NO: lambda value: value == YES,
    QuestionKind.ONE_OF: int,
    QuestionKind.FILE: int,
    QuestionKind.CONSENT: bool,
    QuestionKind.SEVERAL_OF: _numbers,
    QuestionKind.RANKING: _numbers,
}
WRITE: dict[QuestionKind, Callable[[Any], Any]] = {
    **dict.fromkeys(TEXT_KINDS, _as_is),
    QuestionKind.DATE: date.fromisoformat,
    QuestionKind.YES_NO: lambda value: YES if value else NO,
    QuestionKind.ONE_OF: str,
    QuestionKind.FILE: _as_is,
    QuestionKind.CONSENT: _as_is,
    QuestionKind.SEVERAL_OF: _texts,
    QuestionKind.RANKING: _texts,
}
