"""The public page of a process: what it is, when, with whom, and the way in."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from concertation.database import db
from concertation.domain.process import PartnerRole
from concertation.models import ProcessPartner, StoredFile
from concertation.web.site.processes import views
from tests.factories import NOW, make_event
from tests.moving_clock import MovingClock
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
PARIS = ZoneInfo("Europe/Paris")


@pytest.fixture
def clock(monkeypatch) -> MovingClock:
    clock = MovingClock()
    monkeypatch.setattr(views, "utc_now", clock)
    return clock


def midnight(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=PARIS)


def three_phases():
    """Of which the second is open at `NOW`, after a pause of ten days."""
    process = make_process()
    phases = [
        make_phase(process, title=title, starts_at=start, ends_at=end)
        for title, start, end in (
            ("État des lieux", midnight(2026, 1, 1), midnight(2026, 2, 1)),
            ("Ambitions", midnight(2026, 2, 11), midnight(2026, 4, 1)),
            ("Préfiguration", midnight(2026, 4, 1), midnight(2026, 7, 1)),
        )
    ]
    group = make_group(process)
    offers = [make_offer(group, phase) for phase in phases]
    publish(process)
    return offers


def state_of(page: str, title: str) -> str:
    heading = re.search(rf"<h3>Phase \d[^<]*{title}[^<]*<strong[^>]*>(\w[^<]*)<", page)
    return heading[1]


def test_a_page_tells_everything(client):
    process = make_process(
        purpose="Partager **un état** des lieux.\n\n<script>alert(1)</script>",
        contact_phone="03 74 27 00 00",
    )
    offer = make_offer(
        make_group(process), make_phase(process, starts_at=today() - DAY)
    )
    publish(offer.process)

    page = client.get(PAGE).text

    assert "<strong>un état</strong>" in page
    assert "<script>alert" not in page
    for told in (
        "préfigurer un schéma régional",
        "Ce que le schéma doit viser.",
        "que la loi a fixée",
        "article 95",
        "avant janvier 2018",
        "Région Hauts-de-France",
        "mailto:csti@example.org",
        "tel:0374270000",
        "2 places libres sur 2",
        "Recenser ce qui se produit",
    ):
        assert told in page


def test_a_draft_is_nowhere(client):
    process = make_process()
    offer = make_offer(make_group(process), make_phase(process))
    make_event(offer_id=offer.id)

    for address in ("", "/agenda.ics", "/flux.atom", "/groupes/production"):
        assert client.get(f"{PAGE}{address}").status_code == 404
    for feed in ("agenda.ics", "flux.atom"):
        assert client.get(f"{PAGE}/groupes/production/{feed}").status_code == 404
    assert "CSTI" not in client.get("/").text.replace("concertation CSTI", "")


def test_the_phase_that_is_open_now_is_marked_by_the_clock_alone(client, clock):
    three_phases()
    seen = []
    for now in (
        midnight(2025, 12, 31),
        midnight(2026, 1, 1),
        midnight(2026, 2, 5),
        midnight(2026, 4, 1) - timedelta(microseconds=1),
        midnight(2026, 4, 1),
        midnight(2026, 7, 1),
    ):
        clock.now = now
        page = client.get(PAGE).text
        titles = ("État des lieux", "Ambitions", "Préfiguration")
        seen.append([state_of(page, title) for title in titles])
        assert page.count('aria-current="step"') == seen[-1].count("En cours")

    assert seen == [
        ["À venir", "À venir", "À venir"],
        ["En cours", "À venir", "À venir"],
        ["Terminée", "À venir", "À venir"],
        ["Terminée", "En cours", "À venir"],
        ["Terminée", "Terminée", "En cours"],
        ["Terminée", "Terminée", "Terminée"],
    ]


def test_days_are_those_of_the_processs_own_zone(client, clock):
    zone = ZoneInfo("Indian/Reunion")
    process = make_process(timezone="Indian/Reunion")
    make_offer(
        make_group(process),
        make_phase(
            process,
            starts_at=datetime(2026, 3, 1, tzinfo=zone),
            ends_at=datetime(2026, 6, 1, tzinfo=zone),
            enrolment_closes_at=datetime(2026, 5, 4, 18, 30, tzinfo=zone),
        ),
    )
    publish(process)

    page = client.get(PAGE).text

    assert "Du 1er mars 2026 au 31 mai 2026 inclus." in page
    assert "ouvertes jusqu’au 4 mai 2026 à 18\u202fh\u202f30." in page


def test_one_clear_way_in_while_a_phase_takes_enrolments(client, clock):
    before, during, after = three_phases()
    clock.now = midnight(2026, 3, 1)

    page = client.get(PAGE).text

    assert f'href="/demarches/csti/inscription?phase={during.phase_id}"' in page
    assert page.count("/inscription") == 1
    assert before.phase_id != after.phase_id


def test_a_phase_that_takes_people_early_is_a_second_way_in(client, clock):
    process = make_process()
    group = make_group(process)
    now_open = make_phase(process, title="Ambitions")
    early = make_phase(process, title="Suite", enrolment_opens_at=NOW - DAY)
    for phase in (now_open, early):
        make_offer(group, phase)
    publish(process)

    page = client.get(PAGE).text

    assert f"/inscription?phase={now_open.id}" in page
    assert f"/inscription?phase={early.id}" in page
    assert "groupe de travail\u00a0: Ambitions" in page


def test_between_phases_it_says_when_enrolment_opens(client, clock):
    three_phases()
    clock.now = midnight(2026, 2, 5)

    page = client.get(PAGE).text

    assert "/inscription" not in page
    assert "Ambitions\u00a0» ouvrent le 11 février 2026." in page


def test_at_the_very_end_it_is_over(client, clock):
    three_phases()
    clock.now = midnight(2026, 7, 1)

    page = client.get(PAGE).text

    assert "/inscription" not in page
    assert "Les inscriptions sont closes." in page
    assert "Cette démarche est terminée." in page


@pytest.mark.parametrize("capacity", [0, 2])
def test_where_nobody_gets_a_seat_or_a_rank_there_is_no_way_in(client, capacity):
    offer = make_published_process(
        around=today(), capacity=capacity, keeps_waiting_list=capacity == 0
    )
    offer.pool.seats_taken = capacity
    db.session.commit()

    page = client.get(PAGE).text

    assert "/inscription" not in page
    assert "Toutes les places sont prises" in page


def test_who_leads_it_is_shown_with_their_logo_and_no_other_file_is_served(client, app):
    offer = make_published_process(around=today())
    logo, other = (
        StoredFile(name=name, kind="png", content=b"\x89PNG", size=4, created_at=NOW)
        for name in ("logo-name.png", "other-name.png")
    )
    db.session.add_all([logo, other])
    db.session.flush()
    db.session.add_all(
        [
            ProcessPartner(
                process_id=offer.process.id,
                position=1,
                role=PartnerRole.PILOT,
                name="Région Hauts-de-France",
                link="https://www.example.org/",
                file_id=logo.id,
                width=90,
                height=30,
            ),
            ProcessPartner(
                process_id=offer.process.id,
                position=2,
                role=PartnerRole.CO_PILOT,
                name="Ombelliscience",
            ),
        ]
    )
    db.session.commit()

    page = client.get(PAGE).text

    assert 'src="/logos/logo-name.png"' in page
    assert "Ombelliscience" in page
    picture = client.get("/logos/logo-name.png")
    assert (picture.status_code, picture.mimetype) == (200, "image/png")
    assert client.get("/logos/other-name.png").status_code == 404


def test_three_groups_ask_as_often_as_one(client, counted_queries):
    offer = make_published_process(around=today())
    make_event(slug="first", offer_id=offer.id)
    db.session.expire_all()
    with counted_queries() as of_one:
        client.get(PAGE)
    for number in range(2):
        other = make_offer(
            make_group(offer.process, title=f"Groupe {number}"), offer.phase
        )
        make_event(slug=f"other{number}", offer_id=other.id)
    db.session.expire_all()
    with counted_queries() as of_three:
        client.get(PAGE)

    assert len(of_three) == len(of_one) <= 12


def test_readers_of_feeds_find_them(client):
    make_published_process(around=today())

    head = client.get(PAGE).text.partition("</head>")[0]

    assert 'type="application/atom+xml"' in head
    assert 'href="/demarches/csti/flux.atom"' in head
    assert 'href="/demarches/csti/agenda.ics"' in head
