"""Somebody else comes instead of a person."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import ChoiceFull, Refusal
from concertation.models import Registration
from concertation.services.substitution import Substitution, substitute_person
from concertation.web.desk.attendee.forms import SubstituteForm
from concertation.web.desk.attendee.person import bp, current_or_refusal
from concertation.web.identity import current_actor
from concertation.web.refusals import refusal_text


@bp.get("/remplacer")
def show_substitute_form(slug: str, reference: str) -> ResponseReturnValue:
    registration = current_or_refusal(slug, reference)
    registration.event.schedule.refuse_unless_staff_may_seat(utc_now())
    form = SubstituteForm.at(registration.event, registration)
    return _form_page(registration, form)


@bp.post("/remplacer")
def substitute(slug: str, reference: str) -> ResponseReturnValue:
    registration = current_or_refusal(slug, reference)
    form = SubstituteForm.at(registration.event, registration)
    if not form.validate():
        return _form_page(registration, form), 422
    newcomer = form.to_wish(registration.event, current_actor())
    wish = Substitution(registration_id=registration.id, newcomer=newcomer)
    try:
        receipt = substitute_person(wish, now=utc_now())
    except ChoiceFull as refusal:
        form.mark_full(refusal.quota_ids)
        return _form_page(registration, form), 409
    except Refusal as refusal:
        text = refusal_text(refusal)
        form.form_errors = [f"{text.title}. {text.what_to_do}"]
        return _form_page(registration, form), 409
    flash(_("The place has changed hands, and both people are told by mail"), "success")
    return redirect(url_for(".show", slug=slug, reference=receipt.reference), 303)


def _form_page(registration: Registration, form: SubstituteForm) -> str:
    return render_template(
        "desk/attendee/substitute.html",
        registration=registration,
        event=registration.event,
        form=form,
    )
