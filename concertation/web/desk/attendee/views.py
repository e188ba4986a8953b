"""One person at an event: what they said, what was sent, and what staff can do."""

from flask import (
    abort,
    flash,
    redirect,
    render_template,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import (
    AddressRegistered,
    ChoiceFull,
    NothingToDecide,
)
from concertation.domain.seating import AdmissionState
from concertation.mailing.reading import as_read_by_staff
from concertation.models import Registration
from concertation.queries.audit import history_of
from concertation.queries.notes import notes_on
from concertation.queries.outbox import find_mail_about, mails_about
from concertation.queries.questions import answered_by, find_answer_file
from concertation.queries.registrations import rank_of
from concertation.queries.workshops import visit_of
from concertation.services.approval import approve_registration, decline_registration
from concertation.services.personal_data import erase_registration
from concertation.services.registration import (
    cancel_registration,
    change_answers,
    resend_standing,
)
from concertation.web.desk.attendee.forms import CorrectionForm, DeclineForm
from concertation.web.desk.attendee.person import (
    bp,
    current_or_refusal,
    registration_or_404,
)
from concertation.web.downloads import as_download
from concertation.web.form import ActionForm, check_token, labels_of
from concertation.web.identity import current_actor


@bp.get("")
def show(slug: str, reference: str) -> ResponseReturnValue:
    registration = registration_or_404(slug, reference)
    return render_template(
        "desk/attendee/show.html",
        registration=registration,
        event=registration.event,
        rank=rank_of(registration),
        visit=visit_of(registration),
        answered=list(answered_by(registration)),
        file_url=lambda name: url_for(
            ".file", slug=slug, reference=reference, name=name
        ),
        other_url=lambda other: url_for(".show", slug=slug, reference=other),
        mails=mails_about(registration.id),
        form=ActionForm(),
        now=utc_now(),
        notes=notes_on(registration),
        entries=history_of(registration),
        labels=labels_of(CorrectionForm.at(registration.event, registration)),
    )


@bp.get("/modifier")
def edit(slug: str, reference: str) -> ResponseReturnValue:
    registration = current_or_refusal(slug, reference)
    return _edit_page(registration, CorrectionForm.at(registration.event, registration))


@bp.post("/modifier")
def save(slug: str, reference: str) -> ResponseReturnValue:
    registration = current_or_refusal(slug, reference)
    form = CorrectionForm.at(registration.event, registration)
    if not form.validate():
        return _edit_page(registration, form), 422
    try:
        change_answers(
            registration.id,
            form.to_answers(),
            email=form.to_email(),
            actor=current_actor(),
            now=utc_now(),
        )
    except ChoiceFull as refusal:
        form.mark_full(refusal.quota_ids)
        return _edit_page(registration, form), 409
    except AddressRegistered:
        form.mark_registered()
        return _edit_page(registration, form), 409
    flash(_("The answers are saved"), "success")
    return redirect(url_for(".show", slug=slug, reference=reference), 303)


@bp.post("/approuver")
def approve(slug: str, reference: str) -> ResponseReturnValue:
    registration = registration_or_404(slug, reference)
    check_token()
    approve_registration(registration.id, actor=current_actor(), now=utc_now())
    if registration.admission.state is AdmissionState.CONFIRMED:
        flash(_("This person is approved, has a place, and is told by mail"), "success")
    else:
        flash(
            _("This person is approved, is on the waiting list, and is told by mail"),
            "success",
        )
    return redirect(url_for(".show", slug=slug, reference=reference), 303)


@bp.get("/refuser")
def confirm_decline(slug: str, reference: str) -> ResponseReturnValue:
    return _decline_page(registration_or_404(slug, reference), DeclineForm())


@bp.post("/refuser")
def decline(slug: str, reference: str) -> ResponseReturnValue:
    registration = registration_or_404(slug, reference)
    form = DeclineForm()
    if not form.validate():
        return _decline_page(registration, form), 422
    reason, now = form.reason.data or "", utc_now()
    decline_registration(registration.id, reason, actor=current_actor(), now=now)
    flash(_("This request is declined, and the person is told by mail"), "success")
    return redirect(url_for(".show", slug=slug, reference=reference), 303)


@bp.get("/fichiers/<name>")
def file(slug: str, reference: str, name: str) -> ResponseReturnValue:
    registration = registration_or_404(slug, reference)
    answer = find_answer_file(registration, name) or abort(404)
    return as_download(answer.file, answer.filename)


@bp.get("/courriels/<int:mail_id>")
def mail(slug: str, reference: str, mail_id: int) -> ResponseReturnValue:
    registration = registration_or_404(slug, reference)
    promised = find_mail_about(registration.id, mail_id)
    if promised is None or not promised.facts:
        abort(404)
    return render_template(
        "desk/attendee/mail.html",
        registration=registration,
        event=registration.event,
        promised=promised,
        written=as_read_by_staff(promised),
    )


@bp.post("/renvoyer")
def resend(slug: str, reference: str) -> ResponseReturnValue:
    registration = registration_or_404(slug, reference)
    check_token()
    if resend_standing(registration.id, actor=current_actor(), now=utc_now()):
        flash(_("The message is on its way again"), "success")
    else:
        flash(_("A message left less than a minute ago: it is not sent twice"), "info")
    return redirect(url_for(".show", slug=slug, reference=reference), 303)


@bp.get("/annuler")
def confirm_cancel(slug: str, reference: str) -> ResponseReturnValue:
    registration = registration_or_404(slug, reference)
    return _confirm_page("desk/attendee/cancel.html", registration, ActionForm())


@bp.post("/annuler")
def cancel(slug: str, reference: str) -> ResponseReturnValue:
    registration = registration_or_404(slug, reference)
    form = ActionForm()
    if not form.validate():
        return _confirm_page("desk/attendee/cancel.html", registration, form), 422
    cancel_registration(
        registration.id, actor=current_actor(), by_organiser=True, now=utc_now()
    )
    flash(_("The registration is cancelled, and the person is told by mail"), "success")
    return redirect(url_for(".show", slug=slug, reference=reference), 303)


@bp.get("/effacer")
def confirm_erase(slug: str, reference: str) -> ResponseReturnValue:
    registration = registration_or_404(slug, reference)
    return _confirm_page("desk/attendee/erase.html", registration, ActionForm())


@bp.post("/effacer")
def erase(slug: str, reference: str) -> ResponseReturnValue:
    registration = registration_or_404(slug, reference)
    form = ActionForm()
    if not form.validate():
        return _confirm_page("desk/attendee/erase.html", registration, form), 422
    erase_registration(registration.id, actor=current_actor(), now=utc_now())
    flash(_("The person is erased"), "success")
    return redirect(url_for("desk_attendees.index", slug=slug), 303)


def _edit_page(registration: Registration, form: CorrectionForm) -> str:
    return render_template(
        "desk/attendee/edit.html",
        registration=registration,
        event=registration.event,
        form=form,
    )


def _decline_page(registration: Registration, form: DeclineForm) -> str:
    if registration.admission.state is not AdmissionState.ASKED:
        raise NothingToDecide
    return render_template(
        "desk/attendee/decline.html",
        registration=registration,
        event=registration.event,
        form=form,
    )


def _confirm_page(template: str, registration: Registration, form: ActionForm) -> str:
    return render_template(
        template, registration=registration, event=registration.event, form=form
    )
