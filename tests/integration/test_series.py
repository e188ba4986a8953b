"""A series: drafts on several dates, which know each other and are changed alone."""

import threading
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.models import Event
from concertation.queries.series import coming_dates, other_dates
from concertation.services import copying
from concertation.services.copying import SeriesWish, make_series
from concertation.services.events import publish_event
from tests.factories import ACTOR, FAR, NOW, make_event

BY = {"actor": ACTOR, "now": NOW}
DAY = timedelta(days=1)
URL = "/bureau/serie?de=ouverture"
ASKED = "&rule=weekly&count=2"


def stored(event: Event) -> Event:
    db.session.expire_all()
    return db.session.get_one(Event, event.id, populate_existing=True)


def counted(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model))


DAYS = (date(2099, 6, 26), date(2099, 7, 3))


def make(event: Event, *days: date) -> list[str]:
    wish = SeriesWish(event_id=event.id, days=days or DAYS)
    return make_series(wish, **BY)


@pytest.mark.on_both_databases
def test_each_day_is_a_draft_of_one_series(app):
    event = make_event()

    slugs = make(event)

    others = other_dates(stored(event))
    assert [each.slug for each in others] == slugs
    assert [each.starts_at for each in others] == [FAR + 7 * DAY, FAR + 14 * DAY]
    assert coming_dates(stored(event), now=NOW) == []


@pytest.mark.on_both_databases
def test_sending_the_form_twice_at_once_makes_nothing_twice(app):
    event = make_event()
    together = threading.Barrier(2)

    def act():
        with app.app_context():
            together.wait()
            make(event)
            db.session.remove()

    threads = [threading.Thread(target=act) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert counted(Event) == 3


def test_a_series_goes_on(app):
    event = make_event()
    make(event, DAYS[0])

    assert len(make(event)) == 1


def test_its_own_day_and_a_day_twice_make_nothing(app):
    event = make_event()

    assert make(event, date(2099, 6, 19)) == []
    assert stored(event).series_key == ""
    assert len(make(event, DAYS[0], DAYS[0])) == 1


@pytest.mark.on_both_databases
def test_an_error_in_the_last_one_leaves_none(app, monkeypatch):
    event = make_event()
    real, made = copying.free_address, []

    def free_address(*wish):
        if made:
            raise RuntimeError("the power went out")
        made.append(real(*wish))
        return made[0]

    monkeypatch.setattr(copying, "free_address", free_address)

    with pytest.raises(RuntimeError):
        make(event)

    assert counted(Event) == 1
    assert stored(event).series_key == ""


def test_the_dates_are_shown_and_only_those_that_are_ticked_are_made(desk):
    event = make_event()

    page = desk.get(URL + ASKED).text
    assert "vendredi 26 juin 2099" in page
    assert counted(Event) == 1
    answer = desk.post(URL + ASKED, data={"day": ["2099-07-03", "nonsense"]})

    assert answer.status_code == 303
    [other] = other_dates(stored(event))
    assert other.starts_at == FAR + 14 * DAY
    assert f"/bureau/evenements/{other.slug}" in desk.get(answer.location).text
    edit = desk.get(f"/bureau/evenements/{other.slug}/modifier?lang=en").text
    assert "changes this date only" in edit
    listed = desk.get(f"/bureau/?serie={other.series_key}&lang=en").text
    assert "All dates of one series" in listed


def test_a_public_holiday_is_named_and_not_ticked(desk):
    make_event(
        starts_at=FAR.replace(month=7, day=7), ends_at=FAR.replace(month=7, day=8)
    )

    page = desk.get(f"{URL}{ASKED}&lang=en").text

    assert "public holiday: Bastille Day" in page
    assert page.count(" checked>") == 1  # The other date.


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("&rule=weekly", "Enter a number of dates"),
        ("&rule=weekly&count=61", "Enter from 1 to 60"),
        ("&rule=weekly&count=x", "integer"),
        ("&rule=daily&count=2", "choice"),
    ],
)
def test_what_is_wrong_with_the_rule_is_said(desk, asked, told):
    make_event()

    answer = desk.get(f"{URL}{asked}&lang=en")

    assert answer.status_code == 422
    assert told in answer.text


def test_no_date_at_all_is_refused(desk):
    make_event()

    answer = desk.post(f"{URL}{ASKED}&lang=en", data={})

    assert answer.status_code == 422
    assert "Tick at least one date" in answer.text


@pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01", "9999-12-31"])
def test_a_date_that_was_not_shown_makes_nothing(desk, day):
    event = make_event()

    answer = desk.post(f"{URL}{ASKED}&lang=en", data={"day": [day]})

    assert answer.status_code == 422
    assert "Tick at least one date" in answer.text
    assert 'value="2099-06-26"' in answer.text
    desk.post(URL + ASKED, data={"day": [day, "2099-07-03"]})
    assert [each.starts_at for each in other_dates(stored(event))] == [FAR + 14 * DAY]


@pytest.mark.parametrize("asked", ["", "&rule=daily&count=2", "&rule=weekly&count=x"])
def test_nothing_is_made_where_no_date_is_shown(desk, asked):
    make_event()

    answer = desk.post(URL + asked, data={"day": ["2099-06-26"]})

    assert answer.status_code == 422
    assert counted(Event) == 1


def test_the_public_page_leads_to_published_dates_only(client, counted_queries):
    event = make_event()
    with counted_queries() as alone:
        client.get("/evenements/ouverture")
    first, second = make(event)
    published = other_dates(stored(event))[0]
    publish_event(published.id, **BY)

    with counted_queries() as one:
        page = client.get("/evenements/ouverture").text
    publish_event(other_dates(stored(event))[1].id, **BY)
    with counted_queries() as two:
        client.get("/evenements/ouverture")

    assert f"/evenements/{first}" in page
    assert f"/evenements/{second}" not in page
    assert len(one) == len(two) == len(alone) + 1


class TestCopyPage:
    URL = "/bureau/copie?de=ouverture"

    def test_a_copy_is_made(self, desk):
        make_event()
        form = {"title": "Suite", "starts_at": "2099-07-01T14:00"}

        answer = desk.post(self.URL, data=form)

        assert answer.status_code == 303
        assert answer.location.endswith("/suite-2099-07-01")
        assert "Suite" in desk.get(answer.location).text

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"title": ""}, "Enter a title"),
            ({"starts_at": ""}, "Enter when the copy starts"),
            ({"starts_at": "2099-06-19T09:30"}, "The event itself starts then"),
        ],
    )
    def test_what_is_wrong_is_said(self, desk, changes, told):
        make_event()
        form = {"title": "Suite", "starts_at": "2099-07-01T14:00"} | changes

        answer = desk.post(f"{self.URL}&lang=en", data=form)

        assert answer.status_code == 422
        assert told in answer.text

    def test_a_copy_of_nothing_is_missing(self, desk):
        assert desk.get("/bureau/copie").status_code == 404
        assert desk.get("/bureau/copie?de=none").status_code == 404
