"""People of the desk in every state that their pages can show."""

from datetime import timedelta

from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.domain.roles import Role
from concertation.links import INVITATION_SALT, PASSWORD_SALT, signed_link
from concertation.models import Account
from concertation.queries.events import find_event
from concertation.services.grants import RoleToGive, deactivate, give_role
from concertation.services.invitations import Invitation, invite
from concertation.services.own_account import ForgottenPassword, ask_for_reset
from tests.factories import ACTOR, NOW, make_account

LONG_NAME = "Marie-Hélène de La Rochefoucauld-Montmorency d’Aubigné et de Saint-Simon"
WITH_CODE = "with-code@example.org"
READER = "reader@example.org"
WELCOMER = "welcomer@example.org"


def furnish_people() -> dict[str, str]:
    """Return the addresses that only the database can know."""
    event = find_event("full")
    reader = make_account(Role.READER, event, email=READER)
    make_account(Role.WELCOMER, event, email=WELCOMER)
    stopped = make_account(Role.FACILITATOR, email="stopped@example.org")
    deactivate(stopped.id, actor=ACTOR, now=NOW)
    with_code = make_account(Role.FACILITATOR, event, email=WITH_CODE)
    role = RoleToGive(role=Role.WELCOMER, event_id=event.id, actor=ACTOR)
    give_role(with_code.id, role, now=NOW)
    with transaction() as session:
        session.get_one(Account, with_code.id).totp_since = NOW
    waiting, late = _invited(LONG_NAME, days=0), _invited("Retardataire", days=30)
    ask_for_reset(ForgottenPassword(email=READER, place="here"), now=utc_now())
    db.session.expire_all()
    return {
        "administrator": "1",
        "reader": str(reader.id),
        "stopped": str(stopped.id),
        "with_code": str(with_code.id),
        "invited": str(waiting),
        "late": str(late),
        "invitation": _link(INVITATION_SALT, waiting),
        "late_invitation": _link(INVITATION_SALT, late),
        "reset": _link(PASSWORD_SALT, reader.id),
    }


def _invited(name: str, *, days: int) -> int:
    wish = Invitation(
        email=f"invited-{days}-days-ago@example.org",
        display_name=name,
        locale="fr",
        role=RoleToGive(role=Role.READER, event_id=None, actor=ACTOR),
        invited_by="Animation",
        actor=ACTOR,
    )
    return invite(wish, now=utc_now() - timedelta(days=days))


def _link(salt: str, account_id: int) -> str:
    account = db.session.get_one(Account, account_id)
    return signed_link(salt, account.id, account.link_version)
