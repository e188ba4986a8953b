"""One world that holds every state a page can be in."""

import mailbox
from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.account_errors import WrongCredentials
from concertation.domain.delivery import MailState
from concertation.domain.event import LegalBasis
from concertation.example.people import invented_person
from concertation.links import registration_token
from concertation.mailing.mailbox import FOLDER
from concertation.mailing.rendering import render
from concertation.models import Event, OutboxMail, Registration, RegistrationNote
from concertation.services.accounts import MOST_TRIES, SignIn, sign_in
from concertation.services.events import call_off_event
from concertation.services.notes import add_note
from concertation.services.personal_data import erase_registration
from concertation.services.receipts import Receipt
from concertation.services.registration import cancel_registration
from tests.browser.gallery_desk_groups import furnish_desk_groups
from tests.browser.gallery_directory import furnish_directory
from tests.browser.gallery_enrolment import furnish_enrolment
from tests.browser.gallery_guests import furnish_guests
from tests.browser.gallery_life import furnish_life
from tests.browser.gallery_limits import furnish_limits
from tests.browser.gallery_notices import furnish_notices
from tests.browser.gallery_people import furnish_people
from tests.browser.gallery_privacy import furnish_privacy
from tests.browser.gallery_process_states import furnish_process_states
from tests.browser.gallery_processes import furnish_processes
from tests.browser.gallery_proof import furnish_proof
from tests.browser.gallery_public import furnish_public
from tests.browser.gallery_questions import furnish_questions
from tests.browser.gallery_restricted import furnish_restricted
from tests.browser.gallery_site import furnish_site
from tests.browser.gallery_space import furnish_space
from tests.factories import (
    ACTOR,
    NOW,
    make_draft,
    make_event,
    make_facilitator,
    register,
)
from tests.imports import import_all, send, send_unnamed, start
from tests.tables_of_people import csv_file, people

LONG_TITLE = (
    "Rencontre territoriale extraordinairement longue sur la"
    " Wissenschaftskommunikationsinfrastruktur, la médiation, l’itinérance,"
    " l’éducation populaire et les patrimoines industriels des Hauts-de-France"
)
LONG_ADDRESS = f"{'tres-longue-adresse-' * 3}de-contact@concertation.example.org"
PROGRAMME = """\
## Matin

- **9 h** Accueil
- **9 h 30** Ce que la réunion d’ouverture a fait ressortir

Voir [le dossier](https://www.cnil.fr/).

## Après-midi

1. Trois tables
2. Mise en commun
"""
CROWD = 201
LOCKED_OUT = "locked-out@example.org"
PAST = NOW - timedelta(days=300)


def furnish(app: Flask) -> dict[str, str]:
    """Fill the database; return the addresses that only it can know."""
    make_facilitator()
    _make_quiet_events()
    known = {**_make_full_events(), **_make_called_off_event()}
    _make_crowd()
    _lock_out()
    for furnish_part in PARTS:
        known = with_more(known, furnish_part())
    return with_more(known, {"mail": _catch_mails(app)})


def with_more(known: dict[str, str], more: dict[str, str]) -> dict[str, str]:
    """Both together. A name that two parts use would show one of them the other's."""
    if twice := known.keys() & more.keys():
        raise ValueError(f"two parts of the gallery use the same names: {twice}")
    return known | more


def _make_quiet_events() -> None:
    """Events that nothing has happened to, one in each window."""
    make_event(
        slug="open", capacity=60, programme=PROGRAMME, access_notes="Métro ligne 1."
    )
    make_draft(slug="draft", title="Journée en préparation", programme=PROGRAMME)
    make_draft(slug="old", title="Daté", starts_at=PAST, ends_at=PAST + _HOUR)
    make_event(slug="soon", title="Forum", registration_opens_at=_days(20_000))
    make_event(slug="closed", title="Séminaire", registration_closes_at=NOW)
    make_event(slug="unlimited", title="Conférence en plein air", capacity=None)
    make_event(slug="past", title="Bilan", starts_at=PAST, ends_at=PAST + _HOUR)
    make_event(slug="older", title="État", starts_at=PAST - _DAY, ends_at=PAST)
    make_event(
        slug="consent", title="Balade", legal_basis=LegalBasis.CONSENT, capacity=15
    )
    make_event(
        slug="long",
        title=LONG_TITLE,
        summary="Anticonstitutionnellement" * 6,
        venue_name="Bibliothèque-médiathèque-ludothèque-artothèque",
        city="Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson",
        contact_email=LONG_ADDRESS,
        capacity=1_000_000,
    )


