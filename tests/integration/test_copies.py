"""A copy takes along everything that was prepared, and nobody who came."""

from datetime import time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from concertation.database import Base, db
from concertation.domain.event import EventState, Visibility
from concertation.domain.mail_texts import version_of
from concertation.domain.questions import QuestionKind
from concertation.domain.reminders import ReminderRule
from concertation.domain.seating import QuotaKind
from concertation.models import Event, Quota, Registration
from concertation.queries.reminders import reminders_of
from concertation.services.copy_plan import NOT_COPIED, PLAN
from concertation.services.copying import CopyWish, copy_event
from concertation.services.mail_texts import AddedText, write_text
from concertation.services.programme import ItemSheet, add_item
from concertation.services.questions import ChoiceSheet, QuestionSheet, add_question
from concertation.services.quotas import PlaceQuota, set_quota
from concertation.services.reminders import ReminderSheet, add_reminder
from concertation.services.workshops import WorkshopSheet, add_workshop
from tests.factories import ACTOR, FAR, NOW, make_answers, make_event, register

BY = {"actor": ACTOR, "now": NOW}
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
LATER = FAR + 7 * DAY
PARIS = ZoneInfo("Europe/Paris")


def prepared() -> Event:
    """With something of everything that an organiser prepares."""
    event = make_event(
        capacity=30,
        registration_opens_at=NOW - 30 * DAY,
        registration_closes_at=FAR - 2 * DAY,
        changes_close_at=FAR - 3 * DAY,
    )
    add_item(
        event.id, ItemSheet(title="Accueil", starts_at=FAR, ends_at=FAR + HOUR), **BY
    )
    add_workshop(
        event.id,
        WorkshopSheet(title="Lin", seats=5, starts_at=FAR, ends_at=FAR + HOUR),
        **BY,
    )
    _ask(event)
    quota = PlaceQuota(kind=QuotaKind.DEPARTEMENT, value="59", seats=9, is_hard=False)
    set_quota(event.id, quota, **BY)
    rule = ReminderRule.days(2, time(9))
    add_reminder(event.id, ReminderSheet(rule=rule, tells_waiting=True), **BY)
    text = AddedText(
        template="event_reminder", locale="fr", text="Badge", version=version_of("")
    )
    write_text(event.id, text, **BY)
    return stored(event)


def _ask(event: Event) -> None:
    """A choice with a limit, and a question that depends on another choice."""
    lunch = add_question(
        event.id,
        QuestionSheet(
            kind=QuestionKind.ONE_OF,
            label="Repas",
            choices=(ChoiceSheet(label="Midi", seats=3), ChoiceSheet(label="Aucun")),
        ),
        **BY,
    )
    noon = stored(event).questions[0].choices[0].id
    add_question(
        event.id,
        QuestionSheet(
            kind=QuestionKind.SHORT_TEXT,
            label="Régime",
            shown_if_id=lunch,
            shown_if=(str(noon),),
        ),
        **BY,
    )


def stored(event: Event) -> Event:
    db.session.expire_all()
    return db.session.get_one(Event, event.id, populate_existing=True)


def copied(event: Event, starts_at=LATER, title="Suite") -> Event:
    wish = CopyWish(event_id=event.id, title=title, starts_at=starts_at)
    slug = copy_event(wish, **BY)
    return db.session.scalars(select(Event).where(Event.slug == slug)).one()


