"""One world that holds every state a page can be in, and where to see each."""

import mailbox
from datetime import timedelta

from flask import Flask

from concertation.domain.event import LegalBasis
from concertation.domain.stakeholders import StakeholderCategory
from concertation.links import registration_token
from concertation.mailing.mailbox import FOLDER
from concertation.mailing.rendering import render
from concertation.models import Event, OutboxMail, Registration
from concertation.database import db
from concertation.services.accounts import SignIn, sign_in
from concertation.domain.errors import WrongCredentials
from concertation.services.events import call_off_event
from concertation.services.personal_data import erase_registration
from concertation.services.registration import cancel_registration
from concertation.example.people import invented_person
from sqlalchemy import select

from tests.factories import (
    ACTOR,
    FAR,
    NOW,
    make_answers,
    make_draft,
    make_event,
    make_facilitator,
    register,
)

LONG_TITLE = (
    "Rencontre territoriale extraordinairement longue sur la"
    " Wissenschaftskommunikationsinfrastruktur, la médiation, l’itinérance,"
    " l’éducation populaire et les patrimoines industriels des Hauts-de-France"
)
PROGRAMME = """\
## Matin

- **9 h** Accueil
- **9 h 30** Ce que la réunion d’ouverture a fait ressortir

Voir [le dossier](https://www.cnil.fr/).

## Après-midi

1. Trois tables
2. Mise en commun
"""
MANY = 420
LOCKED_OUT = "locked-out@example.org"


def furnish(app: Flask) -> dict[str, str]:
    """Fill the database; return the addresses that only it can know."""
    make_facilitator()
    _make_quiet_events()
    full = make_event(slug="full", title="Atelier Médiation", capacity=3)
    people = [register(full, number) for number in range(1, 7)]
    cancel_registration(
        people[5].registration_id, actor=ACTOR, by_organiser=False, now=NOW
    )
    erased = register(full, 9)
    erase_registration(erased.registration_id, actor=ACTOR, now=NOW)
    gone = make_event(slug="cancelled", title="Visite de la mine", capacity=20)
    lost = register(gone)
    call_off_event(gone.id, "Alerte orange aux inondations.", actor=ACTOR, now=NOW)
    _make_crowd()
    _lock_out()
    for state in ("sent", "failed"):
        _deliver(people[0].registration_id, state)
    return {
        "confirmed": _link(people[0].registration_id),
        "waiting": _link(people[4].registration_id),
        "ended": _link(people[5].registration_id),
        "lost": _link(lost.registration_id),
        "attendee": people[0].reference,
        "waiter": people[4].reference,
        "leaver": people[5].reference,
        "erased": erased.reference,
        "mail": _catch_mails(app),
    }
