"""The example that a newcomer sees."""

import re
import shutil
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.event import Window
from concertation.domain.phases import PhaseState
from concertation.domain.questions import QuestionKind
from concertation.example import load_example
from concertation.example.members import KNOWN_ORGANISATIONS, NEWLY_NAMED
from concertation.models import (
    Consent,
    Enrolment,
    Event,
    Organisation,
    OutboxMail,
    Process,
    Registration,
    Reminder,
    SiteLogo,
)
from concertation.queries.events import find_event
from concertation.queries.organisations import listed_names, names_to_propose
from concertation.queries.processes import find_process
from concertation.queries.processing import agreed_uses
from concertation.queries.reach import reach_of
from concertation.queries.seating import miscounts
from concertation.queries.site import current_site, forget_site
from concertation.web.filters import clean_text
from tests.factories import NOW
from tests.pictures import make_logo

TABLES = (Event, Registration, OutboxMail, SiteLogo)
SOURCES = Path(__file__).parents[2] / "concertation" / "example"


@pytest.fixture(scope="module")
def loaded(tmp_path_factory) -> Path:
    """Where the database with the example is kept, which takes seconds to load."""
    return tmp_path_factory.mktemp("example") / "loaded.sqlite"


@pytest.fixture
def example(app, loaded) -> None:
    used = db.engine.url.database
    if loaded.exists():
        db.session.remove()
        db.engine.dispose()
        shutil.copy(loaded, used)
    else:
        assert load_example(now=NOW)
        with closing(sqlite3.connect(used)) as connection:
            connection.execute("VACUUM INTO ?", [str(loaded)])
    forget_site()


def test_it_holds_the_meeting_that_was_and_one_to_come(example):
    opening = find_event("ouverture-concertation-csti")
    coming = find_event("etat-des-lieux-csti")
    assert opening.starts_at.isoformat() == "2017-06-19T07:30:00+00:00"
    assert (opening.postal_code, opening.city) == ("59655", "Villeneuve d’Ascq Cedex")
    assert opening.schedule.window(NOW) is Window.OVER
    assert coming.schedule.window(NOW) is Window.OPEN
    assert timedelta(weeks=3) < coming.starts_at - NOW < timedelta(weeks=8)
    assert (coming.pool.capacity, coming.pool.seats_taken) == (60, 60)
    assert 1 <= coming.pool.parties_waiting <= 9
    assert miscounts(db.session()) == []


def test_the_coming_meeting_is_prepared_as_one_would(example):
    coming = find_event("etat-des-lieux-csti")
    assert [each.quota.seats_taken for each in coming.workshops] == [20, 20, 20]
    assert len(coming.programme_items) == 4
    assert [each.kind for each in coming.questions] == [
        QuestionKind.ONE_OF,
        QuestionKind.CONSENT,
    ]
    agreed = db.session.scalars(select(Consent)).all()
    assert 20 <= len(agreed) <= 25
    assert agreed_uses()[0].events == 1
    [due_at] = db.session.scalars(select(Reminder.due_at))
    assert coming.starts_at - due_at == timedelta(days=2, minutes=30)


def test_it_shows_the_logos_of_bodies_that_do_not_exist(example, client):
    page = client.get("/?lang=fr").text

    assert 'alt="Territoire d’exemple"' in page
    assert 'alt="Fonds d’exemple"' in page
    assert len(current_site().logos) == 3


def test_a_site_with_logos_keeps_its_own(app):
    make_logo()
    load_example(now=NOW)

    assert [logo.alternative_fr for logo in current_site().logos] == ["Région Exemple"]


def test_loading_twice_changes_nothing(example):
    count = select(func.count()).select_from
    before = [db.session.scalar(count(m)) for m in TABLES]

    assert not load_example(now=NOW + timedelta(days=9))

    after = [db.session.scalar(count(m)) for m in TABLES]
    assert after == before


def test_it_names_no_real_person_and_no_real_address():
    text = "".join(path.read_text() for path in SOURCES.glob("*.py"))

    assert not re.search(r"leulier|decoster|hautsdefrance\.fr", text, re.IGNORECASE)
    assert set(re.findall(r"@([\w.]+\w)", text)) <= {"example.org"}


def test_its_texts_are_as_a_form_would_send_them(example):
    """So that saving an event untouched changes nothing."""
    for event in db.session.scalars(select(Event)):
        for text in (event.title, event.summary, event.programme, event.access_notes):
            assert text == clean_text(text)


def test_it_holds_the_consultation_that_was_and_one_that_is_under_way(example):
    past, live = db.session.scalars(select(Process).order_by(Process.id))
    assert [phase.title for phase in past.phases] == [
        "État des lieux",
        "Ambitions partagées",
        "Préfiguration d’un schéma régional",
    ]
    assert all(phase.span.state(NOW) is PhaseState.OVER for phase in past.phases)
    assert [phase.span.state(NOW) for phase in live.phases] == [
        PhaseState.OVER,
        PhaseState.OPEN,
        PhaseState.COMING,
    ]
    held = [each.event.starts_at.date() for each in reach_of(past, now=NOW).meetings]
    assert held == [date(2017, 6, 19), date(2017, 11, 6), date(2017, 12, 11)]


def test_the_groups_of_the_live_process_are_full_of_people_in_every_standing(example):
    live = find_process("schema-regional-csti")
    reach = reach_of(live, now=NOW)
    assert (reach.known_departements, len(reach.meetings)) == (5, 3)
    assert all(meeting.places for meeting in reach.meetings)
    places = db.session.scalars(select(Enrolment)).all()
    found = {each.standing.value for each in places}
    assert found == {"seat", "held", "waiting", "ended"}


def test_forms_offer_the_organisations_that_the_desk_has_seen(app):
    load_example(now=NOW)

    offered = set(names_to_propose(listed_names()))
    assert offered == set(KNOWN_ORGANISATIONS)
    unseen = select(Organisation.name).where(Organisation.listed_at.is_(None))
    assert set(db.session.scalars(unseen)) == set(NEWLY_NAMED)
