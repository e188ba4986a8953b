"""Take away who is in a group, in a phase, or in a whole process."""

from dataclasses import replace

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from concertation.clock import utc_now
from concertation.domain.exporting import Choice, ExportFormat
from concertation.exports.formats import TYPES, WRITERS
from concertation.exports.member_columns import member_columns
from concertation.exports.members import member_table
from concertation.queries.exporting import last_member_choice
from concertation.queries.members import count_members
from concertation.services.member_exports import OrderMembers, order_members
from concertation.web.desk.member_exports.scope import Scope
from concertation.web.documents import streamed
from concertation.web.export_form import ExportForm
from concertation.web.group_pages import PREFIX
from concertation.web.identity import current_actor, whoever_is_here
from concertation.web.member_filter import MemberFilterForm
from concertation.web.tickets import opened, sealed, tell_too_late

bp = Blueprint("desk_member_exports", __name__)
OF_GROUP = f"{PREFIX}/exporter"
OF_PHASE = "/bureau/demarches/<process>/phases/<int:phase_id>/exporter"
OF_PROCESS = "/bureau/demarches/<process>/exporter"


@bp.get(OF_GROUP)
@bp.get(OF_PHASE)
@bp.get(OF_PROCESS)
def show_form(
    process: str, group: str | None = None, phase_id: int | None = None
) -> ResponseReturnValue:
    scope = Scope.at(process, group, phase_id)
    return _page(scope, MemberFilterForm(), _form_of(scope))


@bp.post(OF_GROUP)
@bp.post(OF_PHASE)
@bp.post(OF_PROCESS)
def order(
    process: str, group: str | None = None, phase_id: int | None = None
) -> ResponseReturnValue:
    scope, filters = Scope.at(process, group, phase_id), MemberFilterForm()
    form, purpose = _form_of(scope), scope.seal
    if not form.validate():
        return _page(scope, filters, form), 422
    choice = form.to_choice()
    people = count_members(scope.to_filter(filters))
    wish = _wish(scope, choice, people)
    order_members(wish, actor=current_actor(), now=utc_now())
    ordered = {
        "format": choice.format.value,
        "columns": sorted(choice.columns),
        "filters": filters.in_address(),
    }
    ticket = sealed(purpose[0], ordered, purpose[1], _account_id())
    return redirect(url_for(".fetch", ticket=ticket, **scope.address), 303)


@bp.get(f"{OF_GROUP}/<ticket>")
@bp.get(f"{OF_PHASE}/<ticket>")
@bp.get(f"{OF_PROCESS}/<ticket>")
def fetch(
    process: str, ticket: str, group: str | None = None, phase_id: int | None = None
) -> ResponseReturnValue:
    scope = Scope.at(process, group, phase_id)
    purpose, about = scope.seal
    ordered = opened(purpose, ticket, about, _account_id())
    if ordered is None:
        return _too_late(scope)
    form = ExportFormat(ordered["format"])
    filters = MemberFilterForm(MultiDict(ordered["filters"]))
    wanted, keys = scope.to_filter(filters), ordered["columns"]
    table = member_table(scope.process, wanted, keys=keys, form=form)
    return streamed(
        WRITERS[form](table), f"{scope.file_stem}.{form.ending}", TYPES[form]
    )


def _wish(scope: Scope, choice: Choice, people: int) -> OrderMembers:
    return OrderMembers(
        process_id=scope.process.id,
        choice=choice,
        people=people,
        group=scope.group,
        phase_id=scope.phase.id if scope.phase else None,
    )


def _form_of(scope: Scope) -> ExportForm:
    kept = last_member_choice(current_actor(), scope.process.id)
    return ExportForm(member_columns(scope.process), kept)


def _account_id() -> int:
    return whoever_is_here().account.id


def _page(scope: Scope, filters: MemberFilterForm, form: ExportForm) -> str:
    wanted = scope.to_filter(filters)
    people = count_members(wanted)
    return render_template(
        "desk/member_exports/index.html",
        scope=scope,
        filters=filters,
        form=form,
        people=people,
        left_out=count_members(replace(wanted, without_limited=False)) - people,
    )


def _too_late(scope: Scope) -> ResponseReturnValue:
    tell_too_late()
    return redirect(url_for(".show_form", **scope.address), 303)
