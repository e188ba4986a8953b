"""What a participant agrees to, use by use, on a page of their own."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.actor import PARTICIPANT
from concertation.models import Participant
from concertation.services.consents import change_agreements
from concertation.web.agreements import AgreementsForm
from concertation.web.site.my_enrolments.views import bp, participant_or_404


@bp.get("/accords")
def agreements(token: str) -> ResponseReturnValue:
    participant = participant_or_404(token)
    return _agreements_page(participant, AgreementsForm.of(participant), token)


@bp.post("/accords")
def save_agreements(token: str) -> ResponseReturnValue:
    participant = participant_or_404(token)
    form = AgreementsForm.of(participant)
    if not form.validate():
        return _agreements_page(participant, form, token), 422
    change_agreements(form.to_wish(participant), actor=PARTICIPANT, now=utc_now())
    flash(_("What you agree to is saved, and holds from now on"), "success")
    return redirect(url_for(".show", token=token), 303)


def _agreements_page(participant: Participant, form: AgreementsForm, token: str) -> str:
    return render_template(
        "site/my_enrolments/agreements.html",
        participant=participant,
        form=form,
        token=token,
    )
