"""What the desk should know about a person."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import NoteOfAnother, RegistrationEnded
from concertation.models import Registration, RegistrationNote
from concertation.queries.audit import account_names
from concertation.queries.notes import find_note, may_delete, notes_on
from concertation.services.notes import add_note, delete_note
from concertation.web.desk.attendee.forms import NoteForm
from concertation.web.desk.attendee.person import bp, registration_or_404
from concertation.web.form import ActionForm
from concertation.web.identity import current_actor


@bp.get("/notes")
def notes(slug: str, reference: str) -> ResponseReturnValue:
    return _notes_page(_remembered(slug, reference), NoteForm())


@bp.post("/notes")
def write_note(slug: str, reference: str) -> ResponseReturnValue:
    registration = _remembered(slug, reference)
    form = NoteForm()
    if not form.validate():
        return _notes_page(registration, form), 422
    text, now = form.text.data or "", utc_now()
    add_note(registration.id, text, actor=current_actor(), now=now)
    flash(_("The note is saved"), "success")
    return redirect(url_for(".notes", slug=slug, reference=reference), 303)


@bp.get("/notes/<int:note_id>/supprimer")
def confirm_note_deletion(
    slug: str, reference: str, note_id: int
) -> ResponseReturnValue:
    registration, note = _own_note(slug, reference, note_id)
    return _deletion_page(registration, note, ActionForm())


@bp.post("/notes/<int:note_id>/supprimer")
def remove_note(slug: str, reference: str, note_id: int) -> ResponseReturnValue:
    registration, note = _own_note(slug, reference, note_id)
    form = ActionForm()
    if not form.validate():
        return _deletion_page(registration, note, form), 422
    delete_note(note.id, actor=current_actor(), now=utc_now())
    flash(_("The note is deleted"), "success")
    return redirect(url_for(".notes", slug=slug, reference=reference), 303)


def _remembered(slug: str, reference: str) -> Registration:
    """Nothing is written down about who was erased."""
    registration = registration_or_404(slug, reference)
    if registration.anonymised_at:
        raise RegistrationEnded
    return registration


def _own_note(
    slug: str, reference: str, note_id: int
) -> tuple[Registration, RegistrationNote]:
    registration = _remembered(slug, reference)
    note = find_note(registration, note_id) or abort(404)
    if not may_delete(note, current_actor()):
        raise NoteOfAnother
    return registration, note


def _notes_page(registration: Registration, form: NoteForm) -> str:
    return render_template(
        "desk/attendee/notes.html",
        registration=registration,
        event=registration.event,
        form=form,
        notes=notes_on(registration),
        names=account_names(),
        actor=current_actor(),
        may_delete=may_delete,
    )


def _deletion_page(
    registration: Registration, note: RegistrationNote, form: ActionForm
) -> str:
    return render_template(
        "desk/attendee/note_deletion.html",
        registration=registration,
        event=registration.event,
        note=note,
        form=form,
    )
