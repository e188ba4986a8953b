"""An event that asks all that can be asked, and people who answered all of it."""

from datetime import timedelta
from io import BytesIO

from sqlalchemy import select

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.questions import QuestionKind
from concertation.domain.workshops import WorkshopRule
from concertation.exports.attendees import attendee_table
from concertation.exports.columns import offered_columns
from concertation.exports.formats import WRITERS
from concertation.models import Admission, Event, Registration
from concertation.queries.answers import workshops_of
from concertation.queries.attendees import AttendeeFilter
from concertation.queries.questions import chosen
from concertation.services.questions import ChoiceSheet, QuestionSheet, add_question
from concertation.services.registration_rules import (
    RegistrationRules,
    WorkshopRules,
    change_rules,
)
from concertation.services.workshops import WorkshopSheet, add_workshop
from tests.factories import ACTOR, NOW, make_answers, make_event, register

BY = {"actor": ACTOR, "now": NOW}
K = QuestionKind
QUESTIONS = {
    "Thème": (K.SHORT_TEXT, ()),
    "Remarques": (K.LONG_TEXT, ()),
    "Langue": (K.SHORT_TEXT, ()),
    "Budget": (K.NUMBER, ()),
    "Arrivée": (K.DATE, ()),
    "Déjeuner": (K.YES_NO, ()),
    "Repas": (K.ONE_OF, ("Viande", "Sans viande; sans œuf")),
    "Jours": (K.SEVERAL_OF, ("Lundi", "Mardi; matin", "Mardi")),
    "Priorités": (K.RANKING, ("Lin", "Verre", "Dentelle")),
    "Second courriel": (K.EMAIL, ()),
    "Numéro du jour même": (K.PHONE, ()),
    "Établissement": (K.SIRET, ()),
}


def ask(event, label, kind, *choices, **changes):
    sheets = tuple(ChoiceSheet(label=choice) for choice in choices)
    sheet = QuestionSheet(kind=kind, label=label, choices=sheets, **changes)
    return add_question(event.id, sheet, **BY)


def make_full(slug, rule, **changes) -> Event:
    event = make_event(slug=slug, capacity=4, **changes)
    rules = RegistrationRules(
        needs_approval=False, companions_most=2, companions_named=True
    )
    change_rules(event.id, rules, **BY)
    workshops = WorkshopRules(
        workshop_rule=rule, workshops_most=None, workshops_mandatory=False
    )
    change_rules(event.id, workshops, **BY)
    for label, (kind, choices) in QUESTIONS.items():
        ask(event, label, kind, *choices)
    ask(event, "Plan", K.FILE)
    for title in ("Rouge; vif", "Bleu"):
        add_workshop(event.id, WorkshopSheet(title=title, seats=4), **BY)
    return fresh(event)


def fresh(event) -> Event:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(Event, event.id)


def answers_at(event) -> dict[int, object]:
    question = {each.label: each for each in event.questions}
    ids = {
        label: [choice.id for choice in each.choices]
        for label, each in question.items()
    }
    said = {
        "Thème": "'=1+1; « lin »",
        "Remarques": "Une ligne\n- et deux",
        "Langue": "des signes",
        "Budget": "-12.50",
        "Arrivée": "2026-12-31",
        "Déjeuner": False,
        "Repas": ids["Repas"][1],
        "Jours": ids["Jours"][1:],
        "Priorités": ids["Priorités"][::-1],
        "Second courriel": "b@example.org",
        "Numéro du jour même": "+33 6 12 34 56 78",
        "Établissement": "73282932000074",
    }
    return {question[label].id: value for label, value in said.items()}


def fill(event) -> None:
    red, blue = (workshop.id for workshop in event.workshops)
    start_of_all = utc_now().replace(second=0, microsecond=0) - timedelta(days=9)
    is_ranked = event.workshop_rule is WorkshopRule.RANKED
    for number, given in enumerate(
        [
            {"own": answers_at(event), "workshops": (red,), "companions": ("Ada L.",)},
            {"workshops": (red, blue) if is_ranked else (blue,)},
            {},
            {"companions": ("Grace", "Alan"), "workshops": (blue,)},
            {"own": answers_at(event)},
        ]
    ):
        at = start_of_all + timedelta(seconds=number)
        register(event, number, answers=make_answers(**given), now=at)


def in_words(event) -> list[tuple[object, ...]]:
    """Everybody, in the order of the line, without the ids of any event."""
    questions = {each.id: each for each in fresh(event).questions}
    rows = db.session.scalars(
        select(Registration)
        .join(Registration.admission)
        .where(Registration.event_id == event.id)
        .order_by(Admission.state, Admission.queued_at, Admission.id)
    )
    return [
        (
            one.email,
            one.created_at,
            one.admission.state,
            one.admission.seats,
            one.companions,
            {
                questions[int(number)].label: chosen(questions[int(number)], value)
                or value
                for number, value in (one.answers or {}).items()
            },
            *(
                [title for _, title in workshops_of([one.id], wished=wished)]
                for wished in (False, True)
            ),
        )
        for one in rows
    ]


def exported(event, form) -> bytes:
    event = fresh(event)
    keys = {column.key for column in offered_columns(event)}
    wanted = AttendeeFilter(event_id=event.id)
    table = attendee_table(event, wanted, keys=keys, form=form)
    return BytesIO(b"".join(WRITERS[form](table))).getvalue()
