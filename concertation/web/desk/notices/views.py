"""What an event or a process tells people of their data, where it differs.

The same pages at two addresses, whose parts are the ``where`` of each view.
"""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import EventChangedMeanwhile, Refusal
from concertation.domain.notices import notice_in
from concertation.domain.process_errors import ProcessChangedMeanwhile
from concertation.domain.versions import version_of
from concertation.services.notices import WrittenNotice, write_notice
from concertation.web.errors import show_desk_refusal, show_process_refusal
from concertation.web.form import tell_in_form
from concertation.web.identity import current_actor
from concertation.web.notice_form import NoticeForm
from concertation.web.owner_pages import OwnerPage, owner_page_or_404
from concertation.wording.notices import notice_above


def edit(**where: str) -> ResponseReturnValue:
    asking = owner_page_or_404(where)
    return _form_page(asking, _form_of(asking))


def save(**where: str) -> ResponseReturnValue:
    asking = owner_page_or_404(where)
    form = _form_of(asking)
    if not form.validate():
        return _form_page(asking, form), 422
    written = WrittenNotice(
        of=type(asking.owner),
        owner_id=asking.owner.id,
        notice=form.to_notice(),
        version=str(form.version.data),
    )
    try:
        write_notice(written, actor=current_actor(), now=utc_now())
    except (EventChangedMeanwhile, ProcessChangedMeanwhile) as refusal:
        return _conflict_page(owner_page_or_404(where), form, refusal), 409
    flash(_("The notice is saved: forms tell it from now on"), "success")
    return redirect(asking.url(".preview"), 303)


def preview(**where: str) -> ResponseReturnValue:
    asking = owner_page_or_404(where, changes=False)
    return render_template("desk/notices/preview.html", asking=asking)


def _blueprint(
    name: str, prefix: str, show_refusal: Callable[[Refusal], ResponseReturnValue]
) -> Blueprint:
    pages = Blueprint(name, __name__, url_prefix=prefix)
    pages.register_error_handler(Refusal, show_refusal)
    pages.get("")(edit)
    pages.post("")(save)
    pages.get("/apercu")(preview)
    return pages


bp = _blueprint(
    "desk_notices", "/bureau/evenements/<slug>/information", show_desk_refusal
)
bp_of_processes = _blueprint(
    "desk_process_notices",
    "/bureau/demarches/<process>/information",
    show_process_refusal,
)


def _form_of(asking: OwnerPage) -> NoticeForm:
    own = notice_in(asking.owner.notice)
    return NoticeForm(own, version_of(own), notice_above(asking.owner))


def _conflict_page(asking: OwnerPage, form: NoticeForm, refusal: Refusal) -> str:
    """What was typed stays, and replaces the other's when it is saved once more."""
    saved = notice_in(asking.owner.notice)
    tell_in_form(form, refusal)
    form.version.data = version_of(saved)
    return _form_page(asking, form, form.differing_from(saved))


def _form_page(
    asking: OwnerPage, form: NoticeForm, differing: list[str] | None = None
) -> str:
    return render_template(
        "desk/notices/form.html", asking=asking, form=form, differing=differing
    )