def _make_full_events() -> dict[str, str]:
    full = make_event(slug="full", title="Atelier Médiation", capacity=3)
    people = [_register_somebody(full, number) for number in range(6)]
    first, waiter, leaver = people[0], people[4], people[5]
    cancel_registration(
        leaver.registration_id, actor=ACTOR, by_organiser=False, now=NOW
    )
    erased = register(full, 9)
    erase_registration(erased.registration_id, actor=ACTOR, now=NOW)
    no_list = make_event(
        slug="no-list", title="Dîner", capacity=1, keeps_waiting_list=False
    )
    register(no_list)
    _refuse_mail_of(waiter)
    add_note(waiter.registration_id, "À rappeler la veille.", actor=ACTOR, now=NOW)
    return {
        "confirmed": _token(first),
        "waiting": _token(waiter),
        "ended": _token(leaver),
        "attendee": first.reference,
        "told": str(_first_mail(first.registration_id).id),
        "waiter": waiter.reference,
        "note": str(db.session.scalar(select(RegistrationNote.id))),
        "leaver": leaver.reference,
        "erased": erased.reference,
    }


def _make_called_off_event() -> dict[str, str]:
    event = make_event(slug="cancelled", title="Visite de la mine", capacity=20)
    lost = register(event)
    call_off_event(event.id, "Alerte orange aux inondations.", actor=ACTOR, now=NOW)
    return {"lost": _token(lost)}


def _make_crowd() -> None:
    """Nearly full, and many pages of attendees."""
    event = make_event(slug="crowd", title="Assises", capacity=CROWD + 2)
    for number in range(CROWD):
        _register_somebody(event, number, now=NOW + number * _HOUR)


def _import_people() -> dict[str, str]:
    """A file in each of its states, with each of its lines."""
    event = make_event(slug="list", title="Colloque", capacity=2)
    register(event, 1)
    rows = people(1, 2, 3, 4)
    rows[4][2] = "nobody@"
    done = import_all(event, csv_file(rows), sends_mails=True)
    rows[1][3] = "Association des géants"
    rows[3][2] = "person5@example.org"
    ready = send(event, csv_file(rows))
    unnamed = send_unnamed(event, csv_file([["Nom", ""], ["Exemple", "x@example.org"]]))
    running = send(event, csv_file(people(8, 9)))
    start(running)
    return {
        "import_unnamed": str(unnamed),
        "import_ready": str(ready.id),
        "import_running": str(running.id),
        "import_done": str(done.id),
    }


def _register_somebody(event: Event, number: int, **changes) -> Receipt:
    email, answers = invented_person(number)
    return register(event, email=email, answers=answers, **changes)


def _lock_out() -> None:
    wish = SignIn(email=LOCKED_OUT, password="wrong", place="network 127.0.0.1/32")
    for _ in range(MOST_TRIES):
        try:
            sign_in(wish, now=utc_now())
        except WrongCredentials:
            continue


def _refuse_mail_of(receipt: Receipt) -> None:
    mail = _first_mail(receipt.registration_id)
    mail.state, mail.attempts = MailState.FAILED, 1
    mail.last_error = "550 5.1.1 Recipient address rejected: user unknown"
    db.session.commit()


def _catch_mails(app: Flask) -> str:
    """Put the first mails into the local mailbox; return the key of the latest."""
    box = mailbox.Maildir(f"{app.instance_path}/{FOLDER}", create=True)
    mails = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id).limit(4))
    return [box.add(render(mail).as_bytes()) for mail in mails][-1]


def _first_mail(registration_id: int) -> OutboxMail:
    return db.session.scalars(
        select(OutboxMail).where(OutboxMail.registration_id == registration_id)
    ).one()


def _token(receipt: Receipt) -> str:
    registration = db.session.get_one(Registration, receipt.registration_id)
    return registration_token(registration.id, registration.link_version)


def _days(number: int):
    return NOW + timedelta(days=number)


_HOUR = timedelta(hours=1)
_DAY = timedelta(days=1)
PARTS = (
    furnish_enrolment,
    furnish_guests,
    furnish_space,
    furnish_privacy,
    furnish_life,
    furnish_limits,
    furnish_proof,
    furnish_people,
    furnish_questions,
    _import_people,
    furnish_processes,
    furnish_process_states,
    furnish_site,
    furnish_notices,
    furnish_directory,
    furnish_public,
    furnish_desk_groups,
    furnish_restricted,
)
