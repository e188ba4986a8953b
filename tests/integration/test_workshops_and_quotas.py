"""Workshops, limits by kind and territory, companions: all by the seat engine."""

from functools import partial

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.errors import (
    ChoiceFull,
    ChoiceGone,
    PartyDoesNotFit,
    QuotaFull,
)
from concertation.domain.seating import AdmissionState, QuotaKind
from concertation.domain.workshops import WorkshopRule
from concertation.models import Event, Quota, Registration, Workshop
from concertation.queries.seating import miscounts
from concertation.queries.workshops import chosen_workshops
from concertation.services.quotas import PlaceQuota, remove_quota, set_quota
from concertation.services.registration import cancel_registration, change_answers
from concertation.services.registration_rules import (
    RegistrationRules,
    WorkshopRules,
    change_rules,
)
from concertation.services.workshops import (
    WorkshopSheet,
    add_workshop,
    edit_workshop,
    retire_workshop,
)
from tests.factories import ACTOR, NOW, make_answers, make_event, register
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
IN, WAITS = AdmissionState.CONFIRMED, AdmissionState.WAITLISTED
MUSEUM, COMPANY = "museum", "company"


@pytest.fixture(autouse=True)
def nothing_is_miscounted(app):
    yield
    db.session.rollback()
    assert miscounts(db.session()) == []


def add(event, title="Atelier", **sheet):
    sheet = WorkshopSheet(title=title, **sheet)
    return add_workshop(event.id, sheet, actor=ACTOR, now=NOW)


def choose(event, number, *workshops, **answers):
    return register(event, number, answers=make_answers(workshops=workshops, **answers))


def person(receipt):
    db.session.expire_all()
    return db.session.get_one(Registration, receipt.registration_id)


def titles(receipt):
    return [workshop.title for workshop in chosen_workshops(person(receipt))]


def rule(event, kind, **changes):
    rules = {"workshops_most": None, "workshops_mandatory": False, **changes}
    change_rules(
        event.id, WorkshopRules(workshop_rule=kind, **rules), actor=ACTOR, now=NOW
    )


def limit(event, kind, value, seats, *, is_hard=True):
    quota = PlaceQuota(kind=kind, value=value, seats=seats, is_hard=is_hard)
    set_quota(event.id, quota, actor=ACTOR, now=NOW)


def test_a_full_workshop_is_refused_and_the_event_is_not(app):
    event = make_event(capacity=10)
    full, free = add(event, "Plein", seats=1), add(event, "Libre")
    choose(event, 1, full)

    with pytest.raises(ChoiceFull) as refused:
        choose(event, 2, full)
    taken = choose(event, 2, free)

    assert refused.value.quota_ids == {db.session.get_one(Workshop, full).quota_id}
    assert taken.state is IN
    assert titles(taken) == ["Libre"]


def test_who_keeps_a_full_workshop_may_change_any_other_answer(app):
    event = make_event(capacity=10)
    workshop = add(event, seats=1)
    receipt = choose(event, 1, workshop)
    edit_workshop(
        event.id, workshop, WorkshopSheet(title="Réduit", seats=0), actor=ACTOR, now=NOW
    )

    answers = make_answers(workshops=(workshop,), role="Trésorière")
    change_answers(receipt.registration_id, answers, actor=ACTOR, now=NOW)

    assert person(receipt).role == "Trésorière"
    assert titles(receipt) == ["Réduit"]


def test_a_retired_workshop_stays_with_who_has_it_and_nobody_else_gets_it(app):
    event = make_event(capacity=10)
    workshop = add(event)
    receipt = choose(event, 1, workshop)
    retire_workshop(event.id, workshop, actor=ACTOR, now=NOW)

    answers = make_answers(workshops=(workshop,), role="Trésorière")
    change_answers(receipt.registration_id, answers, actor=ACTOR, now=NOW)
    with pytest.raises(ChoiceGone):
        choose(event, 2, workshop)

    assert titles(receipt) == ["Atelier"]


def test_changing_to_another_workshop_frees_the_first_for_somebody_else(app):
    event = make_event(capacity=10)
    one, other = add(event, "Un", seats=1), add(event, "Deux", seats=1)
    first = choose(event, 1, one)

    answers = make_answers(workshops=(other,))
    change_answers(first.registration_id, answers, actor=ACTOR, now=NOW)
    second = choose(event, 2, one)

    assert (titles(first), titles(second)) == (["Deux"], ["Un"])


