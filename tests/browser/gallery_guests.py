"""Guests in every state, and private events."""

from sqlalchemy import select

from concertation.database import db
from concertation.domain.delivery import MailState
from concertation.domain.event import Visibility
from concertation.links import guest_token
from concertation.models import Event, Guest, OutboxMail
from concertation.services.events import call_off_event
from concertation.services.guest_answers import decline_invitation
from concertation.services.registration import cancel_registration, register_person
from tests.factories import ACTOR, NOW, make_draft, make_event, make_wish
from tests.guests import add, guest_of, invite, link_of, make_private

LONG_GUEST = (
    "Marie-Hélène de La Rochefoucauld-Montmorency d’Aubigné; Syndicat mixte"
    " d’aménagement et de développement de la Wissenschaftskommunikation;"
    f" {'tres-longue-adresse-' * 3}d-invitee@concertation.example.org"
)


def furnish_guests() -> dict[str, str]:
    """Return the addresses that only the database can know."""
    board = make_private(
        make_event(slug="board", title="Comité de pilotage", capacity=40), days=7
    )
    club = make_event(slug="club", title="Club des financeurs", capacity=1)
    make_private(club, Visibility.INVITED)
    draft = make_draft(slug="guests-draft", title="Petit-déjeuner")
    add(draft, "ada@example.org")
    called_off = make_event(slug="guests-off", title="Visite privée")
    [lost] = invite(called_off, "ada@example.org")
    call_off_event(called_off.id, "Alerte orange.", actor=ACTOR, now=NOW)
    full = invite(club, "first@example.org", "second@example.org")
    _accept(full[0])
    return {
        **_invite_to(board),
        "guest_lost": _token(lost),
        "guest_waiting": _token(full[1]),
        "board": _code(board),
        "club": _code(club),
    }


def _invite_to(event: Event) -> dict[str, str]:
    silent, no, yes, left, broken = invite(
        event, *(f"guest{number}@example.org" for number in range(5))
    )
    add(event, LONG_GUEST, "Ada LOVELACE; Machines; ada@example.org")
    word = "Je serai en congé, mais ma collègue peut venir à ma place."
    decline_invitation(link_of(no), word, now=NOW)
    _accept(yes)
    cancel_registration(_accept(left), actor=ACTOR, by_organiser=False, now=NOW)
    _refuse_mail_of(broken)
    return {
        "guest": str(guest_of(event).id),
        "guest_silent": _token(silent),
        "guest_no": _token(no),
        "guest_yes": _token(yes),
    }


def _accept(guest: Guest) -> int:
    wish = make_wish(guest.event, email=guest.email, invitation=link_of(guest))
    return register_person(wish, now=NOW).registration_id


def _refuse_mail_of(guest: Guest) -> None:
    mail = db.session.scalars(
        select(OutboxMail).where(OutboxMail.guest_id == guest.id)
    ).one()
    mail.state, mail.attempts = MailState.FAILED, 1
    mail.last_error = "550 5.1.1 Recipient address rejected: user unknown"
    db.session.commit()


def _token(guest: Guest) -> str:
    return guest_token(guest.id, guest.link_version)


def _code(event: Event) -> str:
    return db.session.get_one(Event, event.id).access_code
