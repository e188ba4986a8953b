"""Invite the members of the phase before to go on, and see what they answer."""

from datetime import datetime
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import DateTimeLocalField
from wtforms.validators import ValidationError

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.domain.process_errors import RenewalOver
from concertation.models import GroupOffer, Phase
from concertation.queries.processes import find_phase, offers_of_group
from concertation.queries.renewal import answers_page, renewal_lines, renewal_of
from concertation.services.renewal import (
    Renewed,
    remind_unconfirmed,
    renew_group,
    renew_phase,
)
from concertation.web.form import check_token, tell_at_field
from concertation.web.group_pages import (
    PREFIX,
    address_of,
    may_at,
    offer_or_404,
    show_group_refusal,
)
from concertation.web.identity import current_actor
from concertation.web.moments import instant_in, moment

bp = Blueprint("desk_renewal", __name__)
bp.register_error_handler(Refusal, show_group_refusal)
PHASE = "/bureau/demarches/<process>/phases/<int:phase_id>/reconduction"
GROUP = f"{PREFIX}/reconduction"


class RenewalForm(FlaskForm):
    until = moment(
        _l("Until when people may answer"),
        _l("Say until when: seats that nobody confirmed are then given on"),
    )

    def __init__(self, phase: Phase, **kw: Any) -> None:
        super().__init__(**kw)
        self._zone = phase.process.timezone

    def validate_until(self, _field: DateTimeLocalField) -> None:
        self.to_instant()

    def to_instant(self) -> datetime:
        instant = instant_in(self.until, self._zone)
        if instant is None:
            raise ValidationError(_("Enter a day and an hour"))
        return instant


@bp.get(GROUP)
def of_group(process: str, group: str, phase_id: int) -> ResponseReturnValue:
    offer = offer_or_404(process, group, phase_id)
    return _group_page(offer, RenewalForm(offer.phase, formdata=None))


@bp.post(GROUP)
def renew_one(process: str, group: str, phase_id: int) -> ResponseReturnValue:
    offer = offer_or_404(process, group, phase_id)
    form = RenewalForm(offer.phase)
    if not form.validate():
        return _group_page(offer, form), 422
    until, actor = form.to_instant(), current_actor()
    try:
        done = renew_group(offer.id, until=until, actor=actor, now=utc_now())
    except RenewalOver as refusal:
        tell_at_field(form.until, refusal)
        return _group_page(offer, form), 422
    _tell(done)
    return redirect(url_for(".of_group", **address_of(offer)), 303)


@bp.post(f"{GROUP}/relancer")
def remind(process: str, group: str, phase_id: int) -> ResponseReturnValue:
    offer = offer_or_404(process, group, phase_id)
    check_token()
    told = remind_unconfirmed(offer.id, actor=current_actor(), now=utc_now())
    text = ngettext(
        "%(num)s person is asked once more.",
        "%(num)s people are asked once more.",
        told,
    )
    nobody = _("Nobody was written to: each was asked less than a day ago")
    flash(text if told else nobody, "success" if told else "info")
    return redirect(url_for(".of_group", **address_of(offer)), 303)


@bp.get(PHASE)
def of_phase(process: str, phase_id: int) -> ResponseReturnValue:
    phase = _phase_or_404(process, phase_id)
    return _phase_page(phase, RenewalForm(phase, formdata=None))


@bp.post(PHASE)
def renew_all(process: str, phase_id: int) -> ResponseReturnValue:
    phase = _phase_or_404(process, phase_id)
    form = RenewalForm(phase)
    if not form.validate():
        return _phase_page(phase, form), 422
    until, actor = form.to_instant(), current_actor()
    try:
        done = renew_phase(phase.id, until=until, actor=actor, now=utc_now())
    except RenewalOver as refusal:
        tell_at_field(form.until, refusal)
        return _phase_page(phase, form), 422
    _tell(done)
    return redirect(url_for(".of_phase", process=process, phase_id=phase_id), 303)


def _phase_or_404(process: str, phase_id: int) -> Phase:
    return find_phase(process, phase_id) or abort(404)


def _group_page(offer: GroupOffer, form: RenewalForm) -> str:
    now, line = utc_now(), renewal_of(offer)
    return render_template(
        "desk/renewal/group.html",
        offer=offer,
        address=address_of(offer),
        coming=line.coming,
        answers=line.answers,
        listed=answers_page(
            offer,
            request.args.get("page", 1, type=int),
            total=sum(line.answers.values()),
        ),
        following=_following(offer),
        can_act=now < offer.phase.over_at and may_at("fill", offer),
        form=form,
    )


def _following(offer: GroupOffer) -> GroupOffer | None:
    """The same group in its next phase, from whose page these members go on."""
    later = iter(offers_of_group(offer.group_id))
    return next((e for e in later if e.phase.starts_at > offer.phase.starts_at), None)


def _phase_page(phase: Phase, form: RenewalForm) -> str:
    return render_template(
        "desk/renewal/phase.html",
        phase=phase,
        process=phase.process,
        lines=renewal_lines(phase),
        is_over=utc_now() >= phase.over_at,
        form=form,
    )


def _tell(done: Renewed) -> None:
    if not done.held and not done.waiting:
        flash(_("Everybody was invited before: nobody was written to"), "info")
        return
    held = ngettext(
        "%(num)s person is asked to confirm the seat that is kept for them.",
        "%(num)s people are asked to confirm the seats that are kept for them.",
        done.held,
    )
    flash(held, "success")
    if done.waiting:
        waiting = ngettext(
            "%(num)s person waits, before all who ask anew.",
            "%(num)s people wait, before all who ask anew.",
            done.waiting,
        )
        flash(waiting, "info")
