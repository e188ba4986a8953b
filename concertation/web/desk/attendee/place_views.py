"""Bring somebody forward, or seat them beyond the capacity on purpose."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import NobodyWaits
from concertation.domain.seating import AdmissionState, free_seats
from concertation.models import Registration
from concertation.services.promotion import (
    promote_registration,
    seat_registration_beyond,
)
from concertation.web.desk.attendee.forms import BeyondForm
from concertation.web.desk.attendee.person import bp, registration_or_404
from concertation.web.form import check_token
from concertation.web.identity import current_actor


@bp.post("/promouvoir")
def promote(slug: str, reference: str) -> ResponseReturnValue:
    registration = registration_or_404(slug, reference)
    check_token()
    promotion = promote_registration(
        registration.id, actor=current_actor(), now=utc_now()
    )
    if promotion.rank is None:
        flash(_("This person has a place now, and is told by mail"), "success")
    elif promotion.is_new:
        flash(
            _("This person is number 1 on the waiting list, and is told by mail"),
            "success",
        )
    else:
        flash(_("This person was first in line already: nothing was changed"), "info")
    return redirect(url_for(".show", slug=slug, reference=reference), 303)


@bp.get("/au-dela")
def confirm_beyond(slug: str, reference: str) -> ResponseReturnValue:
    registration = registration_or_404(slug, reference)
    return _beyond_page(registration, BeyondForm())


@bp.post("/au-dela")
def seat_beyond(slug: str, reference: str) -> ResponseReturnValue:
    registration = registration_or_404(slug, reference)
    form = BeyondForm()
    if not form.validate():
        return _beyond_page(registration, form), 422
    is_beyond = seat_registration_beyond(
        registration.id, form.reason.data or "", actor=current_actor(), now=utc_now()
    )
    if is_beyond:
        flash(_("This person has a place beyond the limit, and is told"), "success")
    else:
        flash(_("There was a place for this person after all: they have it"), "success")
    return redirect(url_for(".show", slug=slug, reference=reference), 303)


def _beyond_page(registration: Registration, form: BeyondForm) -> str:
    waits = {AdmissionState.WAITLISTED, AdmissionState.ASKED}
    if registration.admission.state not in waits:
        raise NobodyWaits
    pool = registration.event.pool
    free = free_seats(pool.capacity, pool.seats_taken)
    seats = registration.admission.seats
    return render_template(
        "desk/attendee/beyond.html",
        registration=registration,
        event=registration.event,
        form=form,
        exceeds_capacity=free is not None and seats > free,
        seats_then=pool.seats_taken + seats,
    )
