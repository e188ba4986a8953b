"""What the link in the mail opens: see, change, cancel, take one's data away.

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
from concertation.domain.errors import (
    ChangesClosed,
    ChoiceFull,
    RegistrationEnded,
)
from concertation.domain.seating import AdmissionState
from concertation.links import read_registration_token
from concertation.models import Registration
from concertation.queries.consents import uses_asked
from concertation.queries.personal_data import held_about
from concertation.queries.questions import answered_by, find_answer_file
from concertation.queries.registrations import find_registration, rank_of
from concertation.queries.workshops import visit_of
from concertation.services.consents import change_agreements
from concertation.services.personal_data import erase_registration
from concertation.services.registration import cancel_registration, change_answers
from concertation.web.agreements import AgreementsForm
from concertation.web.answers_form import AnswersForm
from concertation.web.downloads import as_download, as_json
from concertation.web.form import ActionForm
from concertation.web.private_events import carry_key_of
from concertation.web.refusals import refusal_text

bp = Blueprint("site_my_registration", __name__, url_prefix="/inscriptions/<token>")


@bp.get("")
def show(token: str) -> ResponseReturnValue:
    registration = _registration_or_404(token)
    return render_template(
        "site/my_registration/show.html",
        registration=registration,
        rank=rank_of(registration),
        visit=visit_of(registration),
        answered=list(answered_by(registration)),
        asks_agreements=bool(uses_asked(registration)),
        file_url=lambda name: url_for(".file", token=token, name=name),
        token=token,
        now=utc_now(),
    )


@bp.get("/donnees.json")
def personal_data(token: str) -> ResponseReturnValue:
    held = held_about(_registration_or_404(token))
    return as_json(held, "inscription.json")


@bp.get("/fichiers/<name>")
def file(token: str, name: str) -> ResponseReturnValue:
    registration = _registration_or_404(token)
    answer = find_answer_file(registration, name, of_the_desk=False) or abort(404)
    return as_download(answer.file, answer.filename)


@bp.get("/modifier")
def show_form(token: str) -> ResponseReturnValue:
    registration = _current_or_404(token)
    registration.event.schedule.refuse_unless_changeable(utc_now())
    return _form_page(
        registration, AnswersForm.at(registration.event, registration), token
    )


@bp.post("/modifier")
def submit_form(token: str) -> ResponseReturnValue:
    registration = _current_or_404(token)
    form = AnswersForm.at(registration.event, registration)
    if not form.validate():
        return _form_page(registration, form, token), 422
    answers = form.to_answers()
    try:
        change_answers(registration.id, answers, actor=PARTICIPANT, now=utc_now())
    except ChoiceFull as refusal:
        form.mark_full(refusal.quota_ids)
        return _form_page(registration, form, token), 409
    flash(_("Your answers are saved"), "success")
    return redirect(url_for(".show", token=token), 303)


@bp.get("/accords")
def agreements(token: str) -> ResponseReturnValue:
    registration = _registration_or_404(token)
    return _agreements_page(registration, AgreementsForm.of(registration), token)


@bp.post("/accords")
def save_agreements(token: str) -> ResponseReturnValue:
    registration = _registration_or_404(token)
    form = AgreementsForm.of(registration)
    if not form.validate():
        return _agreements_page(registration, form, token), 422
    change_agreements(form.to_wish(registration), actor=PARTICIPANT, now=utc_now())
    flash(_("What you agree to is saved, and holds from now on"), "success")
    return redirect(url_for(".show", token=token), 303)


@bp.get("/annuler")
def confirm_cancel(token: str) -> ResponseReturnValue:
    registration = _current_or_404(token)
    if registration.admission.state.holds_seats:
        registration.event.schedule.refuse_unless_changeable(utc_now())
    return _confirm_page(registration, ActionForm(), token)


@bp.post("/annuler")
def cancel(token: str) -> ResponseReturnValue:
    registration = _registration_or_404(token)
    form = ActionForm()
    if not form.validate():
        return _confirm_page(registration, form, token), 422
    cancel_registration(
        registration.id, actor=PARTICIPANT, by_organiser=False, now=utc_now()
    )
    flash(_("It is done, and a message confirms it"), "success")
    return redirect(url_for(".show", token=token), 303)


@bp.get("/effacer")
def confirm_erase(token: str) -> ResponseReturnValue:
    return _erase_page(_registration_or_404(token), ActionForm(), token)


@bp.post("/effacer")
def erase(token: str) -> ResponseReturnValue:
    registration = _registration_or_404(token)
    form = ActionForm()
    if not form.validate():
        return _erase_page(registration, form, token), 422
    erase_registration(registration.id, actor=PARTICIPANT, now=utc_now())
    return redirect(url_for("site_pages.erased"), 303)


@bp.errorhandler(RegistrationEnded)
def _show_ended(_refusal: RegistrationEnded) -> ResponseReturnValue:
    """Its own page says so, and leads to registering again."""
    token = (request.view_args or {})["token"]
    return redirect(url_for(".show", token=token), 303)


@bp.errorhandler(ChangesClosed)
def _show_too_late(refusal: ChangesClosed) -> ResponseReturnValue:
    """Whoever can still do it is named: the contact of the event."""
    token = (request.view_args or {})["token"]
    page = render_template(
        "site/my_registration/too_late.html",
        registration=_registration_or_404(token),
        text=refusal_text(refusal),
        token=token,
    )
    return page, 409


def _registration_or_404(token: str) -> Registration:
    """The one registration of this link, unless the link was revoked since."""
    named = read_registration_token(token)
    if named is None:
        abort(404)
    registration = find_registration(named[0])
    if registration is None or registration.link_version != named[1]:
        abort(404)
    carry_key_of(registration)
    return registration


def _current_or_404(token: str) -> Registration:
    """Raise `RegistrationEnded` where there is nothing left to change."""
    registration = _registration_or_404(token)
    if registration.ended_at:
        raise RegistrationEnded
    return registration


def _agreements_page(
    registration: Registration, form: AgreementsForm, token: str
) -> str:
    return render_template(
        "site/my_registration/agreements.html",
        registration=registration,
        form=form,
        token=token,
    )


def _form_page(registration: Registration, form: AnswersForm, token: str) -> str:
    return render_template(
        "site/my_registration/form.html",
        registration=registration,
        form=form,
        token=token,
    )


def _confirm_page(registration: Registration, form: ActionForm, token: str) -> str:
    return render_template(
        "site/my_registration/cancel.html",
        registration=registration,
        waits=registration.admission.state is AdmissionState.WAITLISTED,
        form=form,
        token=token,
    )


def _erase_page(registration: Registration, form: ActionForm, token: str) -> str:
    return render_template(
        "site/my_registration/erase.html",
        registration=registration,
        form=form,
        token=token,
        now=utc_now(),
    )
