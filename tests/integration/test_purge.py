"""What is kept too long goes, is foretold, and is written down without a name."""

from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select, update
from sqlalchemy.exc import DatabaseError

from concertation.database import db, transaction
from concertation.domain.delivery import MailState
from concertation.domain.questions import QuestionKind
from concertation.domain.retention import DataKind, RetentionTerms
from concertation.models import OutboxMail, Participant, PurgeLine, Registration
from concertation.queries.purges import accounts_asleep, purge_page, what_goes_when
from concertation.services import personal_data
from concertation.services.purge import purge_everything
from concertation.services.questions import QuestionSheet, add_question
from concertation.services.registration import cancel_registration
from concertation.services.site import change_retention
from tests.enrolling import ask
from tests.enrolments import enrol, make_details
from tests.factories import (
    ACTOR,
    NOW,
    make_account,
    make_answers,
    register,
)
from tests.guests import make_guest
from tests.processes import make_published_process
from tests.purging import A_DAY, ENDS, after, foretold, past_event, remembered, told
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]


def furnish():
    """Something of each kind that is foretold; return when all of it is over."""
    event = past_event()
    sheet = QuestionSheet(
        kind=QuestionKind.SHORT_TEXT, label="Régime", retention_days=3
    )
    diet = add_question(event.id, sheet, actor=ACTOR, now=NOW)
    for number in range(1, 4):
        register(event, number, answers=make_answers(own={diet: "sans sel"}))
    make_guest(event)
    offer = make_published_process(capacity=1, retention_days=30)
    own = ask(offer.process, "Régime", retention_days=10)
    enrol(offer, number=1, details=make_details(own={own: "Sans gluten"}))
    enrol(offer, number=2)
    with transaction() as session:
        sent = {"state": MailState.SENT, "sent_at": NOW}
        session.execute(update(OutboxMail).values(**sent))
    return max(after(3650), offer.phase.ends_at + timedelta(days=3650))


def test_what_is_foretold_for_today_is_what_the_purge_removes():
    over = furnish()
    said = foretold(over)

    purge_everything(now=over)

    went = {kind: told(kind) for kind in DataKind if told(kind)}
    assert said == {
        DataKind.ANSWERS: 4,
        DataKind.UNSEATED: 3,
        DataKind.PEOPLE: 2,
        DataKind.GUESTS: 1,
        DataKind.MAILS: said[DataKind.MAILS],
    }
    # Forgetting people empties their mails: fewer are left to go by their own rule.
    assert went | {DataKind.MAILS: 0} == said | {DataKind.MAILS: 0}
    assert foretold(over) == {}


def test_each_rule_alone_removes_what_it_foretold():
    """At instants at which one kind after the other comes due."""
    event = past_event(retention_days=60, unseated_retention_days=20)
    for number in range(1, 4):
        register(event, number)
    with transaction() as session:
        sent = {"state": MailState.SENT, "sent_at": NOW}
        session.execute(update(OutboxMail).values(**sent))

    for days in (19, 20, 60, 89, 95):
        said = foretold(after(days))
        before = {kind: told(kind) for kind in DataKind}
        purge_everything(now=after(days))
        now = {kind: told(kind) for kind in DataKind}
        went = {kind: now[kind] - before[kind] for kind in DataKind}
        assert {kind: count for kind, count in went.items() if count} == said

    assert (told(DataKind.UNSEATED), told(DataKind.PEOPLE)) == (2, 1)


def test_what_comes_due_later_is_foretold_for_then():
    event = past_event(retention_days=300, unseated_retention_days=25)
    register(event, 1)
    register(event, 2)

    assert foretold(ENDS, 0) == {}
    assert foretold(ENDS, 1) == {DataKind.UNSEATED: 1}
    assert foretold(ENDS, 2)[DataKind.PEOPLE] == 1


def test_who_had_no_place_goes_sooner_than_who_took_part():
    event = past_event(capacity=2)
    left = register(event, 1)
    register(event, 2)
    register(event, 3)
    register(event, 4)
    cancel_registration(left.registration_id, actor=ACTOR, by_organiser=False, now=NOW)

    purge_everything(now=after(90) - timedelta(seconds=1))
    assert remembered() == 4
    purge_everything(now=after(90))

    db.session.rollback()
    kept = select(Registration.email).where(Registration.anonymised_at.is_(None))
    emails = sorted(db.session.scalars(kept))
    assert emails == ["person2@example.org", "person3@example.org"]
    purge_everything(now=after(365))
    assert remembered() == 0


def test_an_event_has_a_time_of_its_own_and_never_a_longer_one_than_for_who_came():
    short = past_event(retention_days=30, unseated_retention_days=200)
    register(short, 1)
    register(short, 2)

    purge_everything(now=after(30))

    assert remembered() == 0


