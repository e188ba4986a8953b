"""Register for an event, and see what came of it."""

from flask import (
    Blueprint,
    abort,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from concertation.clock import utc_now
from concertation.domain.errors import ByInvitation, ChoiceFull, EventFull, Refusal
from concertation.domain.event import Visibility
from concertation.domain.limits import LimitReached
from concertation.domain.seating import AdmissionState
from concertation.models import Event
from concertation.queries.events import read_public_event
from concertation.services.receipts import Receipt
from concertation.services.registration import register_person
from concertation.web.kept import (
    for_a_second,
    manner_of_request,
    page_for_a_second,
)
from concertation.web.kept_receipts import keep_receipt, kept_receipt
from concertation.web.limits import told_to_wait
from concertation.web.private_events import for_who_may_see
from concertation.web.refusals import refusal_text
from concertation.web.registration_form import RegistrationForm

bp = Blueprint(
    "site_registration", __name__, url_prefix="/evenements/<slug>/inscription"
)


@bp.get("")
def show_form(slug: str) -> ResponseReturnValue:
    _event_or_404(slug)  # Also where the page is kept: who may not see it finds none.
    own = generate_csrf()

    def render(token: str) -> str:
        event = _open_event_or_404(slug)
        if not event.pool.takes_one_more:
            raise EventFull
        return _form_page(event, RegistrationForm.at(event)).replace(own, token)

    return page_for_a_second(("form", slug, *manner_of_request()), render, token=own)


@bp.post("")
def submit_form(slug: str) -> ResponseReturnValue:
    event = _open_event_or_404(slug)
    form = RegistrationForm.at(event)
    if not form.validate():
        return _form_page(event, form), 422
    wish = form.to_wish()
    try:
        receipt = register_person(wish, now=utc_now())
    except ChoiceFull as refusal:
        form.mark_full(refusal.quota_ids)
        return _form_page(event, form), 409
    except LimitReached as refusal:
        return told_to_wait(
            form,
            refusal,
            lambda: _form_page(event, form),
            contact=event.contact_email,
        )
    key = keep_receipt(_kept(receipt, wish.email))
    return redirect(url_for(".receipt", slug=slug, key=key), 303)


@bp.get("/recu/<key>")
def receipt(slug: str, key: str) -> ResponseReturnValue:
    kept = kept_receipt(key)
    if kept is None:
        return redirect(url_for("site_events.show", slug=slug), 303)
    _event_or_404(slug)
    state = AdmissionState(kept["state"])

    def render(rank: str, email: str, own_key: str) -> str:
        page = render_template(
            "site/registration/receipt.html",
            event=_event_or_404(slug),
            state=state,
            rank=rank,
            email=email,
        )
        return page.replace(key, own_key)

    return page_for_a_second(
        ("receipt", slug, state, *manner_of_request()),
        render,
        rank=str(kept["rank"]),
        email=kept["email"],
        own_key=key,
    )


def _kept(receipt: Receipt, email: str) -> dict[str, object]:
    return {"state": receipt.state.value, "rank": receipt.rank, "email": email}


def _event_or_404(slug: str) -> Event:
    """The event as it was within the last second; the service reads its own."""
    event = for_a_second(("event", slug), lambda: read_public_event(slug) or abort(404))
    return for_who_may_see(event)


def _open_event_or_404(slug: str) -> Event:
    """Nobody fills in a form in vain: the service would refuse it as well."""
    event = _event_or_404(slug)
    event.schedule.refuse_unless_open(utc_now())
    if event.visibility is Visibility.INVITED:
        raise ByInvitation
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
