"""Where an event has several days, each workshop says which is its own."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from concertation.database import db
from concertation.mailing.rendering import render
from concertation.models import OutboxMail
from concertation.services.workshops import WorkshopSheet, add_workshop
from tests.factories import ACTOR, FAR, NOW, make_answers, make_event, register
from tests.full_event import fresh

PAGES = (
    "/evenements/ouverture",
    "/evenements/ouverture/inscription",
    "/bureau/evenements/ouverture/ateliers",
)
HOUR = timedelta(hours=1)


@pytest.fixture
def opened(desk):
    def open_pages(first, hours):
        event = make_event(starts_at=first, ends_at=first + hours)
        times = {"starts_at": event.starts_at, "ends_at": event.starts_at + HOUR}
        sheet = WorkshopSheet(title="Lin", **times)
        add_workshop(event.id, sheet, actor=ACTOR, now=NOW)
        pages = [desk.get(f"{path}?lang=en") for path in PAGES]
        assert [page.status_code for page in pages] == [200] * len(PAGES)
        return event, [page.text for page in pages]

    return open_pages


@pytest.mark.on_both_databases
@pytest.mark.parametrize(
    ("first", "hours", "is_told"),
    [
        (FAR, timedelta(days=2), True),
        (FAR, 2 * HOUR, False),
        # One day in UTC, but midnight passes in Paris.
        (FAR.replace(hour=21, minute=0), 2 * HOUR, True),
        # Two days in UTC, but one morning in Paris.
        (FAR.replace(hour=23, minute=0), 2 * HOUR, False),
    ],
)
def test_a_workshop_says_its_day_where_there_are_several(opened, first, hours, is_told):
    event, pages = opened(first, hours)
    local = event.starts_at.astimezone(ZoneInfo(event.timezone))
    day = f"{local:%A}, {local.day} {local:%B} {local:%Y}, "

    for page in pages:
        place = page.rindex("Lin")
        near = " ".join(page[place : place + 400].split())
        assert (day in near) is is_told, near


@pytest.mark.on_both_databases
@pytest.mark.parametrize("days", [0, 2])
def test_mails_say_the_day_where_there_are_several(app, days):
    event = make_event(starts_at=FAR, ends_at=FAR + timedelta(days=days, hours=2))
    lin = add_workshop(
        event.id,
        WorkshopSheet(title="Lin", starts_at=FAR, ends_at=FAR + HOUR),
        actor=ACTOR,
        now=NOW,
    )
    register(fresh(event), answers=make_answers(workshops=(lin,)))

    mail = db.session.query(OutboxMail).one()
    with app.test_request_context("/"):
        written = render(mail)
    bodies = [written.get_body((kind,)).get_content() for kind in ("plain", "html")]

    where = "Lin (vendredi 19 juin 2099, 9\u202fh\u202f30)"
    assert ["Atelier" in body for body in bodies] == [True, True]
    assert [where in body for body in bodies] == [bool(days)] * 2
