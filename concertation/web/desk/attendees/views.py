"""Who registered for an event: find them, add, cancel, write again, take the list."""

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
from concertation.domain.errors import Refusal
from concertation.exports.sign_in_sheet import sign_in_sheet
from concertation.mailing.reading import as_read_by_staff
from concertation.models import Event, Registration
from concertation.queries.attendees import attendee_page, count_by_state
from concertation.queries.audit import history_of
from concertation.queries.events import find_event
from concertation.queries.outbox import find_mail_about, mails_about
from concertation.queries.registrations import find_by_reference, rank_of
from concertation.services.personal_data import erase_registration
from concertation.services.registration import (
    cancel_registration,
    register_person,
    resend_standing,
)
from concertation.web.answers_form import AnswersForm
from concertation.web.attendee_filter import AttendeeFilterForm
from concertation.web.desk.attendees.forms import AddAttendeeForm
from concertation.web.documents import pdf_to_print
from concertation.web.errors import show_desk_refusal
from concertation.web.form import ActionForm, check_token, labels_of
from concertation.web.identity import current_actor
from concertation.web.refusals import refusal_text

bp = Blueprint(
    "desk_attendees", __name__, url_prefix="/bureau/evenements/<slug>/inscrits"
)
bp.register_error_handler(Refusal, show_desk_refusal)

EMPTY_LINES = 10
"""On a sign-in sheet: for who comes without having registered."""


@bp.get("")
def index(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    form = AttendeeFilterForm()
    return render_template(
        "desk/attendees/index.html",
        event=event,
        form=form,
        listed=attendee_page(
            form.to_filter(event), request.args.get("page", 1, type=int)
        ),
        counts=count_by_state(event.id),
        now=utc_now(),
    )


@bp.get("/emargement.pdf")
def sheet(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    when = render_template("desk/attendees/sheet_date.txt", event=event)
    data = sign_in_sheet(event, when=when.strip(), empty_lines=EMPTY_LINES)
    return pdf_to_print("sign_in_sheet", data, f"emargement-{event.slug}")


@bp.get("/ajouter")
def show_form(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    event.schedule.refuse_unless_staff_may_seat(utc_now())
    return _form_page(event, AddAttendeeForm(event))


@bp.post("/ajouter")
def add(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    form = AddAttendeeForm(event)
    if not form.validate():
        return _form_page(event, form), 422
    wish = form.to_wish(event, current_actor())
    try:
        receipt = register_person(wish, now=utc_now())
    except Refusal as refusal:
        text = refusal_text(refusal)
        form.form_errors = [f"{text.title}. {text.what_to_do}"]
        return _form_page(event, form), 409
    if receipt.is_new:
        flash(_("This person is added, and told by mail"), "success")
    else:
        flash(_("This address was registered already: nothing was changed"), "info")
    return redirect(url_for(".show", slug=slug, reference=receipt.reference), 303)


@bp.get("/<reference>")
def show(slug: str, reference: str) -> ResponseReturnValue:
    registration = _registration_or_404(slug, reference)
    return render_template(
        "desk/attendees/show.html",
        registration=registration,
        event=registration.event,
        rank=rank_of(registration),
        mails=mails_about(registration.id),
        form=ActionForm(),
        now=utc_now(),
        entries=history_of(registration),
        labels=labels_of(AnswersForm(registration)),
    )


@bp.get("/<reference>/courriels/<int:mail_id>")
def mail(slug: str, reference: str, mail_id: int) -> ResponseReturnValue:
    registration = _registration_or_404(slug, reference)
    promised = find_mail_about(registration.id, mail_id)
    if promised is None or not promised.facts:
        abort(404)
    return render_template(
        "desk/attendees/mail.html",
        registration=registration,
        event=registration.event,
        promised=promised,
        written=as_read_by_staff(promised),
    )


@bp.post("/<reference>/renvoyer")
def resend(slug: str, reference: str) -> ResponseReturnValue:
    registration = _registration_or_404(slug, reference)
    check_token()
    if resend_standing(registration.id, actor=current_actor(), now=utc_now()):
        flash(_("The message is on its way again"), "success")
    else:
        flash(_("A message left less than a minute ago: it is not sent twice"), "info")
    return redirect(url_for(".show", slug=slug, reference=reference), 303)


@bp.get("/<reference>/annuler")
def confirm_cancel(slug: str, reference: str) -> ResponseReturnValue:
    registration = _registration_or_404(slug, reference)
    return _confirm_page("desk/attendees/cancel.html", registration, ActionForm())


@bp.post("/<reference>/annuler")
def cancel(slug: str, reference: str) -> ResponseReturnValue:
    registration = _registration_or_404(slug, reference)
    form = ActionForm()
    if not form.validate():
        return _confirm_page("desk/attendees/cancel.html", registration, form), 422
    cancel_registration(
        registration.id, actor=current_actor(), by_organiser=True, now=utc_now()
    )
    flash(_("The registration is cancelled, and the person is told by mail"), "success")
    return redirect(url_for(".show", slug=slug, reference=reference), 303)


@bp.get("/<reference>/effacer")
def confirm_erase(slug: str, reference: str) -> ResponseReturnValue:
    registration = _registration_or_404(slug, reference)
    return _confirm_page("desk/attendees/erase.html", registration, ActionForm())


@bp.post("/<reference>/effacer")
def erase(slug: str, reference: str) -> ResponseReturnValue:
    registration = _registration_or_404(slug, reference)
    form = ActionForm()
    if not form.validate():
        return _confirm_page("desk/attendees/erase.html", registration, form), 422
    erase_registration(registration.id, actor=current_actor(), now=utc_now())
    flash(_("The person is erased"), "success")
    return redirect(url_for(".index", slug=slug), 303)


def _event_or_404(slug: str) -> Event:
    return find_event(slug) or abort(404)


def _registration_or_404(slug: str, reference: str) -> Registration:
    return find_by_reference(_event_or_404(slug).id, reference) or abort(404)


def _form_page(event: Event, form: AddAttendeeForm) -> str:
    return render_template(
        "desk/attendees/add.html", event=event, form=form, now=utc_now()
    )


def _confirm_page(template: str, registration: Registration, form: ActionForm) -> str:
    return render_template(
        template, registration=registration, event=registration.event, form=form
    )
