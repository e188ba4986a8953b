"""Everything that belongs to one address, opened by a link that was sent there.

Asking for the link is answered the same whether the address is known or not. The space
itself changes nothing: it leads to the pages of the links that people have anyway.
"""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.account_errors import LinkRunOut, TooManyTries
from concertation.domain.limits import LimitReached
from concertation.links import (
    guest_token,
    participant_token,
    read_space_token,
    registration_token,
)
from concertation.models import Consent, Guest, Participant, Registration, SpaceLink
from concertation.queries.consents import consents_of_address
from concertation.queries.own_places import OwnPlace
from concertation.queries.personal_data import held_about_address
from concertation.queries.personal_space import find_space_link, space_of
from concertation.services.personal_space import (
    SpaceOpening,
    ask_for_space,
    close_space,
    open_space,
)
from concertation.web.downloads import as_json
from concertation.web.form import ActionForm, check_token
from concertation.web.known_device import place_of_request
from concertation.web.limits import told_to_wait
from concertation.web.own_space import (
    forget_space,
    own_space_token,
    remember_space,
    space_holder,
    whose_space,
)
from concertation.web.refusals import refusal_text
from concertation.web.registration_form import browser_key
from concertation.web.site.space.forms import SpaceRequestForm

bp = Blueprint("site_space", __name__, url_prefix="/mon-espace")
OPENING = "/ouvrir/<token>"


@bp.get("")
def show() -> ResponseReturnValue:
    holder, now = whose_space(), utc_now()
    return render_template(
        "site/space/show.html",
        space=space_of(holder.email_key, now=now),
        closes_at=holder.expires_at,
        consents=consents_of_address(holder.email_key),
        agreements_url=_agreements_url,
        registration_url=_registration_url,
        invitation_url=_invitation_url,
        participation_url=_participation_url,
        place_url=_place_url,
        close_form=ActionForm(formdata=None),
        now=now,
    )


@bp.get("/donnees.json")
def personal_data() -> ResponseReturnValue:
    return as_json(held_about_address(whose_space().email_key), "mon-espace.json")


@bp.post("/fermer")
def close() -> ResponseReturnValue:
    check_token()
    close_space(forget_space())
    flash(_("Your space is closed on this device"), "success")
    return redirect(url_for(".show_asking"), 303)


@bp.get("/lien")
def show_asking() -> ResponseReturnValue:
    if space_holder():
        return redirect(url_for(".show"), 303)
    return _asking_page(SpaceRequestForm())


@bp.post("/lien")
def ask() -> ResponseReturnValue:
    form = SpaceRequestForm()
    if not form.validate():
        return _asking_page(form), 422
    wish = form.to_wish(place_of_request(form.email.data or ""))
    try:
        ask_for_space(wish, now=utc_now())
    except (LimitReached, TooManyTries) as refusal:
        return told_to_wait(form, refusal, lambda: _asking_page(form))
    flash(
        _(
            "If something is kept about the address %(email)s, a message with a link is"
            " on its way. If it has not come in ten minutes, check how the address is"
            " written, look among unwanted mail, or try another address of yours.",
            email=form.email.data,
        ),
        "info",
    )
    return redirect(url_for(".show_asking"), 303)


@bp.get(OPENING)
def show_opening(token: str) -> ResponseReturnValue:
    return _opening_page(_secret_or_404(token), ActionForm())


@bp.post(OPENING)
def open_(token: str) -> ResponseReturnValue:
    secret, form = _secret_or_404(token), ActionForm()
    if not form.validate():
        return _opening_page(secret, form), 422
    wish = SpaceOpening(
        secret=secret, browser_key=browser_key(), former_token=own_space_token()
    )
    remember_space(open_space(wish, now=utc_now()))
    return redirect(url_for(".show"), 303)


@bp.errorhandler(LinkRunOut)
def _show_run_out(refusal: LinkRunOut) -> ResponseReturnValue:
    """Whoever opened the space with this very link, and comes back to the mail."""
    page = render_template(
        "site/space/run_out.html",
        text=refusal_text(refusal),
        has_space=space_holder() is not None,
    )
    return page, 409


def _agreements_url(consent: Consent) -> str:
    """Where it is taken back."""
    if isinstance(consent.answerer, Registration):
        token = registration_token(consent.answerer.id, consent.answerer.link_version)
        return url_for("site_my_registration.agreements", token=token)
    token = participant_token(consent.answerer.id, consent.answerer.link_version)
    return url_for("site_my_enrolments.agreements", token=token)


def _secret_or_404(token: str) -> str:
    return read_space_token(token) or abort(404)


def _link_of(secret: str) -> SpaceLink:
    link = find_space_link(secret, now=utc_now())
    if link is None:
        raise LinkRunOut
    return link


def _registration_url(registration: Registration) -> str:
    token = registration_token(registration.id, registration.link_version)
    return url_for("site_my_registration.show", token=token)


def _invitation_url(guest: Guest) -> str:
    token = guest_token(guest.id, guest.link_version)
    return url_for("site_invitation.show", token=token)


def _participation_url(participant: Participant) -> str:
    return url_for("site_my_enrolments.show", token=_token_of(participant))


def _place_url(participant: Participant, place: OwnPlace, endpoint: str) -> str:
    token, number = _token_of(participant), place.enrolment.id
    return url_for(endpoint, token=token, enrolment_id=number)


def _token_of(participant: Participant) -> str:
    return participant_token(participant.id, participant.link_version)


def _asking_page(form: SpaceRequestForm) -> str:
    return render_template("site/space/asking.html", form=form)


def _opening_page(secret: str, form: ActionForm) -> str:
    holder, link = space_holder(), _link_of(secret)
    return render_template(
        "site/space/opening.html",
        email=link.email_key,
        closes=holder.email_key
        if holder and holder.email_key != link.email_key
        else "",
        form=form,
    )
