"""The door of somebody's own space: who gets a link, and what it opens for how long."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.account_errors import LinkRunOut, TooManyTries
from concertation.domain.retention import LINK_LASTS
from concertation.links import read_space_token, space_token
from concertation.models import OutboxMail, SpaceLink, SpaceSession
from concertation.queries.personal_space import find_space_session, space_of
from concertation.services.personal_data import erase_registration
from concertation.services.personal_space import (
    QUIET_AFTER_A_MAIL,
    SESSION_LASTS,
    SpaceOpening,
    close_space,
    open_space,
    sweep_spaces,
)
from concertation.services.registration import cancel_registration
from tests.enrolments import enrol
from tests.factories import ACTOR, NOW, make_event, register
from tests.guests import ADA, BEN, invite, make_guest
from tests.processes import make_published_process
from tests.spaces import PERSON, ask, latest_secret, space_mails
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
A_SECOND = timedelta(seconds=1)


def opening(secret=None, **changes) -> SpaceOpening:
    secret = secret or latest_secret()
    return SpaceOpening(secret=secret, **{"browser_key": "a browser"} | changes)


def whose(token, *, now=NOW) -> str | None:
    found = find_space_session(token, now=now)
    return found.email_key if found else None


def count(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_known_and_unknown_addresses_cause_the_same_work(counted_queries):
    event = make_event()
    register(event, 1)
    invite(event, ADA)
    make_guest(event, BEN)  # On the list, and not written to: nobody told them.
    done = {}

    for email in (PERSON, ADA, BEN, "nobody@example.org"):
        with counted_queries() as statements:
            ask(email, now=NOW)
        done[email] = [s for s in statements if "SAVEPOINT" not in s.upper()]

    assert len({tuple(statements) for statements in done.values()}) == 1
    assert any("INSERT INTO outbox_mail" in s for s in done["nobody@example.org"])
    assert [mail.recipient for mail in space_mails()] == [PERSON, ADA]
    assert count(SpaceLink) == 2


def test_an_address_is_written_to_once_in_ten_minutes_whoever_asks():
    register(make_event(), 1)

    ask(now=NOW)
    ask(PERSON.upper(), now=NOW + QUIET_AFTER_A_MAIL - A_SECOND, place="elsewhere")
    once = len(space_mails())
    ask(now=NOW + QUIET_AFTER_A_MAIL)

    assert (once, len(space_mails())) == (1, 2)


def test_the_mail_goes_to_the_address_as_its_owner_wrote_it():
    register(make_event(), email="Zoe.Martin@example.org")

    ask("ZOE.MARTIN@example.org", now=NOW)

    assert [mail.recipient for mail in space_mails()] == ["Zoe.Martin@example.org"]


def test_ten_who_ask_at_once_cause_one_mail(app):
    register(make_event(), 1)
    tasks = [lambda place=str(each): ask(now=NOW, place=place) for each in range(10)]

    for done in all_at_once(app, tasks):
        done.result()

    db.session.rollback()
    assert len(space_mails()) == 1


@pytest.mark.parametrize("email", [PERSON, "nobody@example.org"])
def test_asking_is_counted_for_known_and_unknown_alike(email):
    register(make_event(), 1)
    for _ in range(5):
        ask(email, now=NOW)

    with pytest.raises(TooManyTries):
        ask(email, now=NOW)


def test_a_link_opens_once_and_for_two_hours():
    register(make_event(), 1)
    ask(now=NOW)

    token = open_space(opening(), now=NOW)

    assert whose(token) == PERSON
    assert whose(token, now=NOW + SESSION_LASTS - A_SECOND) == PERSON
    assert whose(token, now=NOW + SESSION_LASTS) is None
    with pytest.raises(LinkRunOut):
        open_space(opening(browser_key="another browser"), now=NOW)
    with pytest.raises(LinkRunOut):
        open_space(opening(browser_key=""), now=NOW)


def test_a_link_runs_out_after_a_day():
    register(make_event(), 1)
    ask(now=NOW)

    with pytest.raises(LinkRunOut):
        open_space(opening(), now=NOW + LINK_LASTS)
    assert whose(open_space(opening(), now=NOW + LINK_LASTS - A_SECOND))


def test_a_second_press_of_the_button_is_answered_as_the_first():
    register(make_event(), 1)
    ask(now=NOW)

    tokens = {open_space(opening(), now=NOW) for _ in range(2)}

    assert len(tokens) == 1
    assert count(SpaceSession) == 1
    close_space(tokens.pop())
    with pytest.raises(LinkRunOut):
        open_space(opening(), now=NOW)


def test_two_browsers_that_open_one_link_at_once_are_not_both_let_in(app):
    register(make_event(), 1)
    ask(now=NOW)
    secret = latest_secret()
    tasks = [
        lambda key=str(each): open_space(opening(secret, browser_key=key), now=NOW)
        for each in range(6)
    ]

    outcomes = [done.exception() for done in all_at_once(app, tasks)]

    db.session.rollback()
    assert sum(outcome is None for outcome in outcomes) == 1
    assert {type(each) for each in outcomes if each} == {LinkRunOut}
    assert count(SpaceSession) == 1


def test_opening_the_space_of_another_address_closes_the_one_that_was_open():
    event = make_event()
    register(event, 1)
    register(event, 2)
    ask(now=NOW)
    first = open_space(opening(), now=NOW)
    ask("person2@example.org", now=NOW)

    second = open_space(opening(former_token=first), now=NOW)

    assert (whose(first), whose(second)) == (None, "person2@example.org")


def test_what_is_stored_opens_nothing():
    register(make_event(), 1)
    ask(now=NOW)
    secret = latest_secret()
    token = open_space(opening(), now=NOW)

    stored = str([mail.facts for mail in space_mails()])
    rows = [*db.session.scalars(select(SpaceSession.token_hash))]

    assert token not in rows
    assert space_token(secret) not in stored
    assert read_space_token(secret) is None
    assert read_space_token(space_token(secret)) == secret


def test_what_ran_out_is_swept_away_with_the_mails_that_brought_it():
    event = make_event()
    register(event, 1)
    register(event, 2)
    ask(now=NOW - LINK_LASTS)
    open_space(opening(), now=NOW - LINK_LASTS)
    ask(now=NOW - LINK_LASTS + QUIET_AFTER_A_MAIL)
    ask("person2@example.org", now=NOW)
    before = count(OutboxMail)

    sweep_spaces(now=NOW + QUIET_AFTER_A_MAIL)

    assert [mail.recipient for mail in space_mails()] == ["person2@example.org"]
    assert count(OutboxMail) == before - 2
    assert (count(SpaceLink), count(SpaceSession)) == (1, 0)


def test_a_space_holds_what_is_of_its_address_and_nothing_of_others():
    event = make_event(capacity=5)
    invite(event, PERSON)
    mine = register(event, 1)  # And has nothing to answer there any more.
    register(event, 2)
    gone = register(make_event(slug="autre"), 1)
    cancel_registration(gone.registration_id, actor=ACTOR, by_organiser=False, now=NOW)
    erased = register(make_event(slug="effacee"), 1)
    erase_registration(erased.registration_id, actor=ACTOR, now=NOW)
    invite(make_event(slug="conseil"), PERSON, ADA)

    space = space_of(PERSON, now=NOW)

    assert [each.reference for each in space.coming] == [mine.reference]
    assert [each.reference for each in space.past] == [gone.reference]
    assert [each.event.slug for each in space.invitations] == ["conseil"]
    assert space_of("nobody@example.org", now=NOW).is_empty
    assert space_of(PERSON, now=utc_now() + timedelta(days=40_000)).coming == []


@pytest.mark.parametrize("events", [1, 3])
def test_a_space_is_read_in_as_many_queries_for_one_event_as_for_three(
    events, counted_queries
):
    for number in range(events):
        register(make_event(slug=f"event-{number}"), 1)
        invite(make_event(slug=f"guests-{number}"), PERSON)
        enrol(make_published_process(slug=f"process-{number}"), number=1)
    db.session.expire_all()

    with counted_queries() as statements:
        space = space_of(PERSON, now=NOW)
        told = [(each.event.title, each.admission.state) for each in space.coming]
        invited = [each.event.title for each in space.invitations]

        groups = [
            (each.participant.process.title, place.group.title, place.rank)
            for each in space.participations
            for place in each.current
        ]

    assert len(told) == len(invited) == len(groups) == events
    assert len([each for each in statements if each.startswith("SELECT")]) == 5
