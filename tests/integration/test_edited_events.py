"""What a save keeps and refuses: the address, another one’s change, facts told."""

from datetime import timedelta

import pytest

from concertation.database import db
from concertation.domain.errors import (
    AddressTaken,
    EventChangedMeanwhile,
    EventNotPublished,
)
from concertation.domain.messages import EventChanged
from concertation.domain.registration import RegistrationSource
from concertation.domain.seating import AdmissionState
from concertation.models import Event, Registration
from concertation.services.events import create_event, edit_event, publish_event
from concertation.services.registration import cancel_registration
from tests.factories import (
    ACTOR,
    FAR,
    NOW,
    make_draft,
    make_event,
    make_sheet,
    register,
)
from tests.letters import some_facts
from tests.promised import messages
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]

LATER = NOW + timedelta(minutes=5)


def edit(event, *, version=None, **changes):
    sheet = make_sheet(**{"slug": event.slug} | changes)
    return edit_event(event.id, sheet, actor=ACTOR, now=LATER, version=version)


def create(**changes):
    return create_event(make_sheet(**changes), actor=ACTOR, now=NOW)


def stored(event):
    db.session.expire_all()
    return db.session.get_one(Event, event.id)


@pytest.mark.parametrize("slug", ["autre", ""])
def test_the_address_of_what_was_published_stays(slug):
    event = make_event()

    saved = edit(event, slug=slug, title="Journée à Lens")

    assert saved.changed == {"title"}
    assert (saved.slug, stored(event).slug) == ("ouverture", "ouverture")


def test_the_address_of_a_draft_follows_its_sheet():
    draft = make_draft()

    assert edit(draft, slug="autre").slug == "autre"
    assert edit(draft, slug="", title="Journée à Lens").slug == "journee-a-lens"


def test_a_title_that_comes_again_gets_the_next_free_address():
    titled = {"slug": "", "title": "Réunion à Arras"}
    create(slug="reunion-a-arras-3")

    made = [create(**titled).slug for _ in range(3)]

    assert made == ["reunion-a-arras", "reunion-a-arras-2", "reunion-a-arras-4"]


def test_titles_that_come_at_the_same_time_get_an_address_each(app):
    made = all_at_once(app, [lambda: create(slug="", title="Lens")] * 6)

    assert sorted(future.result().slug for future in made) == [
        "lens",
        *(f"lens-{number}" for number in range(2, 7)),
    ]


def test_another_address_that_begins_alike_is_in_nobodys_way():
    create(slug="reunion-a-arras")

    assert create(slug="", title="Réunion").slug == "reunion"
    assert create(slug="reunion-a").slug == "reunion-a"


def test_a_draft_keeps_the_address_that_its_title_made():
    create(slug="", title="Réunion")
    second = create(slug="", title="Réunion")

    draft = db.session.get_one(Event, second.event_id)

    assert edit(draft, slug="", title="Réunion").slug == "reunion-2"


def test_an_address_that_was_chosen_is_refused_when_it_is_taken():
    create(slug="arras")

    with pytest.raises(AddressTaken):
        create(slug="arras")


def test_what_somebody_else_saved_meanwhile_is_not_overwritten():
    event = make_event()
    seen = event.version
    edit(event, version=seen, capacity=9)

    with pytest.raises(EventChangedMeanwhile):
        edit(event, version=seen, capacity=5)
    assert stored(event).pool.capacity == 9

    edit(event, version=stored(event).version, capacity=5)
    assert stored(event).pool.capacity == 5


def test_of_those_who_save_at_the_same_time_one_is_first(app):
    event = make_event()
    seen = event.version

    def save(capacity):
        return lambda: edit_event(
            event.id,
            make_sheet(capacity=capacity),
            actor=ACTOR,
            now=LATER,
            version=seen,
        )

    saves = all_at_once(app, [save(capacity) for capacity in range(3, 9)])

    refusals = [type(save.exception()) for save in saves if save.exception()]
    assert refusals == [EventChangedMeanwhile] * 5


def test_publishing_makes_another_version_too():
    draft = make_draft()
    seen = draft.version
    publish_event(draft.id, actor=ACTOR, now=LATER)

    with pytest.raises(EventChangedMeanwhile):
        edit(draft, version=seen, city="Lens")


def test_registering_makes_no_other_version():
    event = make_event()
    seen = event.version
    register(event, now=LATER)

    assert edit(event, version=seen, city="Lens").people_told == 1


def test_saving_the_same_twice_is_saving_once():
    event = make_event()
    seen = event.version

    assert edit(event, version=seen, city="Lens").changed == {"city"}
    assert edit(event, version=seen, city="Lens").changed == frozenset()


def test_a_move_says_how_many_are_told_and_where_it_was_before():
    event = make_event(capacity=1)
    for number in (1, 2, 3):
        register(event, number)

    saved = edit(event, capacity=1, city="Lens", ends_at=FAR + timedelta(hours=3))

    assert saved.people_told == 3
    former = messages("event_changed")[0].former
    assert (former.starts_at, former.ends_at) == (FAR, FAR + timedelta(hours=2))
    assert former.timezone == "Europe/Paris"
    assert "Villeneuve d’Ascq" in former.venue


def test_any_other_change_tells_nobody():
    event = make_event()
    register(event)

    assert edit(event, title="Autre").people_told == 0


def test_a_promise_that_noted_nothing_of_before_is_still_kept():
    moved = {"has_seat": True, "moved_in_time": True, "moved_in_space": True}
    facts = EventChanged(**some_facts() | moved).facts()
    del facts["former"]

    assert EventChanged.from_facts(facts).former is None


def test_seats_above_the_capacity_are_not_given_again():
    event = make_event(capacity=2)
    receipts = [register(event, number) for number in (1, 2, 3)]
    edit(event, capacity=1)
    assert stored(event).pool.is_overfull

    first = receipts[0].registration_id
    cancel_registration(first, actor=ACTOR, by_organiser=False, now=LATER)

    waiting = db.session.get_one(Registration, receipts[2].registration_id)
    assert waiting.admission.state is AdmissionState.WAITLISTED
    assert not stored(event).pool.is_overfull


def test_staff_seat_nobody_at_a_draft():
    with pytest.raises(EventNotPublished):
        register(make_draft(), source=RegistrationSource.DESK)

    assert messages() == []
