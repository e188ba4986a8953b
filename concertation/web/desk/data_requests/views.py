"""What people ask for about their data, for who protects them."""

from zoneinfo import ZoneInfo

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.data_requests import ZONE, NoExtension, days_until, last_day
from concertation.domain.errors import Refusal
from concertation.models import DataRequest
from concertation.queries.audit import account_names, history_of
from concertation.queries.data_requests import (
    find_request,
    kept_about,
    open_requests,
    settled_requests,
)
from concertation.queries.restrictions import all_restrictions
from concertation.services import data_requests as service
from concertation.services.restrictions import lift_restriction
from concertation.web.desk.data_requests.forms import (
    AnswerForm,
    ExtensionForm,
    RecordingForm,
    SettlementForm,
)
from concertation.web.form import ActionForm, check_token
from concertation.web.identity import current_actor
from concertation.web.refusals import refusal_text
from concertation.wording.data_requests import (
    channel_name,
    outcome_name,
    request_title,
    restriction_name,
    with_article,
)

bp = Blueprint(
    "desk_data_requests",
    __name__,
    url_prefix="/bureau/donnees-personnelles/demandes",
)
REQUEST = "/<int:request_id>"


@bp.errorhandler(Refusal)
def show_refusal(refusal: Refusal) -> ResponseReturnValue:
    text = refusal_text(refusal)
    return render_template("desk/data_requests/refusal.html", text=text), 409


@bp.get("")
def index() -> ResponseReturnValue:
    return render_template(
        "desk/data_requests/index.html",
        waiting=open_requests(),
        settled=settled_requests(),
        restrictions=all_restrictions(),
        restriction_name=restriction_name,
        form=ActionForm(),
        names=account_names(),
        outcome_name=outcome_name,
        **_words(),
    )


@bp.get("/nouvelle")
def show_recording() -> ResponseReturnValue:
    form = RecordingForm()
    form.arrived_on.data = utc_now().astimezone(ZoneInfo(ZONE)).date()
    return _recording_page(form)


@bp.post("/nouvelle")
def record() -> ResponseReturnValue:
    form, now = RecordingForm(), utc_now()
    if not form.validate():
        return _recording_page(form), 422
    receipt = service.ask_about_data(form.to_wish(current_actor(), now), now=now)
    told = (
        _("Request %(reference)s is recorded, and a message confirms it to the person")
        if receipt.is_new
        else _("Request %(reference)s waits already: what you wrote was added to it")
    )
    flash(told % {"reference": receipt.reference}, "success")
    return redirect(url_for(".index"), 303)


@bp.get(f"{REQUEST}/prolonger")
def show_extending(request_id: int) -> ResponseReturnValue:
    asked = _request_or_404(request_id)
    if not asked.can_be_extended(utc_now()):
        raise NoExtension
    return _extending_page(asked, ExtensionForm())


@bp.post(f"{REQUEST}/prolonger")
def extend(request_id: int) -> ResponseReturnValue:
    asked, form = _request_or_404(request_id), ExtensionForm()
    if not form.validate():
        return _extending_page(asked, form), 422
    reason, actor = form.reason.data or "", current_actor()
    service.extend_term(asked.id, reason, actor=actor, now=utc_now())
    flash(_("The term is extended, and a message tells the person why"), "success")
    return redirect(url_for(".show", request_id=asked.id), 303)


@bp.get(REQUEST)
def show(request_id: int) -> ResponseReturnValue:
    asked = _request_or_404(request_id)
    return _page(asked, SettlementForm(asked.kind))


@bp.post(REQUEST)
def settle(request_id: int) -> ResponseReturnValue:
    asked = _request_or_404(request_id)
    form = SettlementForm(asked.kind)
    if not form.validate():
        return _page(asked, form), 422
    service.settle_request(
        asked.id, form.to_settlement(), actor=current_actor(), now=utc_now()
    )
    flash(_("The request is settled, and a message tells the person"), "success")
    return redirect(url_for(".index"), 303)


@bp.get(f"{REQUEST}/effacer")
def confirm_erasing(request_id: int) -> ResponseReturnValue:
    asked, form = _request_or_404(request_id), AnswerForm()
    form.answer.data = _("Everything that was kept about your address is erased.")
    return _erase_page(asked, form)


@bp.post(f"{REQUEST}/effacer")
def erase(request_id: int) -> ResponseReturnValue:
    asked, form = _request_or_404(request_id), AnswerForm()
    if not form.validate():
        return _erase_page(asked, form), 422
    answer, actor = form.answer.data or "", current_actor()
    service.erase_all_for_request(asked.id, answer, actor=actor, now=utc_now())
    flash(_("Everything is erased, and a message tells the person"), "success")
    return redirect(url_for(".index"), 303)


@bp.post("/<int:request_id>/lever")
def lift(request_id: int) -> ResponseReturnValue:
    check_token()
    lift_restriction(request_id, actor=current_actor(), now=utc_now())
    flash(_("It is lifted, and a message tells the person"), "success")
    return redirect(url_for(".index"), 303)


def _request_or_404(number: int) -> DataRequest:
    return find_request(number) or abort(404)


def _page(asked: DataRequest, form: SettlementForm) -> str:
    return render_template(
        "desk/data_requests/show.html",
        asked=asked,
        form=form,
        kept=kept_about(asked.email_key),
        entries=history_of(asked),
        outcome_name=outcome_name,
        with_article=with_article,
        **_words(),
    )


def _recording_page(form: RecordingForm) -> str:
    return render_template("desk/data_requests/record.html", form=form)


def _extending_page(asked: DataRequest, form: ExtensionForm) -> str:
    return render_template(
        "desk/data_requests/extend.html",
        asked=asked,
        form=form,
        extended_day=last_day(asked.asked_at, is_extended=True),
        request_title=request_title,
    )


def _erase_page(asked: DataRequest, form: AnswerForm) -> str:
    return render_template(
        "desk/data_requests/erase.html",
        asked=asked,
        form=form,
        kept=kept_about(asked.email_key),
    )


def _words() -> dict[str, object]:
    now = utc_now()
    return {
        "request_title": request_title,
        "channel_name": channel_name,
        "days_left": lambda asked: days_until(asked.last_day, now),
    }
