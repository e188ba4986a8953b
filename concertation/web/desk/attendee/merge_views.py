"""One person registered twice: choose the twin, see what will stand, merge."""

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import RegistrationEnded, SamePerson
from concertation.models import Registration
from concertation.queries.merging import (
    found_among_others,
    look_alikes,
    takes_place_of,
)
from concertation.queries.registrations import find_by_reference, rank_of
from concertation.queries.workshops import visit_of
from concertation.services.merging import merge_registrations
from concertation.web.desk.attendee.forms import TwinForm
from concertation.web.desk.attendee.person import bp, current_or_refusal
from concertation.web.form import ActionForm
from concertation.web.identity import current_actor


@bp.get("/fusionner")
def choose_twin(slug: str, reference: str) -> ResponseReturnValue:
    registration = current_or_refusal(slug, reference)
    registration.event.schedule.refuse_unless_staff_may_seat(utc_now())
    form = TwinForm(request.args)
    text = form.q.data or ""
    return render_template(
        "desk/attendee/twin.html",
        registration=registration,
        event=registration.event,
        form=form,
        found=found_among_others(registration, text)
        if text
        else look_alikes(registration),
    )


@bp.get("/fusionner/<other>")
def confirm_merge(slug: str, reference: str, other: str) -> ResponseReturnValue:
    registration = current_or_refusal(slug, reference)
    return _merge_page(registration, _twin(registration, other), ActionForm())


@bp.post("/fusionner/<other>")
def merge(slug: str, reference: str, other: str) -> ResponseReturnValue:
    registration = current_or_refusal(slug, reference)
    twin = _twin(registration, other)
    form = ActionForm()
    if not form.validate():
        return _merge_page(registration, twin, form), 422
    merge_registrations(registration.id, twin.id, actor=current_actor(), now=utc_now())
    flash(_("The two registrations are one, and the person is told by mail"), "success")
    return redirect(url_for(".show", slug=slug, reference=reference), 303)


def _twin(registration: Registration, reference: str) -> Registration:
    other = find_by_reference(registration.event_id, reference) or abort(404)
    if other.id == registration.id:
        raise SamePerson
    if other.ended_at or other.anonymised_at:
        raise RegistrationEnded
    return other


def _merge_page(kept: Registration, other: Registration, form: ActionForm) -> str:
    return render_template(
        "desk/attendee/merge.html",
        kept=kept,
        other=other,
        event=kept.event,
        form=form,
        swaps=takes_place_of(kept, other),
        ranks={each.id: rank_of(each) for each in (kept, other)},
        visits={each.id: visit_of(each) for each in (kept, other)},
    )
