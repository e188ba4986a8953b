"""Something real for every variable that a route has."""

from sqlalchemy import select

from concertation.database import db
from concertation.domain.data_requests import RequestKind
from concertation.domain.questions import QuestionKind
from concertation.domain.reminders import ReminderRule
from concertation.domain.roles import Role
from concertation.links import (
    guest_token,
    participant_token,
    registration_token,
)
from concertation.models import (
    DataRequest,
    OutboxMail,
    Quota,
    Registration,
    RegistrationNote,
    StakeholderCategory,
)
from concertation.services.data_requests import AskAboutData, ask_about_data
from concertation.services.notes import add_note
from concertation.services.programme import ItemSheet, add_item
from concertation.services.questions import QuestionSheet, add_question
from concertation.services.reminders import ReminderSheet, add_reminder
from concertation.services.workshops import WorkshopSheet, add_workshop
from tests.enrolments import enrol, place_of
from tests.factories import ACTOR, NOW, make_account, register
from tests.guests import make_guest
from tests.imports import send
from tests.organisations import make_organisation
from tests.pictures import make_logo
from tests.processes import (
    make_outreach,
    make_partner,
    make_process_question,
    make_published_process,
    today,
)
from tests.spaces import space_link_to
from tests.tables_of_people import csv_file, people

BY = {"actor": ACTOR, "now": NOW}


def values_at(event):
    """By the variable's name, or by that of its blueprint and its own."""
    receipt, other = register(event, 1), register(event, 2)
    add_note(receipt.registration_id, "À rappeler", **BY)
    registration = db.session.get_one(Registration, receipt.registration_id)
    guest = make_guest(event)
    return {
        "guest_id": guest.id,
        "what": "invitations",
        "site_invitation.token": guest_token(guest.id, guest.link_version),
        "site_space.token": space_link_to(registration.email),
        "slug": event.slug,
        "request_id": _asked_of(registration.email),
        **_of_a_process(),
        "token": registration_token(registration.id, 1),
        "reference": registration.reference,
        "other": other.reference,
        "note_id": db.session.scalar(select(RegistrationNote.id)),
        "number": make_account(Role.READER, email="somebody@example.org").id,
        "desk_imports.number": send(event, csv_file(people(2))).id,
        "mail_id": db.session.scalar(select(OutboxMail.id)),
        **_parts_of(event),
        "kind": "confirmation",
        "locale": "fr",
        "quota_id": db.session.scalar(select(Quota.id)),
        "name": "none",
        **_of_the_site(),
        "extension": "pdf",
        "ticket": "none",
        "key": "none",
        "filename": "css/site.css",
        "grant": 1,
        "action": "desactiver",
    }


def _of_the_site():
    return {
        "digits": "00586b",
        "desk_organisations.number": make_organisation(),
        "desk_organisations.other": make_organisation("Cité Nature"),
        "category_id": db.session.scalar(select(StakeholderCategory.id)),
        "logo_id": make_logo(),
    }


def _of_a_process():
    """A group in a phase that is open, and somebody in it."""
    offer = make_published_process(slug="parcours", around=today())
    enrol(offer, number=1, now=today())
    place = place_of(1)
    person = place.participant
    return {
        "process": offer.process.slug,
        "group": offer.group.slug,
        "phase_id": offer.phase_id,
        "offer_id": offer.id,
        "enrolment_id": place.id,
        "site_my_enrolments.token": participant_token(person.id, person.link_version),
        "desk_member.reference": person.reference,
        "desk_member.mail_id": db.session.scalar(
            select(OutboxMail.id).where(OutboxMail.participant_id == person.id)
        ),
        "meeting": "none",
        "group_id": offer.group_id,
        "partner_id": make_partner(offer.process),
        "outreach_id": make_outreach(offer.process),
        "desk_process_questions.question_id": make_process_question(offer.process),
    }


def _parts_of(event):
    """What is prepared for an event, each with a page of its own."""
    sheet = QuestionSheet(kind=QuestionKind.SHORT_TEXT, label="Régime")
    return {
        "question_id": add_question(event.id, sheet, **BY),
        "workshop_id": add_workshop(
            event.id, WorkshopSheet(title="Atelier", seats=1), **BY
        ),
        "item_id": add_item(
            event.id, ItemSheet(title="Accueil", starts_at=event.starts_at), **BY
        ),
        "reminder_id": add_reminder(
            event.id, ReminderSheet(rule=ReminderRule.hours(1)), **BY
        ),
    }


def value_of(values, endpoint, name):
    blueprint = endpoint.partition(".")[0]
    return values.get(f"{blueprint}.{name}", values[name])


def _asked_of(email: str) -> int:
    wish = AskAboutData(
        email_key=email, kind=RequestKind.OBJECTION, message="Une raison", locale="fr"
    )
    ask_about_data(wish, now=NOW)
    return db.session.scalar(select(DataRequest.id))
