"""Enrol in the groups of a phase, and see what came of it."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import generate_csrf

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.domain.limits import LimitReached
from concertation.domain.process_errors import GroupFull, GroupGone, TooManyGroups
from concertation.models import Process
from concertation.queries.processes import find_public_process
from concertation.services.enrolment import enrol_person
from concertation.services.enrolment_receipts import EnrolmentReceipt
from concertation.web.addresses import key_in
from concertation.web.enrolment_form import EnrolmentForm
from concertation.web.enrolment_offering import (
    Offering,
    kept_offering,
    welcoming_phases,
)
from concertation.web.group_fields import mark_groups
from concertation.web.kept import manner_of_request, page_for_a_second
from concertation.web.kept_receipts import keep_receipt, kept_receipt
from concertation.web.limits import told_to_wait
from concertation.web.refusals import refusal_text

bp = Blueprint(
    "site_enrolment", __name__, url_prefix="/demarches/<process>/inscription"
)


@bp.get("")
def show_form(process: str) -> ResponseReturnValue:
    own = generate_csrf()

    def render(token: str) -> str:
        offering = _open_offering(process)
        group = request.args.get("groupe", "")
        page = _form_page(offering, EnrolmentForm.at(offering, group))
        return page.replace(own, token)

    return page_for_a_second(
        ("enrolment", process, *manner_of_request()), render, token=own
    )


@bp.post("")
def submit_form(process: str) -> ResponseReturnValue:
    offering = _open_offering(process)
    form = EnrolmentForm.at(offering)
    if not form.validate():
        return _form_page(offering, form), 422
    wish = form.to_wish()
    try:
        receipt = enrol_person(wish, now=utc_now())
    except (GroupFull, GroupGone, TooManyGroups) as refusal:
        mark_groups(form, refusal)
        return _form_page(offering, form), 409
    except LimitReached as refusal:
        return told_to_wait(
            form,
            refusal,
            lambda: _form_page(offering, form),
            contact=offering.process.contact_email,
        )
    key = keep_receipt(_kept(receipt, wish.email, offering))
    return redirect(url_for(".receipt", process=process, key=key), 303)


@bp.get("/recu/<key>")
def receipt(process: str, key: str) -> ResponseReturnValue:
    kept = kept_receipt(key)
    if kept is None:
        return redirect(url_for(".show_form", process=process), 303)
    offering = kept_offering(process, int(kept["phase"]), now=utc_now())
    titles = {each.id: each.group.title for each in offering.offers}
    places = [
        (titles.get(number, ""), standing, rank)
        for number, standing, rank in kept["places"]
    ]

    def render(email: str, own_key: str) -> str:
        page = render_template(
            "site/enrolment/receipt.html",
            offering=offering,
            places=places,
            email=email,
        )
        return page.replace(key, own_key)

    told = ("enrolled", process, kept["phase"], *places, *manner_of_request())
    return page_for_a_second(told, render, email=kept["email"], own_key=key)


@bp.errorhandler(Refusal)
def _refuse(refusal: Refusal) -> ResponseReturnValue:
    process = _process_or_404((request.view_args or {})["process"])
    page = render_template(
        "site/enrolment/refusal.html",
        process=process,
        text=refusal_text(refusal),
        code=refusal.code,
        phase=getattr(refusal, "phase", ""),
        at=getattr(refusal, "at", None),
        open_phases=welcoming_phases(process, utc_now()),
    )
    return page, 409


def _kept(
    receipt: EnrolmentReceipt, email: str, offering: Offering
) -> dict[str, object]:
    places = [
        (each.offer_id, each.standing.value, each.rank) for each in receipt.places
    ]
    return {"phase": offering.phase.id, "places": places, "email": email}


def _process_or_404(slug: str) -> Process:
    return find_public_process(slug) or abort(404)


def _open_offering(slug: str) -> Offering:
    """Of the phase that the address names, where that takes people now."""
    now, asked = utc_now(), request.args.get("phase")
    offering = kept_offering(slug, _number_or_404(asked), now=now)
    offering.refuse_unless_open(now)
    return offering


def _number_or_404(asked: str | None) -> int | None:
    if asked is None:
        return None
    return key_in(asked) or abort(404)


def _form_page(offering: Offering, form: EnrolmentForm) -> str:
    return render_template(
        "site/enrolment/form.html", offering=offering, form=form, now=utc_now()
    )
