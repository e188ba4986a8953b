"""The working groups of a process: what they are for, who runs them, their order."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.domain.process_errors import (
    GroupAddressTaken,
    GroupTitleTaken,
    ProcessChangedMeanwhile,
)
from concertation.models import Process, WorkingGroup
from concertation.queries.process_sheet import sheet_of
from concertation.queries.processes import (
    find_group,
    find_group_by_id,
    find_process,
)
from concertation.services import groups as service
from concertation.web.access import may_open
from concertation.web.desk.groups.forms import GroupForm
from concertation.web.errors import show_process_refusal
from concertation.web.form import (
    ActionForm,
    check_token,
    tell_at_field,
    tell_in_form,
)
from concertation.web.identity import current_actor

bp = Blueprint("desk_groups", __name__, url_prefix="/bureau/demarches/<process>")
bp.register_error_handler(Refusal, show_process_refusal)


@bp.get("/groupes")
def index(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    return render_template(
        "desk/groups/index.html",
        process=found,
        sheet=sheet_of(found),
        form=ActionForm(),
    )


@bp.get("/nouveau-groupe")
def new(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    return _form_page(found, None, GroupForm(found))


@bp.post("/nouveau-groupe")
def create(process: str) -> ResponseReturnValue:
    found = _process_or_404(process)
    form = GroupForm(found)
    if not form.validate():
        return _form_page(found, None, form), 422
    sheet, by = form.to_sheet(), current_actor()
    try:
        service.add_group(found.id, sheet, actor=by, now=utc_now())
    except (GroupAddressTaken, GroupTitleTaken) as refusal:
        _tell(form, refusal)
        return _form_page(found, None, form), 422
    flash(_("The group is added: now say in which phases it is offered"), "success")
    return redirect(url_for(".index", process=process), 303)


@bp.get("/groupes/<group>/modifier")
def edit(process: str, group: str) -> ResponseReturnValue:
    found = _group_or_404(process, group)
    return _form_page(found.process, found, GroupForm(found.process, found))


@bp.post("/groupes/<group>/modifier")
def save(process: str, group: str) -> ResponseReturnValue:
    found = _group_or_404(process, group)
    form = GroupForm(found.process, found)
    if not form.validate():
        return _form_page(found.process, found, form), 422
    by, version = current_actor(), form.version.data
    try:
        saved = service.edit_group(
            found.id, form.to_sheet(), version=version, actor=by, now=utc_now()
        )
    except (GroupAddressTaken, GroupTitleTaken) as refusal:
        _tell(form, refusal)
        return _form_page(found.process, found, form), 422
    except ProcessChangedMeanwhile as refusal:
        return _stale_page(found, form, refusal), 409
    flash(_("The group is saved"), "success")
    if may_open("desk_groups.index", process=process):
        return redirect(url_for(".index", process=process), 303)
    return redirect(url_for(".edit", process=process, group=saved), 303)


@bp.post("/groupes/<int:group_id>/deplacer")
def move(process: str, group_id: int) -> ResponseReturnValue:
    found = _part_or_404(process, group_id)
    check_token()
    up = request.form.get("direction") == "up"
    service.move_group(found.id, up=up, actor=current_actor(), now=utc_now())
    return redirect(
        url_for(".index", process=process, _anchor=f"group-{found.slug}"), 303
    )


@bp.get("/groupes/<int:group_id>/supprimer")
def confirm_removal(process: str, group_id: int) -> ResponseReturnValue:
    found = _part_or_404(process, group_id)
    return render_template(
        "desk/groups/removal.html",
        process=found.process,
        group=found,
        form=ActionForm(),
    )


@bp.post("/groupes/<int:group_id>/supprimer")
def remove(process: str, group_id: int) -> ResponseReturnValue:
    found = _part_or_404(process, group_id)
    check_token()
    service.remove_group(found.id, actor=current_actor(), now=utc_now())
    flash(_("The group is removed"), "success")
    return redirect(url_for(".index", process=process), 303)


def _process_or_404(slug: str) -> Process:
    return find_process(slug) or abort(404)


def _group_or_404(process: str, group: str) -> WorkingGroup:
    return find_group(process, group) or abort(404)


def _part_or_404(process: str, group_id: int) -> WorkingGroup:
    """By its number: whoever runs a group alone neither moves nor removes it."""
    return find_group_by_id(process, group_id) or abort(404)


def _form_page(
    process: Process,
    group: WorkingGroup | None,
    form: GroupForm,
    differing: list[str] | None = None,
) -> str:
    return render_template(
        "desk/groups/form.html",
        process=process,
        group=group,
        form=form,
        differing=differing,
    )


def _stale_page(group: WorkingGroup, form: GroupForm, refusal: Refusal) -> str:
    """Everything typed is kept; saving once more replaces what was saved meanwhile."""
    tell_in_form(form, refusal)
    form.version.data = group.version
    return _form_page(group.process, group, form, form.differing_from(group))


def _tell(form: GroupForm, refusal: Refusal) -> None:
    is_title = isinstance(refusal, GroupTitleTaken)
    tell_at_field(form.title if is_title else form.slug, refusal)
