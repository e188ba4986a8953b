"""What people say when they register, and how it is stored."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime
from typing import Any

from concertation.domain.personal_data import PARTICIPANT_FIELDS, REGISTRATION_FIELDS
from concertation.domain.questions import Answer, kept
from concertation.domain.registration import folded, sort_key
from concertation.domain.workshops import WorkshopRule
from concertation.models import Event, Participant, Process, Registration
from concertation.queries.workshops import chosen_workshops, wished_workshops
from concertation.services.answer_files import Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a person says of themselves, and may change later."""

    given_name: str
    family_name: str
    organisation: str
    role: str
    category: str
    departement: str
    epci: str = ""
    phone: str = ""
    accessibility_needs: str = ""
    own: Mapping[int, Answer | None] = field(default_factory=dict)
    """To the organiser's own questions, each that was asked; None: left empty."""
    uploads: Mapping[int, Upload] = field(default_factory=dict)
    """Files, by the question that they answer; ``own`` names them as `NOT_KEPT_YET`."""
    workshops: tuple[int, ...] = ()
    """Ids; best first where they are ranked."""
    companions: tuple[str, ...] = ()
    """Names, or as many empty ones as people come along."""
    notice: str = ""
    """What they read of their data, where they are asked to agree to something."""


APART = {"own", "uploads", "workshops", "companions", "notice"}
OWN = "q"
"""Begins the name of an organiser's own question, before its id."""
AGREED = ("is_named", "organisation_is_named")
"""What a participant agrees to, and may take back."""
COLUMNS = [each.name for each in fields(Answers) if each.name not in APART]


def answers_of(registration: Registration, workshops: Iterable[int] = ()) -> Answers:
    """What somebody said, as if they said it again with these workshops."""
    return Answers(
        **{name: getattr(registration, name) for name in COLUMNS},
        workshops=tuple(workshops),
        companions=tuple(registration.companions),
    )


def write_answers(
    registration: Registration, answers: Answers, *, now: datetime
) -> list[str]:
    """Store the answers and return the names of those that changed."""
    given = _columns(registration, answers)
    changed = [name for name in given if getattr(registration, name) != given[name]]
    names = _names_of_changed(registration, given)
    for name in changed:
        setattr(registration, name, given[name])
    registration.sort_key = sort_key(answers.family_name, answers.given_name)
    registration.organisation_key = folded(answers.organisation)[:200]
    registration.search_text = folded(
        f"{answers.family_name} {answers.given_name} {answers.organisation}"
        f" {answers.role} {registration.email} {registration.reference}"
    )
    registration.updated_at = now
    return names


def held_names(person: Registration | Participant) -> frozenset[str]:
    """Of the fields in which something stands; of an own question, ``q`` and its id."""
    personal = REGISTRATION_FIELDS
    if isinstance(person, Participant):
        personal = dict.fromkeys((*PARTICIPANT_FIELDS, *AGREED))
    names = personal.keys() - {"answers"}
    given = (person.answers or {}).items()
    # Who takes a tick out says no: what came back with a backup would be a yes.
    own = [f"{OWN}{number}" for number, said in given if said is not False]
    return frozenset(own) | {name for name in names if getattr(person, name)}


def told_in_trail(
    changed: list[str], before: frozenset[str], person: Registration | Participant
) -> dict[str, list[str]]:
    """The names of what changed and, apart, of what was taken back: never a value.

    A backup from before holds what was taken back; see `services.erasures`.
    """
    emptied = sorted(before - held_names(person)) if changed else []
    return {"fields": changed} | ({"emptied": emptied} if emptied else {})


def stored_answers(registration: Registration) -> Answers:
    """What somebody said, as they would say it once more."""
    is_ranked = registration.event.workshop_rule is WorkshopRule.RANKED
    read = wished_workshops if is_ranked else chosen_workshops
    return Answers(
        **{name: getattr(registration, name) for name in COLUMNS},
        workshops=tuple(workshop.id for workshop in read(registration)),
        companions=tuple(registration.companions),
    )


def own_answers(
    asking: Event | Process,
    before: Mapping[str, Answer],
    given: Mapping[int, Answer | None],
) -> dict[str, Answer]:
    """Return what is stored once somebody answered, by the id of each question.

    What was not asked now keeps its answer: questions of the desk where a participant
    answers, and those that are retired. What is hidden by the other answers goes.
    """
    if not given:
        return dict(before)
    rules = [question.rule for question in asking.questions]
    asked = {rule.id for rule in rules}
    former = {int(number): value for number, value in before.items()}
    merged = {number: v for number, v in {**former, **given}.items() if v is not None}
    retired = {number: v for number, v in former.items() if number not in asked}
    together = {**retired, **kept(rules, merged)}
    return {str(number): together[number] for number in sorted(together)}


def _columns(registration: Registration, answers: Answers) -> dict[str, Any]:
    return {
        **{name: getattr(answers, name) for name in COLUMNS},
        "companions": list(answers.companions),
        "answers": own_answers(
            registration.event, registration.answers or {}, answers.own
        ),
    }


def _names_of_changed(registration: Registration, given: dict[str, Any]) -> list[str]:
    """A question of the organiser's own is named as its field is: ``q12``."""
    before = registration.answers or {}
    after = given["answers"]
    plain = [
        name
        for name in given
        if name != "answers" and getattr(registration, name) != given[name]
    ]
    own = [n for n in {**before, **after} if before.get(n) != after.get(n)]
    return plain + [f"{OWN}{number}" for number in own]
