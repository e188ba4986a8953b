"""How long data about people are kept, what goes when, and what went."""

from flask import (
    Blueprint,
    Response,
    flash,
    redirect,
    render_template,
    request,
    stream_with_context,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.domain.notices import notice_in
from concertation.domain.site_errors import SiteChangedMeanwhile
from concertation.exports.purges import purge_table
from concertation.exports.spreadsheets import csv_chunks
from concertation.queries.purges import accounts_asleep, purge_page, what_goes_when
from concertation.queries.site import settings_now
from concertation.services import site as service
from concertation.web.desk.privacy.forms import RetentionForm
from concertation.web.errors import show_site_refusal
from concertation.web.form import tell_in_form, version_in
from concertation.web.identity import current_actor
from concertation.web.notice_form import NoticeForm
from concertation.wording.retention import kind_name, rule_text

bp = Blueprint("desk_privacy", __name__, url_prefix="/bureau/donnees-personnelles")
bp.register_error_handler(Refusal, show_site_refusal)
TIMEZONE = "Europe/Paris"


@bp.get("")
def index() -> ResponseReturnValue:
    now = utc_now()
    return render_template(
        "desk/privacy/index.html",
        forecasts=what_goes_when(now),
        asleep=len(accounts_asleep(now)),
        kind_name=kind_name,
        rule_text=rule_text,
    )


@bp.get("/durees")
def retention() -> ResponseReturnValue:
    return _retention_page(RetentionForm(settings_now()))


@bp.post("/durees")
def save_retention() -> ResponseReturnValue:
    form = RetentionForm(settings_now())
    if not form.validate():
        return _retention_page(form), 422
    version, actor = form.seen_version(), current_actor()
    try:
        service.change_retention(
            form.to_terms(), version=version, actor=actor, now=utc_now()
        )
    except SiteChangedMeanwhile as refusal:
        settings = settings_now()
        tell_in_form(form, refusal)
        form.version.data = str(settings.version)
        return _retention_page(form, form.differing_from(settings)), 409
    flash(_("The times are saved: the next purge goes by them"), "success")
    return redirect(url_for(".index"), 303)


@bp.get("/information")
def notice() -> ResponseReturnValue:
    return _notice_page(_notice_form())


@bp.post("/information")
def save_notice() -> ResponseReturnValue:
    form = _notice_form()
    if not form.validate():
        return _notice_page(form), 422
    version, actor = version_in(form.version), current_actor()
    try:
        service.change_notice(
            form.to_notice(), version=version, actor=actor, now=utc_now()
        )
    except SiteChangedMeanwhile as refusal:
        settings = settings_now()
        tell_in_form(form, refusal)
        form.version.data = str(settings.version)
        return _notice_page(form, form.differing_from(notice_in(settings.notice))), 409
    flash(_("The notice is saved: forms tell it from now on"), "success")
    return redirect(url_for(".notice"), 303)


@bp.get("/purges")
def purges() -> ResponseReturnValue:
    listed = purge_page(request.args.get("page", 1, type=int))
    return render_template(
        "desk/privacy/purges.html",
        listed=listed,
        timezone=TIMEZONE,
        kind_name=kind_name,
        rule_text=rule_text,
    )


@bp.get("/purges.csv")
def export_purges() -> ResponseReturnValue:
    return Response(
        stream_with_context(csv_chunks(purge_table(timezone=TIMEZONE))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="purges.csv"'},
    )


def _notice_form() -> NoticeForm:
    settings = settings_now()
    return NoticeForm(notice_in(settings.notice), str(settings.version), None)


def _notice_page(form: NoticeForm, differing: list[str] | None = None) -> str:
    return render_template("desk/privacy/notice.html", form=form, differing=differing)


def _retention_page(form: RetentionForm, differing: list[str] | None = None) -> str:
    return render_template(
        "desk/privacy/retention.html", form=form, differing=differing
    )