def counted(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


@pytest.mark.on_both_databases
def test_everything_prepared_is_there_at_its_distance_from_the_start(app):
    event = prepared()

    copy = copied(event)

    assert (copy.title, copy.slug, copy.state) == (
        "Suite",
        "suite-2099-06-26",
        EventState.DRAFT,
    )
    for name in PLAN["event"].copied - {"title"}:
        assert getattr(copy, name) == getattr(event, name)
    for name in PLAN["event"].moved:
        assert getattr(copy, name) == getattr(event, name) + 7 * DAY
    assert copy.calendar_uid != event.calendar_uid
    [item], [workshop] = copy.programme_items, copy.workshops
    assert (item.starts_at, item.ends_at) == (LATER, LATER + HOUR)
    assert (workshop.starts_at, workshop.quota.seats) == (LATER, 5)
    [reminder] = reminders_of(copy)
    assert reminder.due_at == reminders_of(event)[0].due_at + 7 * DAY
    assert reminder.tells_waiting


@pytest.mark.on_both_databases
def test_nobody_who_came_is_in_the_copy(app):
    event = prepared()
    register(event, answers=make_answers(workshops=(event.workshops[0].id,)))

    copy = copied(event)

    assert counted(Registration) == 1
    assert (copy.pool.capacity, copy.pool.seats_taken) == (30, 0)
    quotas = db.session.scalars(
        select(Quota).where(Quota.pool_id == copy.pool_id)
    ).all()
    assert sorted(quota.kind for quota in quotas) == [
        "choice",
        "departement",
        "workshop",
    ]
    assert {quota.seats_taken for quota in quotas} == {0}


@pytest.mark.on_both_databases
def test_a_condition_depends_on_the_copys_own_question_and_choice(app):
    event = prepared()

    lunch, diet = copied(event).questions

    assert diet.shown_if_id == lunch.id
    assert diet.shown_if == [str(lunch.choices[0].id)]
    assert lunch.choices[0].quota.seats == 3
    assert lunch.id not in {question.id for question in event.questions}


def test_a_copy_takes_people_by_itself(app):
    """The counters of the two pools have nothing to do with each other."""
    event = prepared()
    copy = copied(event)
    lunch, diet = copy.questions
    answers = make_answers(
        own={lunch.id: lunch.choices[0].id, diet.id: "Sans gluten"},
        workshops=(copy.workshops[0].id,),
    )
    copy.state = EventState.PUBLISHED
    copy.registration_opens_at = None
    db.session.commit()

    register(copy, answers=answers)

    assert stored(copy).workshops[0].quota.seats_taken == 1
    assert stored(event).workshops[0].quota.seats_taken == 0


@pytest.mark.parametrize(
    ("month", "day"), [(3, 30), (10, 26)], ids=["clocks went forward", "and back"]
)
def test_clocks_on_the_wall_are_kept_across_a_change_of_clock(app, month, day):
    starts_at = FAR.replace(year=2027, month=month, day=day - 5)
    event = make_event(
        starts_at=starts_at,
        ends_at=starts_at + 2 * HOUR,
        changes_close_at=starts_at - 3 * DAY,
    )
    there = (starts_at.astimezone(PARIS).replace(tzinfo=None) + 7 * DAY).replace(
        tzinfo=PARIS
    )

    copy = copied(event, there)

    for name in ("starts_at", "ends_at", "changes_close_at"):
        walls = [
            getattr(each, name).astimezone(PARIS).replace(tzinfo=None)
            for each in (event, copy)
        ]
        assert walls[1] - walls[0] == 7 * DAY


def test_a_private_event_has_a_code_of_its_own(app):
    event = prepared()
    event.visibility, event.access_code = Visibility.BY_CODE, "secret"
    db.session.commit()

    copy = copied(event)

    assert copy.visibility is Visibility.BY_CODE
    assert copy.access_code not in ("", "secret")


def test_every_column_is_copied_moved_or_made_anew():
    """Whoever adds one says here what becomes of it."""
    for name, plan in PLAN.items():
        columns = set(Base.metadata.tables[name].columns.keys())
        assert columns == plan.copied | plan.moved | plan.anew, name
        assert len(columns) == sum(map(len, (plan.copied, plan.moved, plan.anew)))


def test_every_table_that_belongs_to_an_event_is_copied_or_named():
    belongs = {"event", "seat_pool"}
    known = 0
    while known != len(belongs):
        known = len(belongs)
        belongs |= {
            table.name
            for table in Base.metadata.sorted_tables
            for key in table.foreign_keys
            if key.column.table.name in belongs
        }

    assert belongs == set(PLAN) | NOT_COPIED
    assert not set(PLAN) & NOT_COPIED
