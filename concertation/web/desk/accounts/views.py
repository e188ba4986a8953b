"""Who has an account at the desk, and what they may do. For administrators."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.account_errors import HasAccount
from concertation.domain.errors import Refusal
from concertation.models import Account
from concertation.queries.accounts import (
    all_accounts,
    find_account_by_id,
    grants_by_account,
    grants_of,
    mails_to_account,
    open_sessions,
    second_factor_roles,
)
from concertation.queries.audit import history_of
from concertation.queries.purges import accounts_asleep
from concertation.services import grants, invitations
from concertation.web.desk.accounts.actions import ACTIONS, AccountAction
from concertation.web.desk.accounts.forms import InvitationForm, PolicyForm, RoleForm
from concertation.web.form import ActionForm, check_token, tell_at_field
from concertation.web.identity import current_actor, idle_hours, whoever_is_here
from concertation.web.refusals import refusal_text

bp = Blueprint("desk_accounts", __name__, url_prefix="/bureau/comptes")
ACCOUNT = "/<int:number>"


@bp.errorhandler(Refusal)
def show_refusal(refusal: Refusal) -> ResponseReturnValue:
    text = refusal_text(refusal)
    return render_template("desk/accounts/refusal.html", text=text), 409


@bp.get("")
def index() -> ResponseReturnValue:
    now = utc_now()
    return render_template(
        "desk/accounts/index.html",
        accounts=all_accounts(),
        asleep=accounts_asleep(now),
        grants=grants_by_account(),
        form=PolicyForm(formdata=None, data={"roles": sorted(second_factor_roles())}),
        now=now,
    )


@bp.post("/double-authentification")
def settle() -> ResponseReturnValue:
    check_token()
    grants.require_second_factor(
        PolicyForm().to_roles(), actor=current_actor(), now=utc_now()
    )
    flash(_("The rule is saved"), "success")
    return redirect(url_for(".index"), 303)


@bp.get("/inviter")
def new() -> ResponseReturnValue:
    return _invitation_page(InvitationForm())


@bp.post("/inviter")
def invite() -> ResponseReturnValue:
    form = InvitationForm()
    if not form.validate():
        return _invitation_page(form), 422
    wish = form.to_wish(whoever_is_here().account, current_actor())
    try:
        number = invitations.invite(wish, now=utc_now())
    except HasAccount as refusal:
        tell_at_field(form.email, refusal)
        return _invitation_page(form), 422
    flash(_("The invitation is on its way"), "success")
    return redirect(url_for(".show", number=number), 303)


@bp.get(ACCOUNT)
def show(number: int) -> ResponseReturnValue:
    return _account_page(_account_or_404(number), RoleForm())


@bp.post(f"{ACCOUNT}/roles")
def give(number: int) -> ResponseReturnValue:
    account = _account_or_404(number)
    form = RoleForm()
    if not form.validate():
        return _account_page(account, form), 422
    grants.give_role(account.id, form.to_role(current_actor()), now=utc_now())
    flash(_("The role is given"), "success")
    return redirect(url_for(".show", number=number), 303)


@bp.post(f"{ACCOUNT}/roles/<int:grant>/retirer")
def take(number: int, grant: int) -> ResponseReturnValue:
    account = _account_or_404(number)
    check_token()
    grants.take_role(account.id, grant, actor=current_actor(), now=utc_now())
    flash(_("The role is taken away"), "success")
    return redirect(url_for(".show", number=number), 303)


@bp.post(f"{ACCOUNT}/inviter")
def invite_again(number: int) -> ResponseReturnValue:
    account = _account_or_404(number)
    check_token()
    by = whoever_is_here().account.display_name
    invitations.invite_again(
        account.id, invited_by=by, actor=current_actor(), now=utc_now()
    )
    flash(_("Another invitation is on its way"), "success")
    return redirect(url_for(".show", number=number), 303)


@bp.get(f"{ACCOUNT}/<action>")
def confirm(number: int, action: str) -> ResponseReturnValue:
    account, wanted = _account_or_404(number), _action_or_404(action)
    if not wanted.is_possible(account):
        return redirect(url_for(".show", number=number), 303)
    return render_template(
        "desk/accounts/confirm.html", account=account, action=wanted, form=ActionForm()
    )


@bp.post(f"{ACCOUNT}/<action>")
def act(number: int, action: str) -> ResponseReturnValue:
    account, wanted = _account_or_404(number), _action_or_404(action)
    check_token()
    # The second of two clicks finds it done.
    if wanted.is_possible(account):
        wanted.does(account.id, actor=current_actor(), now=utc_now())
        flash(str(wanted.done), "success")
    if account.forgotten_at:
        return redirect(url_for(".index"), 303)
    return redirect(url_for(".show", number=number), 303)


def _account_or_404(number: int) -> Account:
    return find_account_by_id(number) or abort(404)


def _action_or_404(name: str) -> AccountAction:
    return ACTIONS.get(name) or abort(404)


def _invitation_page(form: InvitationForm) -> str:
    return render_template("desk/accounts/invite.html", form=form)


def _account_page(account: Account, form: RoleForm) -> str:
    return render_template(
        "desk/accounts/show.html",
        account=account,
        grants=grants_of(account.id),
        mails=mails_to_account(account.id),
        sessions=open_sessions(account.id, now=utc_now()),
        idle_hours=idle_hours(),
        entries=history_of(account),
        form=form,
        button=ActionForm(formdata=None),
        now=utc_now(),
    )
