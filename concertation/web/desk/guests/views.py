"""Who is invited to an event: add them, write to them, see what they answered."""

from collections import Counter
from dataclasses import replace
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.domain.guests import LineVerdict, Writing
from concertation.exports.formats import TYPES, WRITERS
from concertation.exports.guests import guest_table
from concertation.models import Event, Guest
from concertation.queries.events import find_event
from concertation.queries.guest_lines import preview_lines
from concertation.queries.guests import (
    count_guests,
    find_guest_of,
    guest_page,
    how_many_wait,
)
from concertation.services.guest_mails import write_again, write_to_guests
from concertation.services.guests import add_guests, note_guest_export, remove_guest
from concertation.web.desk.guests.forms import (
    AddForm,
    GuestExportForm,
    GuestFilterForm,
)
from concertation.web.desk.guests.words import added_text, written_text
from concertation.web.documents import streamed
from concertation.web.errors import show_desk_refusal
from concertation.web.form import ActionForm, check_token
from concertation.web.identity import current_actor
from concertation.wording.meetings import file_stem

bp = Blueprint("desk_guests", __name__, url_prefix="/bureau/evenements/<slug>/invites")
bp.register_error_handler(Refusal, show_desk_refusal)

WRITINGS = {"invitations": Writing.INVITATION, "rappels": Writing.REMINDER}
"""By the last part of the page's address."""


@bp.get("")
def index(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    form = GuestFilterForm()
    page = request.args.get("page", 1, type=int)
    return render_template(
        "desk/guests/index.html",
        event=event,
        form=form,
        listed=guest_page(form.to_filter(event), page),
        counts=count_guests(event.id),
        action=ActionForm(formdata=None),
        export_form=GuestExportForm(formdata=None),
        now=utc_now(),
    )


@bp.get("/ajouter")
def show_form(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    event.schedule.refuse_if_cancelled()
    return _form_page(event, AddForm())


@bp.post("/ajouter")
def preview(slug: str) -> ResponseReturnValue:
    """Nothing is written: what was pasted comes back, with what would become of it."""
    event = _event_or_404(slug)
    form = AddForm()
    if not form.validate():
        return _form_page(event, form), 422
    judged = preview_lines(event.id, form.text.data or "")
    return render_template(
        "desk/guests/preview.html",
        event=event,
        form=form,
        judged=judged,
        counts=Counter(each.verdict for each in judged),
        LineVerdict=LineVerdict,
    )


@bp.post("")
def add(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    form = AddForm()
    if not form.validate():
        return _form_page(event, form), 422
    counts = add_guests(form.to_wish(event), actor=current_actor(), now=utc_now())
    flash(added_text(counts[LineVerdict.NEW]), "success")
    return redirect(url_for(".index", slug=slug), 303)


@bp.get("/ecrire/<what>")
def confirm_writing(slug: str, what: str) -> ResponseReturnValue:
    return _writing_page(_event_or_404(slug), what, ActionForm())


@bp.post("/ecrire/<what>")
def write(slug: str, what: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    writing = WRITINGS.get(what) or abort(404)
    form = ActionForm()
    if not form.validate():
        return _writing_page(event, what, form), 422
    told = write_to_guests(event.id, writing, actor=current_actor(), now=utc_now())
    flash(written_text(writing, told), "success" if told else "info")
    return redirect(url_for(".index", slug=slug), 303)


@bp.post("/<int:guest_id>/ecrire")
def write_to_one(slug: str, guest_id: int) -> ResponseReturnValue:
    guest = _guest_or_404(_event_or_404(slug), guest_id)
    check_token()
    if write_again(guest.id, actor=current_actor(), now=utc_now()):
        flash(_("A message is on its way to %(email)s", email=guest.email), "success")
    else:
        flash(_("Nothing was sent: they answered, or were written to just now"), "info")
    return redirect(url_for(".index", slug=slug), 303)


@bp.get("/<int:guest_id>/retirer")
def confirm_removal(slug: str, guest_id: int) -> ResponseReturnValue:
    event = _event_or_404(slug)
    return _removal_page(event, _guest_or_404(event, guest_id), ActionForm())


@bp.post("/<int:guest_id>/retirer")
def remove(slug: str, guest_id: int) -> ResponseReturnValue:
    event = _event_or_404(slug)
    guest = _guest_or_404(event, guest_id)
    form = ActionForm()
    if not form.validate():
        return _removal_page(event, guest, form), 422
    remove_guest(guest.id, actor=current_actor(), now=utc_now())
    flash(_("This guest is off the list, and forgotten"), "success")
    return redirect(url_for(".index", slug=slug), 303)


@bp.post("/exporter")
def export(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    form = GuestExportForm()
    if not form.validate():
        abort(400)
    wanted = replace(GuestFilterForm().to_filter(event), without_limited=True)
    people = guest_page(wanted, 1).total
    note_guest_export(event.id, people=people, actor=current_actor(), now=utc_now())
    chosen = form.wanted
    name = f"invites-{file_stem(event)}.{chosen.ending}"
    return streamed(WRITERS[chosen](guest_table(event, wanted)), name, TYPES[chosen])


def _event_or_404(slug: str) -> Event:
    return find_event(slug) or abort(404)


def _guest_or_404(event: Event, guest_id: int) -> Guest:
    return find_guest_of(event.id, guest_id) or abort(404)


def _form_page(event: Event, form: AddForm) -> str:
    return render_template("desk/guests/add.html", event=event, form=form)


def _writing_page(event: Event, what: str, form: ActionForm) -> str:
    """Before anything is sent: to how many, and what they get."""
    writing = WRITINGS.get(what) or abort(404)
    event.schedule.refuse_unless_inviting(utc_now())
    facts: dict[str, Any] = {"event": event, "writing": writing, "form": form}
    return render_template(
        "desk/guests/write.html",
        people=how_many_wait(event.id, writing, now=utc_now()),
        now=utc_now(),
        **facts,
    )


def _removal_page(event: Event, guest: Guest, form: ActionForm) -> str:
    return render_template(
        "desk/guests/remove.html", event=event, guest=guest, form=form
    )
