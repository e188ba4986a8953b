"""An event that asks a question of every kind, and one that wants approval."""

from datetime import timedelta

from concertation.database import db
from concertation.domain.questions import Audience, QuestionKind
from concertation.domain.seating import QuotaKind
from concertation.domain.workshops import WorkshopRule
from concertation.links import registration_token
from concertation.models import Event, Registration
from concertation.services.questions import ChoiceSheet, QuestionSheet, add_question
from concertation.services.quotas import PlaceQuota, set_quota
from concertation.services.registration import cancel_registration
from concertation.services.registration_rules import (
    RegistrationRules,
    WorkshopRules,
    change_rules,
)
from concertation.services.workshops import WorkshopSheet, add_workshop
from tests.factories import ACTOR, FAR, NOW, make_answers, make_event, register

BY = {"actor": ACTOR, "now": NOW}
CHOICES = tuple(ChoiceSheet(label=label) for label in ("Lin", "Verre", "Charbon"))


def furnish_questions() -> dict[str, str]:
    _make_ranking_event()
    return {**_make_asking_event(), **_make_approving_event()}


def _make_ranking_event() -> None:
    """Somebody left, so that another could have what they prefer."""
    event = make_event(slug="ranking", title="Rencontre à vœux", capacity=9)
    rules = WorkshopRules(
        workshop_rule=WorkshopRule.RANKED,
        workshops_most=None,
        workshops_mandatory=False,
    )
    change_rules(event.id, rules, **BY)
    sheets = [WorkshopSheet(title=title, seats=1) for title in ("Lin", "Verre")]
    wishes = tuple(add_workshop(event.id, sheet, **BY) for sheet in sheets)
    answers = make_answers(workshops=wishes)
    first, *_others = [register(event, n, answers=answers) for n in range(3)]
    cancel_registration(first.registration_id, by_organiser=True, **BY)


def _make_asking_event() -> dict[str, str]:
    event = make_event(slug="asking", title="Journée des territoires", capacity=40)
    rules = RegistrationRules(
        needs_approval=False, companions_most=2, companions_named=True
    )
    change_rules(event.id, rules, **BY)
    workshops = [
        add_workshop(
            event.id,
            WorkshopSheet(
                title=title,
                seats=seats,
                room="Salle A",
                description="Pour parler ensemble.",
                starts_at=FAR,
                ends_at=FAR + timedelta(hours=1),
            ),
            **BY,
        )
        for title, seats in (("Production", 12), ("Diffusion", 0))
    ]
    for kind, part in ((QuotaKind.CATEGORY, "museum"), (QuotaKind.DEPARTEMENT, "59")):
        quota = PlaceQuota(kind=kind, value=part, seats=1, is_hard=False)
        set_quota(event.id, quota, **BY)
    own = _ask_everything(event)
    answers = make_answers(
        own=own, workshops=(workshops[0],), companions=("Ada Exemple",)
    )
    receipt = register(event, answers=answers)
    person = db.session.get_one(Registration, receipt.registration_id)
    return {
        "asked_question": str(min(own)),
        "asked_workshop": str(workshops[0]),
        "answering": registration_token(person.id, 1),
        "answering_reference": person.reference,
    }


def _ask_everything(event: Event) -> dict[int, object]:
    lunch = _ask(event, QuestionKind.YES_NO, "Déjeunez-vous sur place ?")
    _ask(
        event,
        QuestionKind.SEVERAL_OF,
        "Régime alimentaire",
        choices=CHOICES,
        shown_if_id=lunch,
        shown_if=("yes",),
        is_sensitive=True,
        is_mandatory=True,
    )
    ranking = _ask(event, QuestionKind.RANKING, "Vos thèmes", choices=CHOICES)
    one = _ask(event, QuestionKind.ONE_OF, "Votre filière", choices=CHOICES)
    for kind in QuestionKind:
        if not kind.has_choices and kind is not QuestionKind.YES_NO:
            _ask(event, kind, f"Question : {kind.value}", hint="Une aide.")
    _ask(event, QuestionKind.SHORT_TEXT, "Table", audience=Audience.DESK)
    db.session.expire_all()
    questions = {question.id: question for question in event.questions}
    return {
        lunch: False,
        ranking: [choice.id for choice in questions[ranking].choices[:2]],
        one: questions[one].choices[0].id,
    }


def _ask(event: Event, kind: QuestionKind, label: str, **changes) -> int:
    return add_question(
        event.id, QuestionSheet(kind=kind, label=label, **changes), **BY
    )


def _make_approving_event() -> dict[str, str]:
    event = make_event(slug="approving", title="Comité", capacity=5)
    rules = RegistrationRules(
        needs_approval=True, companions_most=1, companions_named=False
    )
    change_rules(event.id, rules, **BY)
    receipt = register(event)
    person = db.session.get_one(Registration, receipt.registration_id)
    return {
        "asking": registration_token(person.id, 1),
        "asking_reference": person.reference,
    }
