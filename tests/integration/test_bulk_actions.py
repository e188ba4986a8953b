"""Many people at once: each is decided once, and whoever is passed over is named."""

from functools import partial

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.bulk import MOST_AT_ONCE, BulkAction, Passed
from concertation.domain.errors import ChoiceGone, EventOver, TooManyAtOnce
from concertation.domain.seating import AdmissionState
from concertation.models import Registration
from concertation.queries.bulk import named, plan_of
from concertation.queries.registrations import rank_of
from concertation.queries.seating import miscounts
from concertation.queries.workshops import chosen_workshops
from concertation.services import bulk
from concertation.services.bulk import ActOnMany, act_on_many
from concertation.services.registration_rules import RegistrationRules, change_rules
from concertation.services.workshops import WorkshopSheet, add_workshop
from tests.factories import FAR, make_answers, make_event, register
from tests.filled_events import BY, cancel, mails, person, seats, state
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
IN, WAITS = AdmissionState.CONFIRMED, AdmissionState.WAITLISTED
DECLINED, CANCELLED = AdmissionState.DECLINED, AdmissionState.CANCELLED


@pytest.fixture(autouse=True)
def nothing_is_miscounted(app, monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 2)
    yield
    db.session.rollback()
    assert miscounts(db.session()) == []


def act(event, action, receipts, **changes):
    ids = [receipt.registration_id for receipt in receipts]
    wish = ActOnMany(event_id=event.id, action=action, registration_ids=ids, **changes)
    return act_on_many(wish, **BY)


def counts(outcome):
    return len(outcome.done), {why: len(ids) for why, ids in outcome.passed.items()}


def people(event, number, **answers):
    answers = make_answers(**answers)
    return [register(event, n, answers=answers) for n in range(number)]


def asking(number, capacity=2):
    event = make_event(capacity=capacity)
    rules = RegistrationRules(
        needs_approval=True, companions_most=0, companions_named=False
    )
    change_rules(event.id, rules, **BY)
    return event, people(event, number)


def test_who_asked_first_gets_the_places_whatever_the_order_of_the_list(app):
    event, receipts = asking(5)

    outcome = act(event, BulkAction.APPROVE, reversed(receipts))
    again = act(event, BulkAction.APPROVE, receipts)

    assert counts(outcome) == (5, {})
    assert counts(again) == (0, {Passed.DECIDED: 5})
    assert [state(receipt) for receipt in receipts] == [IN, IN, WAITS, WAITS, WAITS]
    assert [mails(receipt)[1:] for receipt in receipts] == [
        ["confirmed"],
        ["confirmed"],
        ["waitlisted"],
        ["waitlisted"],
        ["waitlisted"],
    ]


def test_two_facilitators_at_once_decide_each_person_once(app):
    event, receipts = asking(6, capacity=3)
    event_id = event.id

    def decide(action):
        ids = [receipt.registration_id for receipt in receipts]
        wish = ActOnMany(event_id=event_id, action=action, registration_ids=ids)
        return act_on_many(wish, **BY)

    actions = [BulkAction.APPROVE, BulkAction.DECLINE] * 3
    tries = all_at_once(app, [partial(decide, action) for action in actions])

    done = [number for each in tries for number in each.result().done]
    assert sorted(done) == sorted(receipt.registration_id for receipt in receipts)
    assert all(len(mails(receipt)) == 2 for receipt in receipts)


def test_cancelling_all_gives_no_place_to_who_is_cancelled_as_well(app):
    event = make_event(capacity=2)
    receipts = people(event, 5)
    staying = register(event, 9)

    outcome = act(event, BulkAction.CANCEL, receipts)

    assert counts(outcome) == (5, {})
    assert {state(receipt) for receipt in receipts} == {CANCELLED}
    assert [mails(receipt)[-1] for receipt in receipts] == ["cancelled"] * 5
    assert not any("promoted" in mails(receipt) for receipt in receipts)
    assert state(staying) is IN
    assert counts(act(event, BulkAction.CANCEL, receipts)) == (0, {Passed.ENDED: 5})


def test_promoting_many_keeps_their_order_and_tells_each_once(app):
    event = make_event(capacity=1)
    receipts = people(event, 6)
    chosen = [receipts[0], receipts[5], receipts[3]]

    outcome = act(event, BulkAction.PROMOTE, chosen)
    again = act(event, BulkAction.PROMOTE, chosen)

    assert counts(outcome) == (2, {Passed.SEATED: 1})
    assert counts(again) == (0, {Passed.SEATED: 1, Passed.FIRST: 2})
    assert [rank_of(person(receipts[n])) for n in (3, 5, 1)] == [1, 2, 3]
    assert mails(receipts[5]) == ["waitlisted", "waitlisted"]


