"""Who could have a workshop that they ranked higher: seen at the desk, done by it."""

from functools import partial

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.bulk import BulkAction, Passed
from concertation.domain.roles import Role
from concertation.domain.seating import AdmissionState
from concertation.domain.workshops import WorkshopRule
from concertation.models import Event, Registration
from concertation.queries.attendees import could_do_better
from concertation.queries.bulk import named, plan_of
from concertation.queries.seating import miscounts
from concertation.queries.workshops import chosen_workshops, wished_workshops
from concertation.services import bulk
from concertation.services.bulk import ActOnMany, act_on_many
from concertation.services.registration_rules import WorkshopRules, change_rules
from concertation.services.workshops import (
    WorkshopSheet,
    add_workshop,
    edit_workshop,
    retire_workshop,
)
from tests.factories import (
    PASSWORD,
    make_account,
    make_answers,
    make_event,
    register,
)
from tests.filled_events import BY, cancel, done, mails, person
from tests.full_event import fresh
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
LIST = "/bureau/evenements/ouverture/inscrits"


@pytest.fixture(autouse=True)
def nothing_is_miscounted(app, monkeypatch):
    monkeypatch.setattr(bulk, "BATCH", 2)
    yield
    db.session.rollback()
    assert miscounts(db.session()) == []


def ranking(**changes) -> tuple[Event, int, int]:
    """Red and blue have one place each; nobody is kept out by them."""
    event = make_event(capacity=None, **changes)
    rules = WorkshopRules(
        workshop_rule=WorkshopRule.RANKED,
        workshops_most=None,
        workshops_mandatory=False,
    )
    change_rules(event.id, rules, **BY)
    sheets = [WorkshopSheet(title=title, seats=1) for title in ("Rouge", "Bleu")]
    red, blue = (add_workshop(event.id, sheet, **BY) for sheet in sheets)
    return fresh(event), red, blue


def wishing(event, number, *workshops):
    return register(event, number, answers=make_answers(workshops=workshops))


def titles(receipt):
    return [workshop.title for workshop in chosen_workshops(person(receipt))]


def upgrade(event, receipts):
    ids = [receipt.registration_id for receipt in receipts]
    wish = ActOnMany(
        event_id=event.id, action=BulkAction.BETTER_WISH, registration_ids=ids
    )
    return act_on_many(wish, **BY)


def counts(outcome):
    return len(outcome.done), {why: len(ids) for why, ids in outcome.passed.items()}


def test_nothing_changes_by_itself_and_the_desk_sees_who_could_do_better(app):
    event, red, blue = ranking()
    first, second, third = (wishing(event, n, red, blue) for n in range(3))
    assert [titles(each) for each in (first, second, third)] == [
        ["Rouge"],
        ["Bleu"],
        [],
    ]
    assert could_do_better(event.id) == 0

    cancel(first)

    assert titles(second) == ["Bleu"]
    assert could_do_better(event.id) == 2  # The second, and the third who has none.


def test_who_came_first_does_better_first_and_leaves_what_they_had(app):
    event, red, blue = ranking()
    first, second, third = (wishing(event, n, red, blue) for n in range(3))
    cancel(first)
    people = named(fresh(event), [each.reference for each in (first, second, third)])
    plan = plan_of(fresh(event), BulkAction.BETTER_WISH, people, None)
    planned = [each.reference for each in plan.people]

    outcome = upgrade(event, [third, second, first])

    assert planned == [second.reference, third.reference]
    assert counts(outcome) == (2, {Passed.ENDED: 1})
    assert [titles(second), titles(third)] == [["Rouge"], ["Bleu"]]
    assert mails(second) == ["confirmed", "confirmed"]
    assert done(third)[-1] == "registration.wish_granted"
    wished = [w.title for w in wished_workshops(person(third))]
    assert wished == ["Rouge", "Bleu"]  # They may still do better another day.
    again = counts(upgrade(event, [second, third]))
    assert again == (0, {Passed.NO_BETTER: 2})
    assert mails(second) == ["confirmed", "confirmed"]


def test_who_has_their_best_wish_is_left_alone(app):
    event, red, blue = ranking()
    happy = wishing(event, 0, red, blue)

    assert could_do_better(event.id) == 0
    assert counts(upgrade(event, [happy])) == (0, {Passed.NO_BETTER: 1})
    assert titles(happy) == ["Rouge"]
    assert mails(happy) == ["confirmed"]


def test_who_waits_for_the_event_gets_no_workshop_before(app):
    event, red, blue = ranking(slug="petit")
    event.pool.capacity = 1
    db.session.commit()
    _seated, waiting = (wishing(event, n, blue, red) for n in range(2))

    assert waiting.state is AdmissionState.WAITLISTED
    assert counts(upgrade(event, [waiting])) == (0, {Passed.NO_PLACE: 1})
    assert could_do_better(event.id) == 0


