"""The organiser's own questions: write them, put them in order, take them away.

An event asks them of who registers, a process of who enrols: the same pages at two
addresses, whose parts are the ``where`` of each view.
"""

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import (
    AgreedAlready,
    QuestionHasAnswers,
    QuestionOrder,
    Refusal,
)
from concertation.domain.questions import QuestionKind
from concertation.models import Question
from concertation.queries.questions import find_question, is_answered
from concertation.services import questions as service
from concertation.web.desk.questions.forms import KindForm, QuestionForm
from concertation.web.errors import show_desk_refusal, show_process_refusal
from concertation.web.form import ActionForm, check_token, tell_in_form
from concertation.web.identity import current_actor
from concertation.web.owner_pages import OwnerPage, owner_page_or_404
from concertation.wording.consents import USUAL_USES

QUESTION = "/<int:question_id>"


def index(**where: str) -> ResponseReturnValue:
    asking = owner_page_or_404(where, changes=False)
    return render_template(
        "desk/questions/index.html",
        asking=asking,
        kinds=KindForm(),
        uses=USUAL_USES,
        form=ActionForm(),
    )


def new(**where: str) -> ResponseReturnValue:
    asking = owner_page_or_404(where)
    form = _new_form(asking)
    form.start_from(request.args.get("usage", ""))
    return _form_page(asking, None, form)


def create(**where: str) -> ResponseReturnValue:
    asking = owner_page_or_404(where)
    form = _new_form(asking)
    if form.wants_more_rows:
        return _form_page(asking, None, form)
    if not form.validate():
        return _form_page(asking, None, form), 422
    service.add_question(
        asking.owner.id,
        form.to_sheet(),
        of=type(asking.owner),
        actor=current_actor(),
        now=utc_now(),
    )
    flash(_("The question is added"), "success")
    return redirect(asking.url(".index"), 303)


def edit(question_id: int, **where: str) -> ResponseReturnValue:
    asking = owner_page_or_404(where)
    question = _question_or_404(asking, question_id)
    return _form_page(asking, question, _form_of(asking, question))


def save(question_id: int, **where: str) -> ResponseReturnValue:
    asking = owner_page_or_404(where)
    question = _question_or_404(asking, question_id)
    form = _form_of(asking, question)
    if form.wants_more_rows:
        return _form_page(asking, question, form)
    if not form.validate():
        return _form_page(asking, question, form), 422
    sheet, by = form.to_sheet(), current_actor()
    try:
        service.edit_question(question.id, sheet, actor=by, now=utc_now())
    except (AgreedAlready, QuestionHasAnswers, QuestionOrder) as refusal:
        tell_in_form(form, refusal)
        return _form_page(asking, question, form), 409
    flash(_("The question is saved"), "success")
    return redirect(asking.url(".index"), 303)


def move(question_id: int, **where: str) -> ResponseReturnValue:
    asking = owner_page_or_404(where)
    question = _question_or_404(asking, question_id)
    check_token()
    up = request.form.get("direction") == "up"
    service.move_question(question.id, up=up, actor=current_actor(), now=utc_now())
    return redirect(asking.url(".index", _anchor=f"question-{question_id}"), 303)


def confirm_retire(question_id: int, **where: str) -> ResponseReturnValue:
    asking = owner_page_or_404(where)
    question = _question_or_404(asking, question_id)
    return render_template(
        "desk/questions/retire.html",
        asking=asking,
        question=question,
        is_answered=is_answered(question),
        form=ActionForm(),
    )


def retire(question_id: int, **where: str) -> ResponseReturnValue:
    asking = owner_page_or_404(where)
    question = _question_or_404(asking, question_id)
    check_token()
    service.retire_question(question.id, actor=current_actor(), now=utc_now())
    flash(_("The question is not asked any more"), "success")
    return redirect(asking.url(".index"), 303)


def _blueprint(
    name: str, prefix: str, show_refusal: Callable[[Refusal], ResponseReturnValue]
) -> Blueprint:
    pages = Blueprint(name, __name__, url_prefix=prefix)
    pages.register_error_handler(Refusal, show_refusal)
    pages.get("")(index)
    pages.get("/nouvelle")(new)
    pages.post("/nouvelle")(create)
    pages.get(QUESTION)(edit)
    pages.post(QUESTION)(save)
    pages.post(f"{QUESTION}/deplacer")(move)
    pages.get(f"{QUESTION}/retirer")(confirm_retire)
    pages.post(f"{QUESTION}/retirer")(retire)
    return pages


bp = _blueprint(
    "desk_questions", "/bureau/evenements/<slug>/questions", show_desk_refusal
)
bp_of_processes = _blueprint(
    "desk_process_questions",
    "/bureau/demarches/<process>/questions",
    show_process_refusal,
)


def _question_or_404(asking: OwnerPage, question_id: int) -> Question:
    return find_question(asking.owner, question_id) or abort(404)


def _wanted_kind() -> QuestionKind:
    kind = request.args.get("kind", "")
    return QuestionKind(kind) if kind in set(QuestionKind) else QuestionKind.SHORT_TEXT


def _new_form(asking: OwnerPage) -> QuestionForm:
    before = asking.owner.questions
    return QuestionForm(_wanted_kind(), before, for_event=asking.is_event)


def _form_of(asking: OwnerPage, question: Question) -> QuestionForm:
    asked = asking.owner.questions
    return QuestionForm(
        question.kind,
        asked[: asked.index(question)],
        question,
        for_event=asking.is_event,
        is_answered=is_answered(question),
    )


def _form_page(asking: OwnerPage, question: Question | None, form: QuestionForm) -> str:
    return render_template(
        "desk/questions/form.html", asking=asking, question=question, form=form
    )
