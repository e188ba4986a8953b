"""The organiser's own questions: write them, put them in order, take them away."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import QuestionHasAnswers, QuestionOrder, Refusal
from concertation.domain.questions import QuestionKind
from concertation.models import Event, Question
from concertation.queries.events import find_event
from concertation.queries.questions import find_question, is_answered
from concertation.services import questions as service
from concertation.web.desk.questions.forms import KindForm, QuestionForm
from concertation.web.errors import show_desk_refusal
from concertation.web.form import ActionForm, check_token
from concertation.web.identity import current_actor
from concertation.web.refusals import refusal_text

bp = Blueprint(
    "desk_questions", __name__, url_prefix="/bureau/evenements/<slug>/questions"
)
bp.register_error_handler(Refusal, show_desk_refusal)


@bp.get("")
def index(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    return render_template(
        "desk/questions/index.html", event=event, kinds=KindForm(), form=ActionForm()
    )


@bp.get("/nouvelle")
def new(slug: str) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    return _form_page(event, None, QuestionForm(_wanted_kind(), event.questions))


@bp.post("/nouvelle")
def create(slug: str) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    form = QuestionForm(_wanted_kind(), event.questions)
    if form.wants_more_rows:
        return _form_page(event, None, form)
    if not form.validate():
        return _form_page(event, None, form), 422
    service.add_question(
        event.id, form.to_sheet(), actor=current_actor(), now=utc_now()
    )
    flash(_("The question is added"), "success")
    return redirect(url_for(".index", slug=slug), 303)


@bp.get("/<int:question_id>")
def edit(slug: str, question_id: int) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    question = _question_or_404(event, question_id)
    return _form_page(event, question, _form_of(event, question))


@bp.post("/<int:question_id>")
def save(slug: str, question_id: int) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    question = _question_or_404(event, question_id)
    form = _form_of(event, question)
    if form.wants_more_rows:
        return _form_page(event, question, form)
    if not form.validate():
        return _form_page(event, question, form), 422
    sheet, now = form.to_sheet(), utc_now()
    try:
        service.edit_question(
            event.id, question.id, sheet, actor=current_actor(), now=now
        )
    except (QuestionHasAnswers, QuestionOrder) as refusal:
        text = refusal_text(refusal)
        form.form_errors = [f"{text.title}. {text.what_to_do}"]
        return _form_page(event, question, form), 409
    flash(_("The question is saved"), "success")
    return redirect(url_for(".index", slug=slug), 303)


@bp.post("/<int:question_id>/deplacer")
def move(slug: str, question_id: int) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    question = _question_or_404(event, question_id)
    check_token()
    up = request.form.get("direction") == "up"
    service.move_question(
        event.id, question.id, up=up, actor=current_actor(), now=utc_now()
    )
    moved = f"question-{question_id}"
    return redirect(url_for(".index", slug=slug, _anchor=moved), 303)


@bp.get("/<int:question_id>/retirer")
def confirm_retire(slug: str, question_id: int) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    question = _question_or_404(event, question_id)
    return render_template(
        "desk/questions/retire.html",
        event=event,
        question=question,
        is_answered=is_answered(question),
        form=ActionForm(),
    )


@bp.post("/<int:question_id>/retirer")
def retire(slug: str, question_id: int) -> ResponseReturnValue:
    event = _changeable_or_404(slug)
    question = _question_or_404(event, question_id)
    check_token()
    service.retire_question(event.id, question.id, actor=current_actor(), now=utc_now())
    flash(_("The question is not asked any more"), "success")
    return redirect(url_for(".index", slug=slug), 303)


def _event_or_404(slug: str) -> Event:
    return find_event(slug) or abort(404)


def _changeable_or_404(slug: str) -> Event:
    event = _event_or_404(slug)
    event.schedule.refuse_if_cancelled()
    return event


def _question_or_404(event: Event, question_id: int) -> Question:
    return find_question(event.id, question_id) or abort(404)


def _wanted_kind() -> QuestionKind:
    kind = request.args.get("kind", "")
    return QuestionKind(kind) if kind in set(QuestionKind) else QuestionKind.SHORT_TEXT


def _form_of(event: Event, question: Question) -> QuestionForm:
    before = event.questions[: event.questions.index(question)]
    return QuestionForm(
        question.kind, before, question, is_answered=is_answered(question)
    )


def _form_page(event: Event, question: Question | None, form: QuestionForm) -> str:
    return render_template(
        "desk/questions/form.html", event=event, question=question, form=form
    )
