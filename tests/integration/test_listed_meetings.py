"""What pages of processes, groups and the site list, and in which order."""

import re
from datetime import timedelta

from concertation.services.events import call_off_event
from tests.factories import ACTOR, NOW, make_draft, make_event
from tests.guests import make_private
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_process,
    make_published_process,
    publish,
    today,
)

PAGE = "/demarches/csti"
DAY = timedelta(days=1)


def test_the_calendar_tells_coming_and_past_meetings_of_it_and_its_groups(client):
    offer = make_published_process(around=today())
    past = today() - 40 * DAY
    make_event(slug="whole", title="Plénière", process_id=offer.process.id)
    make_event(slug="group", title="Du groupe", offer_id=offer.id)
    make_event(
        slug="past",
        title="Ancienne",
        offer_id=offer.id,
        starts_at=past,
        ends_at=past + DAY,
    )
    lost = make_event(slug="lost", title="Perdue", offer_id=offer.id)
    call_off_event(lost.id, "Alerte orange.", actor=ACTOR, now=NOW)
    make_event(slug="other", title="Étrangère")
    make_draft(slug="draft", title="Brouillonne", offer_id=offer.id)
    make_private(make_event(slug="private", title="Secrète", offer_id=offer.id))

    for page in (client.get(PAGE).text, client.get(f"{PAGE}/groupes/production").text):
        titles = re.findall(
            r"<a href=\"/evenements/\w+\">(\w[\w ]*)</a>\s*(<strong)?", page
        )
        by_title = dict(titles)
        assert by_title["Perdue"]  # It says that it is cancelled.
        assert not by_title["Du groupe"]
        assert "Ancienne" in by_title
        assert not {"Étrangère", "Brouillonne", "Secrète"} & by_title.keys()
    assert "Plénière" in client.get(PAGE).text


def test_the_next_meeting_of_a_group_is_one_that_takes_place(client):
    offer = make_published_process(around=today())
    lost = make_event(slug="lost", offer_id=offer.id, starts_at=today() + DAY)
    call_off_event(lost.id, "Alerte orange.", actor=ACTOR, now=NOW)
    make_event(slug="next", offer_id=offer.id)

    page = client.get(PAGE).text

    assert 'Prochaine réunion\u00a0: <a href="/evenements/next">' in page


def test_the_home_page_lists_them_in_the_order_of_what_is_going_on(client):
    def made(slug: str, start: int, length: int, **window) -> None:
        process = make_process(slug=slug, title=f"Titre {slug}")
        starts_at = today() + start * DAY
        phase = make_phase(
            process, starts_at=starts_at, ends_at=starts_at + length * DAY, **window
        )
        make_offer(make_group(process), phase)
        publish(process)

    made("over", -90, 30)
    made("older", -300, 30)
    made("later", 200, 30)
    made("soon", 100, 30)
    made("closed", -9, 30, enrolment_closes_at=today() - DAY)
    made("open", -5, 30)
    make_process(slug="draft", title="Titre draft")

    page = client.get("/").text

    order = re.findall(r">Titre (\w+)</a>", page)
    assert order == ["open", "closed", "soon", "later", "over", "older"]
    assert page.count("<h1") == 1
    assert "Inscriptions ouvertes" in page


def test_a_phase_without_groups_is_nothing_to_enrol_in(client):
    process = make_process()
    make_phase(process, starts_at=today() - DAY)
    make_offer(make_group(process), make_phase(process))
    publish(process)

    page = client.get("/").text

    assert "Inscriptions ouvertes" not in page
    assert "En cours" in page
