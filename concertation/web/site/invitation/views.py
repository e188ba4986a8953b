"""What the link in an invitation opens: register, decline, and change one's mind.

The link proves the address. A GET only ever shows: mail scanners open every link.
"""

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.actor import PARTICIPANT
from concertation.domain.errors import ChoiceFull, InvitationWithdrawn, Refusal
from concertation.domain.event import EventState
from concertation.domain.limits import LimitReached
from concertation.links import read_guest_token, registration_token
from concertation.models import Event, Guest, Registration
from concertation.queries.enrolments import find_participant
from concertation.queries.events import find_public_event
from concertation.queries.guests import find_guest, registration_of_guest
from concertation.queries.personal_data import held_about_guest
from concertation.queries.registrations import find_registration
from concertation.services.guest_answers import (
    InvitationLink,
    decline_invitation,
    send_link_again,
)
from concertation.services.guests import remove_guest
from concertation.services.registration import register_person
from concertation.web.downloads import as_json
from concertation.web.form import ActionForm
from concertation.web.limits import limits_of_request, told_to_wait
from concertation.web.private_events import for_who_may_see
from concertation.web.refusals import refusal_text
from concertation.web.site.invitation.forms import AskingForm, DeclineForm, InvitedForm

bp = Blueprint("site_invitation", __name__)
LINK = "/invitations/<token>"
ASKING = "/evenements/<slug>/mon-invitation"


@bp.get(LINK)
def show(token: str) -> ResponseReturnValue:
    guest = _guest_or_404(token)
    return render_template(
        "site/invitation/show.html",
        guest=guest,
        event=guest.event,
        registration_url=_own_page(registration_of_guest(guest)),
        token=token,
        now=utc_now(),
    )


@bp.get(f"{LINK}/inscription")
def show_form(token: str) -> ResponseReturnValue:
    guest = _guest_or_404(token)
    registered = _own_page(registration_of_guest(guest))
    if registered:
        return redirect(registered, 303)
    guest.event.schedule.refuse_unless_open(utc_now())
    form = InvitedForm.at(guest.event)
    form.propose(guest)
    member = guest.participant_id and find_participant(guest.participant_id)
    if member:
        form.propose_member(member)
    return _form_page(guest, form, token)


@bp.post(f"{LINK}/inscription")
def submit_form(token: str) -> ResponseReturnValue:
    guest = _guest_or_404(token)
    guest.event.schedule.refuse_unless_open(utc_now())
    form = InvitedForm.at(guest.event)
    if not form.validate():
        return _form_page(guest, form, token), 422
    wish = form.to_invited_wish(guest, _link_of(guest))
    try:
        receipt = register_person(wish, now=utc_now())
    except ChoiceFull as refusal:
        form.mark_full(refusal.quota_ids)
        return _form_page(guest, form, token), 409
    except LimitReached as refusal:
        return told_to_wait(form, refusal, lambda: _form_page(guest, form, token))
    flash(_("Your answer is noted, and a message to you confirms it"), "success")
    registered = find_registration(receipt.registration_id)
    return redirect(_own_page(registered) or url_for(".show", token=token), 303)


@bp.get(f"{LINK}/decliner")
def confirm_decline(token: str) -> ResponseReturnValue:
    guest = _guest_or_404(token)
    return _decline_page(guest, DeclineForm(data={"word": guest.word}), token)


@bp.post(f"{LINK}/decliner")
def decline(token: str) -> ResponseReturnValue:
    guest = _guest_or_404(token)
    form = DeclineForm()
    if not form.validate():
        return _decline_page(guest, form, token), 422
    limits = limits_of_request(f"event {guest.event_id}")
    word = form.word.data or ""
    try:
        decline_invitation(_link_of(guest), word, now=utc_now(), limits=limits)
    except LimitReached as refusal:
        return told_to_wait(form, refusal, lambda: _decline_page(guest, form, token))
    flash(_("Your answer is noted: you do not come"), "success")
    return redirect(url_for(".show", token=token), 303)


@bp.get(f"{LINK}/donnees.json")
def personal_data(token: str) -> ResponseReturnValue:
    held = held_about_guest(_guest_or_404(token))
    return as_json(held, "invitation.json")


@bp.get(f"{LINK}/effacer")
def confirm_erase(token: str) -> ResponseReturnValue:
    return _erase_page(_guest_or_404(token), ActionForm(), token)


@bp.post(f"{LINK}/effacer")
def erase(token: str) -> ResponseReturnValue:
    guest = _guest_or_404(token)
    form = ActionForm()
    if not form.validate():
        return _erase_page(guest, form, token), 422
    remove_guest(guest.id, actor=PARTICIPANT, now=utc_now())
    return redirect(url_for("site_pages.erased"), 303)


@bp.get(ASKING)
def show_asking(slug: str) -> ResponseReturnValue:
    return _asking_page(_event_or_404(slug), AskingForm())


@bp.post(ASKING)
def ask(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    form = AskingForm()
    if not form.validate():
        return _asking_page(event, form), 422
    email = form.email.data or ""
    limits = form.limits(f"event {event.id}", email)
    try:
        send_link_again(event.id, email, now=utc_now(), limits=limits)
    except LimitReached as refusal:
        return told_to_wait(
            form,
            refusal,
            lambda: _asking_page(event, form),
            contact=event.contact_email,
        )
    flash(
        _(
            "If this address is invited, its link is on its way. If it has not come in"
            " ten minutes, look among unwanted mail, or write to the organiser."
        ),
        "info",
    )
    return redirect(url_for(".show_asking", slug=slug), 303)


@bp.errorhandler(Refusal)
def _refuse(refusal: Refusal) -> ResponseReturnValue:
    if isinstance(refusal, InvitationWithdrawn):
        abort(404)
    token = (request.view_args or {})["token"]
    page = render_template(
        "site/invitation/refusal.html",
        event=_guest_or_404(token).event,
        text=refusal_text(refusal),
        token=token,
    )
    return page, 409


def _guest_or_404(token: str) -> Guest:
    """The guest of this link, unless they were taken off the list since."""
    named = read_guest_token(token) or abort(404)
    guest = find_guest(named[0])
    if guest is None or guest.link_version != named[1]:
        abort(404)
    if guest.event.state is EventState.DRAFT:
        abort(404)
    return guest


def _event_or_404(slug: str) -> Event:
    return for_who_may_see(find_public_event(slug))


def _link_of(guest: Guest) -> InvitationLink:
    return InvitationLink(guest_id=guest.id, link_version=guest.link_version)


def _own_page(registration: Registration | None) -> str:
    """Of who is registered with the address that the link proves; else nothing."""
    if registration is None:
        return ""
    token = registration_token(registration.id, registration.link_version)
    return url_for("site_my_registration.show", token=token)


def _form_page(guest: Guest, form: InvitedForm, token: str) -> str:
    return render_template(
        "site/invitation/form.html",
        guest=guest,
        event=guest.event,
        form=form,
        token=token,
        now=utc_now(),
    )


def _decline_page(guest: Guest, form: DeclineForm, token: str) -> str:
    return render_template(
        "site/invitation/decline.html", event=guest.event, form=form, token=token
    )


def _erase_page(guest: Guest, form: ActionForm, token: str) -> str:
    return render_template(
        "site/invitation/erase.html", event=guest.event, form=form, token=token
    )


def _asking_page(event: Event, form: AskingForm) -> str:
    return render_template("site/invitation/asking.html", event=event, form=form)
