"""What an event adds to its mails, and how they then look."""

from flask import (
    Blueprint,
    Response,
    abort,
    flash,
    redirect,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import EventChangedMeanwhile, Refusal
from concertation.domain.mail_texts import text_for, version_of
from concertation.models import Event
from concertation.queries.events import find_event
from concertation.services.mail_texts import write_text
from concertation.web.desk.mail_texts.forms import TextForm
from concertation.web.desk.mail_texts.kinds import KINDS, Kind
from concertation.web.desk.mail_texts.looks import page_of
from concertation.web.errors import show_desk_refusal
from concertation.web.form import check_token
from concertation.web.identity import current_actor
from concertation.web.security import MAIL_POLICY
from concertation.wording.site import spoken_locales

bp = Blueprint(
    "desk_mail_texts", __name__, url_prefix="/bureau/evenements/<slug>/messages"
)
bp.register_error_handler(Refusal, show_desk_refusal)
ONE = "/<kind>/<locale>"


@bp.get("")
def index(slug: str) -> ResponseReturnValue:
    return render_template(
        "desk/mail_texts/index.html",
        event=_event_or_404(slug),
        kinds=KINDS,
        locales=spoken_locales(),
        text_for=text_for,
    )


@bp.get(ONE)
def edit(slug: str, kind: str, locale: str) -> ResponseReturnValue:
    event, message = _event_or_404(slug), _kind_or_404(kind, locale)
    return _form_page(event, kind, locale, TextForm(event, message.template, locale))


@bp.post(ONE)
def save(slug: str, kind: str, locale: str) -> ResponseReturnValue:
    event, message = _event_or_404(slug), _kind_or_404(kind, locale)
    form = TextForm(event, message.template, locale)
    if not form.validate():
        return _form_page(event, kind, locale, form), 422
    try:
        write_text(event.id, form.to_text(), actor=current_actor(), now=utc_now())
    except EventChangedMeanwhile:
        return _stale_page(slug, kind, locale, form), 409
    flash(_("The text is saved: it stands in the mails from now on"), "success")
    return redirect(url_for(".edit", slug=slug, kind=kind, locale=locale), 303)


@bp.get(f"{ONE}/apercu")
def show(slug: str, kind: str, locale: str) -> ResponseReturnValue:
    """The mail with what is saved."""
    event, message = _event_or_404(slug), _kind_or_404(kind, locale)
    text = text_for(event.mail_texts, message.template, locale)
    return _framed(page_of(event, message, locale, text))


@bp.post(f"{ONE}/apercu")
def preview(slug: str, kind: str, locale: str) -> ResponseReturnValue:
    """The mail with what is typed. Nothing is written, so there is nowhere to go."""
    event, message = _event_or_404(slug), _kind_or_404(kind, locale)
    check_token()
    form = TextForm(event, message.template, locale)
    return _framed(page_of(event, message, locale, form.text.data or ""))


def _event_or_404(slug: str) -> Event:
    return find_event(slug) or abort(404)


def _kind_or_404(kind: str, locale: str) -> Kind:
    if kind not in KINDS or locale not in spoken_locales():
        abort(404)
    return KINDS[kind][0]


def _framed(page: str) -> Response:
    response = Response(page, mimetype="text/html")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


def _form_page(event: Event, kind: str, locale: str, form: TextForm) -> str:
    return render_template(
        "desk/mail_texts/form.html",
        event=event,
        kind=kind,
        kind_name=KINDS[kind][1],
        locale=locale,
        form=form,
    )


def _stale_page(slug: str, kind: str, locale: str, form: TextForm) -> str:
    """Everything typed is kept; saving once more replaces what was saved meanwhile."""
    event = _event_or_404(slug)
    saved = text_for(event.mail_texts, KINDS[kind][0].template, locale)
    form.form_errors = [
        _(
            "Somebody else saved another text meanwhile: “%(text)s”. Save again to"
            " replace it with yours.",
            text=saved,
        )
    ]
    form.version.data = version_of(saved)
    return _form_page(event, kind, locale, form)
