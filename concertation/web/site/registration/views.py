"""Register for an event, and see what came of it."""

import secrets

from flask import (
    Blueprint,
    abort,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask.typing import ResponseReturnValue

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.models import Event
from concertation.queries.events import find_public_event
from concertation.services.registration import Receipt, register_person
from concertation.web.refusals import refusal_text
from concertation.web.site.registration.forms import RegistrationForm

bp = Blueprint(
    "site_registration", __name__, url_prefix="/evenements/<slug>/inscription"
)
RECEIPTS = "receipts"
MOST_RECEIPTS = 5


@bp.get("")
def show_form(slug: str) -> ResponseReturnValue:
    event = _open_event_or_404(slug)
    return _form_page(event, RegistrationForm(event))


@bp.post("")
def submit_form(slug: str) -> ResponseReturnValue:
    event = _open_event_or_404(slug)
    form = RegistrationForm(event)
    if not form.validate():
        return _form_page(event, form), 422
    wish = form.to_wish()
    receipt = register_person(wish, now=utc_now())
    key = _keep(receipt, wish.email)
    return redirect(url_for(".receipt", slug=slug, key=key), 303)


@bp.get("/recu/<key>")
def receipt(slug: str, key: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    kept = session.get(RECEIPTS, {}).get(key)
    if kept is None:
        return redirect(url_for("site_events.show", slug=slug), 303)
    return render_template("site/registration/receipt.html", event=event, receipt=kept)


def _keep(receipt: Receipt, email: str) -> str:
    """Keep the answer in this browser's own session: no personal data in addresses.

    Only what was typed here and what came of it: whether the address was registered
    before is nobody's business.
    """
    key = secrets.token_urlsafe(8)
    kept = {"state": receipt.state.value, "rank": receipt.rank, "email": email}
    latest = list(session.get(RECEIPTS, {}).items())[1 - MOST_RECEIPTS :]
    session[RECEIPTS] = {**dict(latest), key: kept}
    return key


def _event_or_404(slug: str) -> Event:
    return find_public_event(slug) or abort(404)


def _open_event_or_404(slug: str) -> Event:
    """Nobody fills in a form in vain: the service would refuse it as well."""
    event = _event_or_404(slug)
    event.schedule.refuse_unless_open(utc_now())
    return event


def _form_page(event: Event, form: RegistrationForm) -> str:
    return render_template(
        "site/registration/form.html", event=event, form=form, now=utc_now()
    )


@bp.errorhandler(Refusal)
def _refuse(refusal: Refusal) -> ResponseReturnValue:
    event = _event_or_404((request.view_args or {})["slug"])
    page = render_template(
        "site/registration/refusal.html",
        event=event,
        text=refusal_text(refusal),
        code=refusal.code,
    )
    return page, 409
