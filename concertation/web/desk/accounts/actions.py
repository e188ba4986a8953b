"""What an administrator does to an account after having been asked whether to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from concertation.models import Account
from concertation.services.grants import (
    deactivate,
    reactivate,
    reset_second_factor,
    sign_out,
)
from concertation.services.invitations import withdraw_invitation


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAction:
    title: LazyString
    consequence: LazyString
    done: LazyString
    does: Callable[..., Any]
    is_possible: Callable[[Account], bool]
    kind: str = "danger"


ACTIONS: dict[str, AccountAction] = {
    "desactiver": AccountAction(
        title=_l("Deactivate this account"),
        consequence=_l(
            "The person is signed out at once, everywhere, and can no longer sign in."
            " What they did stays in the journal, and you can reactivate the account."
        ),
        done=_l("The account is deactivated, and the person is signed out"),
        does=deactivate,
        is_possible=lambda account: account.is_active and not account.awaits_answer,
    ),
    "reactiver": AccountAction(
        title=_l("Reactivate this account"),
        consequence=_l("The person can sign in again, and may do what they could."),
        done=_l("The account is active again"),
        does=reactivate,
        is_possible=lambda account: not account.is_active,
        kind="primary",
    ),
    "fermer-les-sessions": AccountAction(
        title=_l("Sign this person out everywhere"),
        consequence=_l(
            "Every browser that is signed in with this account is signed out at once."
            " The person can sign in again, and keeps what they may do."
        ),
        done=_l("The person is signed out everywhere"),
        does=sign_out,
        is_possible=lambda account: account.is_active and not account.awaits_answer,
    ),
    "retirer-invitation": AccountAction(
        title=_l("Withdraw this invitation"),
        consequence=_l("Its link opens nothing any more; name and address are erased."),
        done=_l("The invitation is withdrawn"),
        does=withdraw_invitation,
        is_possible=lambda account: account.awaits_answer,
    ),
    "retirer-double-authentification": AccountAction(
        title=_l("Reset the second factor"),
        consequence=_l(
            "For somebody who has lost both the telephone and the recovery codes: be"
            " sure that it is them who ask. They are signed out, told by mail, and sign"
            " in with the password alone until they set up another one."
        ),
        done=_l("The second factor is reset, and the person is told by mail"),
        does=reset_second_factor,
        is_possible=lambda account: account.totp_since is not None,
    ),
}