def test_a_move_stops_where_the_workshop_is_full(app):
    event = make_event(capacity=10)
    lin, other = (
        add_workshop(event.id, WorkshopSheet(title=title, seats=n), **BY)
        for title, n in (("Lin", 5), ("Mine", 2))
    )
    receipts = people(event, 4, workshops=(lin,))
    chosen = named(event, [receipt.reference for receipt in receipts])
    mine = next(w for w in event.workshops if w.id == other)
    plan = plan_of(event, BulkAction.MOVE, chosen, mine)
    assert (len(plan.people), len(plan.passed[Passed.FULL])) == (2, 2)

    outcome = act(event, BulkAction.MOVE, receipts, workshop_id=other)
    again = act(event, BulkAction.MOVE, receipts, workshop_id=other)

    assert counts(outcome) == (2, {Passed.FULL: 2})
    assert counts(again) == (0, {Passed.THERE: 2, Passed.FULL: 2})
    titles = [chosen_workshops(person(receipt))[0].title for receipt in receipts]
    assert titles == ["Mine", "Mine", "Lin", "Lin"]
    assert mails(receipts[0]) == ["confirmed", "confirmed"]
    with pytest.raises(ChoiceGone):
        act(event, BulkAction.MOVE, receipts, workshop_id=999)


def test_who_left_or_was_told_just_now_is_passed_over(app):
    event = make_event(capacity=5)
    receipts = people(event, 3)
    cancel(receipts[0])

    outcome = act(event, BulkAction.RESEND, receipts)

    assert counts(outcome) == (0, {Passed.ENDED: 1, Passed.TOLD: 2})


def test_nothing_is_done_after_the_end_nor_to_a_crowd_nor_elsewhere(app):
    event, other = make_event(capacity=5), make_event(slug="ailleurs")
    receipts = people(event, 1)
    late = {**BY, "now": FAR.replace(year=2100)}
    ids = [receipts[0].registration_id]

    for action in (BulkAction.CANCEL, BulkAction.PROMOTE):
        wish = ActOnMany(event_id=event.id, action=action, registration_ids=ids)
        with pytest.raises(EventOver):
            act_on_many(wish, **late)
    with pytest.raises(TooManyAtOnce):
        act(event, BulkAction.CANCEL, receipts * (MOST_AT_ONCE + 1))
    assert counts(act(other, BulkAction.CANCEL, receipts)) == (0, {})
    assert (state(receipts[0]), seats(event)) == (IN, 1)


LIST = "/bureau/evenements/ouverture/inscrits"


def test_the_pages_say_before_what_they_do_and_after_what_they_did(desk, app):
    _event, receipts = asking(4)
    query = "&".join(f"person={receipt.reference}" for receipt in receipts)
    before = desk.get(f"{LIST}/actions?do=decline&whom=ticked&{query}").text
    assert "Cela sera fait pour 4 personnes" in before
    sent = {"do": "decline", "person": [receipt.reference for receipt in receipts]}

    without_reason = desk.post(f"{LIST}/actions?state=asked", data=sent)
    done = desk.post(
        f"{LIST}/actions?state=asked", data=sent | {"reason": "Réunion réservée"}
    )
    after = desk.get(done.location).text

    assert (without_reason.status_code, done.status_code) == (422, 303)
    assert "state=asked" in done.location
    assert "4 demandes sont refusées" in after
    assert {state(receipt) for receipt in receipts} == {DECLINED}
    nothing = desk.get(f"{LIST}/actions?do=decline&{query}").text
    assert "Il n’y a rien à faire" in nothing
    assert "4 personnes laissées de côté" in nothing


def test_everybody_listed_is_whom_the_filter_shows(desk, app):
    event = make_event(capacity=1)
    people(event, 3)

    page = desk.get(f"{LIST}/actions?do=cancel&whom=all&state=waitlisted").text
    chosen = db.session.scalars(select(Registration.reference)).all()

    assert "Cela sera fait pour 2 personnes" in page
    assert sum(f'value="{reference}"' in page for reference in chosen) == 2
    assert "Personne n’est choisi" in desk.get(f"{LIST}/actions?do=cancel").text
    assert desk.get(f"{LIST}/actions?whom=all").status_code == 200
