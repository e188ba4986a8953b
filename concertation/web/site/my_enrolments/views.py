"""What the link in a process's mails opens: see, change, leave, confirm, take away.

The link proves the address. A GET only ever shows: mail scanners open every link.
"""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.actor import PARTICIPANT
from concertation.domain.errors import QuotaFull, Refusal
from concertation.domain.process_errors import (
    EnrolmentEnded,
    GroupFull,
    GroupGone,
    NothingToConfirm,
    TooManyGroups,
)
from concertation.links import read_participant_token
from concertation.models import Participant
from concertation.queries.composition import organisation_is_known
from concertation.queries.consents import uses_asked
from concertation.queries.enrolments import find_participant
from concertation.queries.own_places import OwnPlace, places_of
from concertation.queries.personal_data import held_about_participant
from concertation.queries.questions import answered_by, find_answer_file
from concertation.services import proven_people as service
from concertation.services.enrolment import enrol_person
from concertation.services.own_places import (
    confirm_place,
    decline_place,
    leave_group,
)
from concertation.services.participant_erasure import erase_participant
from concertation.services.participants import change_details
from concertation.web.details_form import DetailsForm
from concertation.web.downloads import as_download, as_json
from concertation.web.enrolment_offering import Offering, offering_in
from concertation.web.form import ActionForm, check_token, tell_in_form
from concertation.web.group_fields import mark_groups
from concertation.web.join_form import JoinForm, joinable_phases, other_offers
from concertation.web.refusals import refusal_text

bp = Blueprint("site_my_enrolments", __name__, url_prefix="/participations/<token>")
PLACE = "/groupes/<int:enrolment_id>"
JOINING = "/phases/<int:phase_id>/rejoindre"


@bp.get("")
def show(token: str) -> ResponseReturnValue:
    participant, now = participant_or_404(token), utc_now()
    places = places_of(participant, now=now)
    return render_template(
        "site/my_enrolments/show.html",
        participant=participant,
        organisation_is_known=organisation_is_known(participant),
        places=places,
        joinable=joinable_phases(participant.process, places, now),
        answered=list(answered_by(participant)),
        asks_agreements=bool(uses_asked(participant)),
        file_url=lambda name: url_for(".file", token=token, name=name),
        form=ActionForm(),
        token=token,
    )


@bp.post("/c-est-moi")
def confirm_details(token: str) -> ResponseReturnValue:
    participant = participant_or_404(token)
    check_token()
    service.confirm_details(participant.id, actor=PARTICIPANT, now=utc_now())
    flash(_("Thank you: it is confirmed that this is you"), "success")
    return redirect(url_for(".show", token=token), 303)


@bp.get("/donnees.json")
def personal_data(token: str) -> ResponseReturnValue:
    held = held_about_participant(participant_or_404(token))
    return as_json(held, "participation.json")


@bp.get("/fichiers/<name>")
def file(token: str, name: str) -> ResponseReturnValue:
    participant = participant_or_404(token)
    answer = find_answer_file(participant, name, of_the_desk=False) or abort(404)
    return as_download(answer.file, answer.filename)


@bp.get("/modifier")
def show_form(token: str) -> ResponseReturnValue:
    participant = participant_or_404(token)
    form = DetailsForm.of(participant.process, participant)
    return _form_page(participant, form, token)


@bp.post("/modifier")
def submit_form(token: str) -> ResponseReturnValue:
    participant = participant_or_404(token)
    form = DetailsForm.of(participant.process, participant)
    if not form.validate():
        return _form_page(participant, form, token), 422
    details = form.to_details()
    try:
        change_details(participant.id, details, actor=PARTICIPANT, now=utc_now())
    except QuotaFull as refusal:
        tell_in_form(form, refusal)
        return _form_page(participant, form, token), 409
    flash(_("Your answers are saved"), "success")
    return redirect(url_for(".show", token=token), 303)


@bp.get(JOINING)
def show_joining(token: str, phase_id: int) -> ResponseReturnValue:
    participant = participant_or_404(token)
    offering, form = _joining(participant, phase_id)
    return _joining_page(participant, offering, form, token)


@bp.post(JOINING)
def join(token: str, phase_id: int) -> ResponseReturnValue:
    participant = participant_or_404(token)
    offering, form = _joining(participant, phase_id)
    if not form.validate():
        return _joining_page(participant, offering, form, token), 422
    try:
        enrol_person(form.to_wish(participant), now=utc_now())
    except (GroupFull, GroupGone, TooManyGroups) as refusal:
        mark_groups(form, refusal)
        return _joining_page(participant, offering, form, token), 409
    flash(_("It is done, and a message confirms it"), "success")
    return redirect(url_for(".show", token=token), 303)


@bp.get(f"{PLACE}/quitter")
def confirm_leaving(token: str, enrolment_id: int) -> ResponseReturnValue:
    place = _current_or_404(token, enrolment_id)
    return _place_page("site/my_enrolments/leave.html", place, ActionForm(), token)