def test_in_a_process_who_was_in_no_group_goes_sooner():
    offer = make_published_process(capacity=1, retention_days=200)
    enrol(offer, number=1)
    enrol(offer, number=2)
    over = offer.phase.ends_at

    purge_everything(now=over + 89 * A_DAY)
    assert remembered(Participant) == 2
    purge_everything(now=over + 90 * A_DAY)

    db.session.rollback()
    kept = select(Participant.email).where(Participant.anonymised_at.is_(None))
    assert db.session.scalars(kept).all() == ["person1@example.org"]


def test_mails_that_left_lose_their_text_and_their_address_and_stay_counted():
    event = past_event()
    register(event, 1)
    register(event, 2)
    with transaction() as session:
        first = session.scalar(select(func.min(OutboxMail.id)))
        sent = update(OutboxMail).where(OutboxMail.id == first)
        session.execute(sent.values(state=MailState.SENT, sent_at=NOW))

    purge_everything(now=NOW + 89 * A_DAY)
    assert told(DataKind.MAILS) == 0
    purge_everything(now=NOW + 90 * A_DAY)

    db.session.rollback()
    mails = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()
    assert (mails[0].recipient, mails[0].facts) == ("", {})
    assert (mails[0].state, mails[0].sent_at) == (MailState.SENT, NOW)
    assert mails[1].recipient == "person2@example.org"
    assert told(DataKind.MAILS) == 1


def test_the_times_of_the_site_are_those_by_which_it_goes():
    event = past_event()
    register(event, 1)
    register(event, 2)
    terms = RetentionTerms(unseated_retention_days=7)
    change_retention(terms, version=1, actor=ACTOR, now=NOW)

    purge_everything(now=after(7))

    assert told(DataKind.UNSEATED) == 1


def test_purging_twice_is_purging_once():
    over = furnish()
    purge_everything(now=over)
    went = {kind: told(kind) for kind in DataKind}

    purge_everything(now=over)

    assert {kind: told(kind) for kind in DataKind} == went


def test_several_workers_at_once_remove_each_person_once(app):
    people = 120
    event = past_event(capacity=None)
    for number in range(people):
        register(event, number)

    over = after(365)
    works = all_at_once(app, [lambda: purge_everything(now=over)] * 4, threads=4)

    assert sum(work.result() for work in works) == people
    assert told(DataKind.PEOPLE) == people
    assert remembered() == 0


def test_what_was_not_removed_is_not_written_down(monkeypatch):
    event = past_event()
    register(event, 1)

    def break_off(*_args, **_more):
        raise NotImplementedError

    monkeypatch.setattr(personal_data, "note", break_off)
    with pytest.raises(NotImplementedError):
        purge_everything(now=after(365))

    assert (told(DataKind.PEOPLE), remembered()) == (0, 1)


def test_a_line_names_nobody_and_cannot_be_changed():
    event = past_event()
    register(event, 1)
    purge_everything(now=after(365))

    [line] = [each for each in purge_page(1).lines if each.kind is DataKind.PEOPLE]
    assert (line.purged, line.days, line.since) == (1, 365, ENDS)
    assert line.owner.event_slug == event.slug
    assert {column.name for column in PurgeLine.__table__.columns} == {
        *("id", "at", "kind", "purged", "days", "since", "event_id", "process_id")
    }
    for change in (update(PurgeLine).values(purged=0), delete(PurgeLine)):
        with pytest.raises(DatabaseError, match="only ever added"), transaction() as s:
            s.execute(change)


def test_one_run_is_one_line_for_each_rule_however_many_batches_it_took():
    event = past_event(capacity=None)
    for number in range(60):
        register(event, number)

    purge_everything(now=after(365))

    lines = [each for each in purge_page(1).lines if each.kind is DataKind.PEOPLE]
    assert [each.purged for each in lines] == [60]


def test_once_a_day_each_kind_says_that_the_purge_has_looked():
    morning = NOW.replace(hour=1)
    for hours in (0, 1, 2):
        purge_everything(now=morning + timedelta(hours=hours))

    assert len(purge_page(1).lines) == len(DataKind)
    purge_everything(now=morning + A_DAY)
    assert len(purge_page(1).lines) == 2 * len(DataKind)


def test_accounts_that_nobody_uses_are_told_and_left_as_they_are():
    sleeper = make_account(email="sleeper@example.org")
    awake = make_account(email="awake@example.org")
    later = NOW + timedelta(days=730)
    with transaction() as session:
        session.get_one(type(awake), awake.id).last_signed_in_at = later - A_DAY

    assert accounts_asleep(later) == {sleeper.id}
    assert accounts_asleep(later - A_DAY) == set()
    purge_everything(now=later)
    assert accounts_asleep(later) == {sleeper.id}


def test_the_simulation_asks_as_much_for_three_events_as_for_one(counted_queries):
    def statements() -> int:
        db.session.rollback()
        with counted_queries() as seen:
            what_goes_when(after(365))
        return len(seen)

    register(past_event(), 1)
    first = statements()
    for slug in ("deux", "trois"):
        register(past_event(slug=slug), 1)

    assert statements() == first