def test_ranked_wishes_give_the_first_that_has_room(app):
    event = make_event(capacity=10)
    red, blue = add(event, "Rouge", seats=1), add(event, "Bleu", seats=1)
    rule(event, WorkshopRule.RANKED)

    receipts = [choose(event, number, red, blue) for number in range(3)]

    assert [titles(receipt) for receipt in receipts] == [["Rouge"], ["Bleu"], []]
    assert {receipt.state for receipt in receipts} == {IN}


def test_a_workshop_stays_with_who_waits_until_there_is_a_place(app):
    event = make_event(capacity=1)
    workshop = add(event, seats=1)
    seated = choose(event, 1)
    waiting = choose(event, 2, workshop)
    assert waiting.state is WAITS

    cancel_registration(
        seated.registration_id, actor=ACTOR, by_organiser=False, now=NOW
    )

    assert person(waiting).admission.state is IN
    assert db.session.get_one(Workshop, workshop).quota.seats_taken == 1


def test_a_hard_limit_makes_a_kind_wait_while_others_are_seated(app):
    event = make_event(capacity=3)
    register(event, 1)
    limit(event, QuotaKind.CATEGORY, MUSEUM, 1)

    museum = register(event, 2)
    company = register(event, 3, answers=make_answers(category=COMPANY))

    assert (museum.state, company.state) == (WAITS, IN)


def test_raising_or_lifting_a_limit_lets_in_who_waited(app):
    event = make_event(capacity=5)
    limit(event, QuotaKind.DEPARTEMENT, "59", 1)
    receipts = [register(event, number) for number in range(4)]
    assert [receipt.state for receipt in receipts] == [IN, WAITS, WAITS, WAITS]

    limit(event, QuotaKind.DEPARTEMENT, "59", 2)
    states = [person(receipt).admission.state for receipt in receipts]
    assert states == [IN, IN, WAITS, WAITS]

    quota = db.session.scalars(select(Quota)).one()
    remove_quota(event.id, quota.id, actor=ACTOR, now=NOW)
    states = [person(receipt).admission.state for receipt in receipts]
    assert states == [IN, IN, IN, IN]


def test_a_soft_limit_holds_nobody_back(app):
    event = make_event(capacity=3)
    limit(event, QuotaKind.CATEGORY, MUSEUM, 1, is_hard=False)

    assert [register(event, n).state for n in range(2)] == [IN, IN]


def test_without_a_waiting_list_the_limit_is_told(app):
    event = make_event(capacity=3, keeps_waiting_list=False)
    limit(event, QuotaKind.CATEGORY, MUSEUM, 0)

    with pytest.raises(QuotaFull):
        register(event, 1)


def test_a_party_gets_all_its_places_or_none(app):
    event = make_event(capacity=3)
    register(event, 1)

    party = register(event, 2, answers=make_answers(companions=("Ada", "Grace")))
    three = register(event, 3, answers=make_answers(companions=("", "")))
    alone = register(event, 4)

    assert [r.state for r in (party, three, alone)] == [WAITS, WAITS, IN]
    assert db.session.get_one(Event, event.id).pool.seats_taken == 2


def test_a_party_passes_by_where_nobody_waits(app):
    event = make_event(capacity=2, keeps_waiting_list=False)
    register(event, 1)

    with pytest.raises(PartyDoesNotFit):
        register(event, 2, answers=make_answers(companions=("Ada",)))


def test_fewer_companions_free_their_places_and_more_need_some(app):
    event = make_event(capacity=3)
    party = register(event, 1, answers=make_answers(companions=("Ada", "Grace")))
    waiting = register(event, 2)

    answers = make_answers(companions=("Ada",))
    change_answers(party.registration_id, answers, actor=ACTOR, now=NOW)
    assert person(waiting).admission.state is IN

    answers = make_answers(companions=("Ada", "Grace"))
    with pytest.raises(PartyDoesNotFit):
        change_answers(party.registration_id, answers, actor=ACTOR, now=NOW)


def test_one_last_place_in_a_workshop_goes_to_one_of_many(app):
    event = make_event(capacity=100)
    workshop = add(event, seats=3)

    event_id = event.id

    def take(number):
        return choose(db.session.get_one(Event, event_id), number, workshop).state

    tries = all_at_once(app, [partial(take, number) for number in range(20)])

    refused = [each.exception() for each in tries if each.exception()]
    assert {type(refusal) for refusal in refused} == {ChoiceFull}
    assert len(refused) == 17


def test_rules_change_nothing_for_who_is_registered(app):
    event = make_event(capacity=3)
    receipt = register(event, 1, answers=make_answers(companions=("Ada",)))
    rules = RegistrationRules(
        needs_approval=True, companions_most=0, companions_named=False
    )

    change_rules(event.id, rules, actor=ACTOR, now=NOW)

    assert person(receipt).admission.state is IN
    assert person(receipt).companions == ["Ada"]
