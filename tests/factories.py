"""What tests are made of: settings, events, people, all through the real services."""

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from concertation.config import Settings
from concertation.database import db, transaction
from concertation.domain.event import LegalBasis
from concertation.domain.registration import email_key
from concertation.domain.roles import Role
from concertation.domain.second_factor import new_salt
from concertation.models import (
    Account,
    AccountGrant,
    Event,
    Process,
    WorkingGroup,
)
from concertation.services.answers import Answers
from concertation.services.event_sheet import EventSheet
from concertation.services.events import create_event, publish_event
from concertation.services.facilitators import add_facilitator
from concertation.services.passwords import hash_password
from concertation.services.receipts import Receipt
from concertation.services.registration import register_person
from concertation.services.registration_wish import RegisterPerson

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FAR = datetime(2099, 6, 19, 7, 30, tzinfo=UTC)
"""Far enough for pages, which ask the real clock, to find registration open."""
FACILITATOR = "desk@example.org"
SCOPE_IDS = {Event: "event_id", Process: "process_id", WorkingGroup: "group_id"}
PASSWORD = "a long password of tests"
ACTOR = "account:1"


def make_settings(instance: Path, database_url: str, **changes: Any) -> Settings:
    defaults: dict[str, Any] = {
        "instance": instance,
        "database_url": database_url,
        "secret_key": "not a secret: only tests have this key",
        "public_url": "http://localhost",
        "smtp": None,
        "mail_from": "concertation@example.org",
        "site_name": "Concertation",
        "sqlite_synchronous": "NORMAL",
        "testing": True,
        "checks_csrf": False,
        "keeps_pages": False,
    }
    return Settings(**defaults | changes)


def make_sheet(**changes: Any) -> EventSheet:
    defaults: dict[str, Any] = {
        "slug": "ouverture",
        "title": "Réunion d’ouverture",
        "summary": "Réunion d’ouverture de la concertation CSTI.",
        "programme": "- Accueil\n- Échanges",
        "starts_at": FAR,
        "ends_at": FAR + timedelta(hours=2),
        "timezone": "Europe/Paris",
        "venue_name": "Espace culture",
        "venue_address": "Université Lille 1\nCité Scientifique",
        "postal_code": "59655",
        "city": "Villeneuve d’Ascq Cedex",
        "access_notes": "",
        "organiser_name": "Région Hauts-de-France",
        "contact_name": "Référent CSTI",
        "contact_email": "csti@example.org",
        "contact_phone": "",
        "registration_opens_at": None,
        "registration_closes_at": None,
        "legal_basis": LegalBasis.PUBLIC_TASK,
        "retention_days": 365,
        "capacity": 2,
        "keeps_waiting_list": True,
    }
    return EventSheet(**defaults | changes)


def make_draft(**changes: Any) -> Event:
    made = create_event(make_sheet(**changes), actor=ACTOR, now=NOW)
    return db.session.get_one(Event, made.event_id)


def make_event(**changes: Any) -> Event:
    """A published event: two places and a waiting list, unless told otherwise."""
    event = make_draft(**changes)
    publish_event(event.id, actor=ACTOR, now=NOW)
    return event


def make_answers(**changes: Any) -> Answers:
    defaults: dict[str, Any] = {
        "given_name": "Maëlys-Anne",
        "family_name": "d'Hœuf-Lefèbvre",
        "organisation": "Musée imaginaire du lin",
        "role": "Directrice",
        "category": "museum",
        "departement": "59",
    }
    return Answers(**defaults | changes)


def make_wish(event: Event, number: int = 1, **changes: Any) -> RegisterPerson:
    defaults: dict[str, Any] = {
        "event_id": event.id,
        "email": f"person{number}@example.org",
        "answers": make_answers(),
        "locale": "fr",
        "browser_key": f"browser of {number}",
    }
    return RegisterPerson(**defaults | changes)


def register(
    event: Event, number: int = 1, *, now: datetime = NOW, **changes: Any
) -> Receipt:
    return register_person(make_wish(event, number, **changes), now=now)


def make_facilitator(email: str = FACILITATOR) -> str:
    """The first one administers the site, as the first account of every site does."""
    add_facilitator(email, "Animation", PASSWORD, now=NOW)
    return email


def make_account(
    role: Role | None = None,
    place: Event | Process | WorkingGroup | None = None,
    *,
    email: str = "",
) -> Account:
    """Somebody with this role there, or on the whole site; or with none."""
    where = place.slug if place else "site"
    email = email or f"{role or 'nobody'}-{where}@example.org"
    with transaction() as session:
        account = Account(
            email=email,
            email_key=email_key(email),
            display_name=email.partition("@")[0],
            password_hash=hashed_password(),
            totp_salt=new_salt(),
            created_at=NOW,
        )
        session.add(account)
        session.flush()
        if role:
            grant = AccountGrant(account_id=account.id, role=role, given_at=NOW)
            if place:
                setattr(grant, SCOPE_IDS[type(place)], place.id)
            session.add(grant)
    return account


@cache
def hashed_password() -> str:
    """Made once: many tests need many accounts."""
    return hash_password(PASSWORD)


FORM = {
    "given_name": "Maëlys-Anne",
    "family_name": "d'Hœuf-Lefèbvre",
    "email": "maelys@example.org",
    "organisation": "Musée imaginaire du lin",
    "role": "Directrice",
    "category": "museum",
    "departement": "59",
    "epci": "",
    "phone": "",
    "accessibility_needs": "",
}
"""A registration form, well filled in."""