@bp.post(f"{PLACE}/quitter")
def leave(token: str, enrolment_id: int) -> ResponseReturnValue:
    place, form = _place_or_404(token, enrolment_id), ActionForm()
    if not form.validate():
        page = _place_page("site/my_enrolments/leave.html", place, form, token)
        return page, 422
    leave_group(enrolment_id, actor=PARTICIPANT, now=utc_now())
    flash(_("It is done, and a message confirms it"), "success")
    return redirect(url_for(".show", token=token), 303)


@bp.get(f"{PLACE}/confirmer")
def show_confirming(token: str, enrolment_id: int) -> ResponseReturnValue:
    place = _held_or_404(token, enrolment_id)
    return _place_page("site/my_enrolments/confirm.html", place, ActionForm(), token)


@bp.post(f"{PLACE}/confirmer")
def confirm(token: str, enrolment_id: int) -> ResponseReturnValue:
    place, form = _place_or_404(token, enrolment_id), ActionForm()
    if not form.validate():
        page = _place_page("site/my_enrolments/confirm.html", place, form, token)
        return page, 422
    confirm_place(enrolment_id, actor=PARTICIPANT, now=utc_now())
    flash(_("Your place is confirmed, and a message says so"), "success")
    return redirect(url_for(".show", token=token), 303)


@bp.get(f"{PLACE}/decliner")
def confirm_decline(token: str, enrolment_id: int) -> ResponseReturnValue:
    place = _held_or_404(token, enrolment_id)
    return _place_page("site/my_enrolments/decline.html", place, ActionForm(), token)


@bp.post(f"{PLACE}/decliner")
def decline(token: str, enrolment_id: int) -> ResponseReturnValue:
    place, form = _place_or_404(token, enrolment_id), ActionForm()
    if not form.validate():
        page = _place_page("site/my_enrolments/decline.html", place, form, token)
        return page, 422
    decline_place(enrolment_id, actor=PARTICIPANT, now=utc_now())
    flash(_("It is done, and a message confirms it"), "success")
    return redirect(url_for(".show", token=token), 303)


@bp.get("/effacer")
def confirm_erase(token: str) -> ResponseReturnValue:
    return _erase_page(participant_or_404(token), ActionForm(), token)


@bp.post("/effacer")
def erase(token: str) -> ResponseReturnValue:
    participant, form = participant_or_404(token), ActionForm()
    if not form.validate():
        return _erase_page(participant, form, token), 422
    erase_participant(participant.id, actor=PARTICIPANT, now=utc_now())
    return redirect(url_for("site_pages.erased"), 303)


@bp.errorhandler(Refusal)
def _refuse(refusal: Refusal) -> ResponseReturnValue:
    token = (request.view_args or {})["token"]
    page = render_template(
        "site/my_enrolments/refusal.html",
        participant=participant_or_404(token),
        text=refusal_text(refusal),
        token=token,
    )
    return page, 409


def participant_or_404(token: str) -> Participant:
    """The one participant of this link, unless the link was revoked since."""
    named = read_participant_token(token) or abort(404)
    participant = find_participant(named[0])
    if participant is None or participant.link_version != named[1]:
        abort(404)
    return participant


def _place_or_404(token: str, enrolment_id: int) -> OwnPlace:
    """One of their own places, also one that ended."""
    own = places_of(participant_or_404(token), now=utc_now())
    found = (place for place in own if place.enrolment.id == enrolment_id)
    return next(found, None) or abort(404)


def _current_or_404(token: str, enrolment_id: int) -> OwnPlace:
    """Raise `EnrolmentEnded` where there is nothing left to leave."""
    place = _place_or_404(token, enrolment_id)
    if not place.is_current:
        raise EnrolmentEnded
    return place


def _held_or_404(token: str, enrolment_id: int) -> OwnPlace:
    """Raise `NothingToConfirm` where the seat was taken up, or given on."""
    place = _place_or_404(token, enrolment_id)
    if not place.awaits_answer:
        raise NothingToConfirm
    return place


def _joining(participant: Participant, phase_id: int) -> tuple[Offering, JoinForm]:
    now = utc_now()
    offering = offering_in(participant.process, phase_id, now=now)
    offering.refuse_unless_open(now)
    offers = other_offers(offering, places_of(participant, now=now))
    if not offers:
        raise TooManyGroups
    return offering, JoinForm.at(offering, offers)


def _joining_page(
    participant: Participant, offering: Offering, form: JoinForm, token: str
) -> str:
    return render_template(
        "site/my_enrolments/join.html",
        participant=participant,
        offering=offering,
        form=form,
        token=token,
    )


def _form_page(participant: Participant, form: DetailsForm, token: str) -> str:
    return render_template(
        "site/my_enrolments/form.html", participant=participant, form=form, token=token
    )


def _place_page(template: str, place: OwnPlace, form: ActionForm, token: str) -> str:
    return render_template(
        template,
        place=place,
        form=form,
        token=token,
    )


def _erase_page(participant: Participant, form: ActionForm, token: str) -> str:
    return render_template(
        "site/my_enrolments/erase.html", participant=participant, form=form, token=token
    )