def test_a_workshop_that_shrank_is_kept_by_who_has_it(app):
    event, red, blue = ranking()
    _first, second = wishing(event, 0, red), wishing(event, 1, red, blue)
    edit_workshop(event.id, blue, WorkshopSheet(title="Bleu", seats=0), **BY)

    assert counts(upgrade(event, [second])) == (0, {Passed.NO_BETTER: 1})
    assert titles(second) == ["Bleu"]


def test_a_workshop_that_is_offered_no_more_is_no_better_wish(app):
    event, red, blue = ranking()
    first, second = wishing(event, 0, red, blue), wishing(event, 1, red, blue)
    cancel(first)
    retire_workshop(event.id, red, **BY)

    people = named(fresh(event), [second.reference])
    plan = plan_of(fresh(event), BulkAction.BETTER_WISH, people, None)

    assert could_do_better(event.id) == 0
    assert plan.people == []
    assert counts(upgrade(event, [second])) == (0, {Passed.NO_BETTER: 1})
    assert titles(second) == ["Bleu"]


def test_what_is_offered_no_more_is_passed_over_for_the_next_that_is_better(app):
    """Nobody can be told for ever of what cannot be given."""
    event, red, blue = ranking(slug="trois")
    green = add_workshop(event.id, WorkshopSheet(title="Vert"), **BY)
    receipts = [wishing(fresh(event), n, red, blue, green) for n in range(3)]
    assert [titles(each) for each in receipts] == [["Rouge"], ["Bleu"], ["Vert"]]
    retire_workshop(event.id, red, **BY)
    cancel(receipts[0])
    cancel(receipts[1])
    people = named(fresh(event), [receipts[2].reference])
    plan = plan_of(fresh(event), BulkAction.BETTER_WISH, people, None)

    assert could_do_better(event.id) == 1
    assert [each.reference for each in plan.people] == [receipts[2].reference]
    assert counts(upgrade(event, receipts[2:])) == (1, {})
    assert titles(receipts[2]) == ["Bleu"]
    assert could_do_better(event.id) == 0


def test_two_facilitators_at_once_give_the_free_place_once(app):
    event, red, blue = ranking()
    receipts = [wishing(event, n, red, blue) for n in range(4)]
    cancel(receipts[0])
    event_id = event.id
    ids = [receipt.registration_id for receipt in receipts[1:]]

    def give():
        wish = ActOnMany(
            event_id=event_id, action=BulkAction.BETTER_WISH, registration_ids=ids
        )
        return act_on_many(wish, **BY)

    tries = all_at_once(app, [partial(give) for _ in range(4)])

    given = [number for each in tries for number in each.result().done]
    assert sorted(given) == ids[:2]
    assert [titles(each) for each in receipts[1:]] == [["Rouge"], ["Bleu"], []]


def test_the_list_says_how_many_and_leads_to_what_would_change(desk, app):
    event, red, blue = ranking()
    first, second = wishing(event, 0, red, blue), wishing(event, 1, red, blue)
    assert "qu’elles préfèrent" not in desk.get(LIST).text
    cancel(first)

    page = desk.get(LIST).text
    plan = desk.get(f"{LIST}/actions?do=better_wish&whom=all&wish=better").text
    answer = desk.post(
        f"{LIST}/actions", data={"do": "better_wish", "person": [second.reference]}
    )

    assert "1 personne pourrait avoir un atelier qu’elle préfère" in page
    assert "Cela sera fait pour 1 personne" in plan
    assert "1 personne a un atelier qu’elle préfère" in desk.get(answer.location).text
    assert titles(second) == ["Rouge"]


def test_who_may_only_read_is_not_led_to_what_they_may_not_do(app):
    event, red, blue = ranking()
    first, _second = wishing(event, 0, red, blue), wishing(event, 1, red, blue)
    cancel(first)
    reader, browser = make_account(Role.READER, event), app.test_client()
    signing_in = {"email": reader.email, "password": PASSWORD}
    browser.post("/bureau/connexion", data=signing_in)

    page = browser.get(f"{LIST}?wish=better")

    assert page.status_code == 200
    assert "better_wish" not in page.text


def test_wishes_are_no_action_where_nobody_ranks(desk, app):
    event = make_event()
    register(event, 1)
    reference = db.session.scalar(select(Registration.reference))

    answer = desk.post(
        f"{LIST}/actions", data={"do": "better_wish", "person": [reference]}
    )

    assert answer.status_code == 422
    assert "better_wish" not in desk.get(LIST).text
