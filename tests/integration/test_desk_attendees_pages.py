"""The list of who registered, one person's page, and what staff can do."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.delivery import MailState
from concertation.domain.seating import AdmissionState
from concertation.models import OutboxMail, Registration
from tests.factories import FORM, NOW, make_answers, make_event, register

LIST = "/bureau/evenements/ouverture/inscrits"


def person(number: int) -> Registration:
    email = f"person{number}@example.org"
    found = select(Registration).where(Registration.email == email)
    return db.session.scalars(found.order_by(Registration.id.desc())).first()


def page_of(number: int) -> str:
    return f"{LIST}/{person(number).reference}"


def named(event, number, family_name, **changes):
    register(event, number, answers=make_answers(family_name=family_name, **changes))


def listed(page: str) -> list[str]:
    links = re.findall(r"/inscrits/[A-Z0-9-]+[^>]*>\s*([^<]+?)\s*</a>", page)
    return [link.split()[0] for link in links]


@pytest.fixture
def event(app):
    event = make_event(capacity=2)
    named(event, 1, "Zola", organisation="Aciérie")
    named(event, 2, "Écluse", category="school", organisation="Lycée")
    named(event, 3, "Dubois", organisation="Musée")
    return event


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", ["Dubois", "Écluse", "Zola"]),
        ("?order=latest", ["Dubois", "Écluse", "Zola"]),
        ("?order=organisation", ["Zola", "Écluse", "Dubois"]),
        ("?order=line", ["Zola", "Écluse", "Dubois"]),
        ("?q=ECLUSE", ["Écluse"]),
        ("?q=maelys+musee", ["Dubois"]),
        ("?q=person3@", ["Dubois"]),
        ("?q=%25", []),
        ("?q=_", []),
        ("?state=waitlisted", ["Dubois"]),
        ("?category=school", ["Écluse"]),
        ("?state=nonsense&category=x&order=y&page=-1", ["Dubois", "Écluse", "Zola"]),
        ("?page=99", ["Dubois", "Écluse", "Zola"]),
    ],
)
@pytest.mark.on_both_databases
def test_the_list_is_searched_filtered_and_sorted(desk, event, query, names):
    assert listed(desk.get(LIST + query).text) == names


def test_the_list_comes_in_pages(desk):
    event = make_event(capacity=None)
    for number in range(53):
        named(event, number, f"P{number:02}")

    first, second = desk.get(LIST).text, desk.get(f"{LIST}?page=2").text

    assert len(listed(first)) == 50
    assert listed(second) == ["P50", "P51", "P52"]


def test_the_list_asks_the_database_the_same_for_one_and_for_three(
    desk, counted_queries
):
    event = make_event(capacity=None)
    register(event, 1)
    with counted_queries() as for_one:
        desk.get(LIST)
    register(event, 2)
    register(event, 3)
    with counted_queries() as for_three:
        desk.get(LIST)

    assert len(for_three) == len(for_one) <= 9


def test_staff_adds_someone_through_the_same_door(desk, event):
    answer = desk.post(f"{LIST}/ajouter", data=FORM | {"locale": "en"})

    mail = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id.desc())).first()
    assert answer.status_code == 303
    assert (mail.template, mail.locale) == ("registration_waitlisted", "en")


def test_adding_someone_known_shows_them_as_they_are(desk, event):
    known = FORM | {"email": "PERSON1@example.org", "locale": "fr"}

    answer = desk.post(f"{LIST}/ajouter", data=known)

    assert page_of(1) in answer.location
    assert person(1).family_name == "Zola"


def test_adding_to_a_full_event_without_a_list_says_so_and_keeps_what_was_typed(desk):
    register(make_event(capacity=1, keeps_waiting_list=False))

    answer = desk.post(f"{LIST}/ajouter", data=FORM | {"locale": "fr"})

    assert answer.status_code == 409
    assert "Musée imaginaire du lin" in answer.text


def test_cancelling_for_someone_promotes_who_waits(desk, event):
    desk.post(f"{page_of(1)}/annuler")

    assert person(1).admission.state is AdmissionState.CANCELLED
    assert person(3).admission.state is AdmissionState.CONFIRMED


def test_a_confirmation_is_sent_again_with_the_same_calendar_entry(desk, event):
    desk.post(f"{page_of(1)}/renvoyer")

    mails = db.session.scalars(
        select(OutboxMail).where(OutboxMail.recipient == "person1@example.org")
    ).all()
    assert [mail.template for mail in mails] == ["registration_confirmed"] * 2
    assert len({mail.facts["meeting"]["uid"] for mail in mails}) == 1


def test_a_persons_page_shows_the_mail_and_what_became_of_it(desk, event):
    mail = db.session.scalars(
        select(OutboxMail).where(OutboxMail.recipient == "person1@example.org")
    ).one()
    mail.state, mail.last_error = MailState.FAILED, "550 no such mailbox"
    db.session.commit()

    page = desk.get(f"{page_of(1)}?lang=en").text

    assert "Not delivered" in page
    assert "550 no such mailbox" in page


def test_an_erased_person_leaves_only_numbers(desk, event):
    address = page_of(1)

    desk.post(f"{address}/effacer")

    page = desk.get(LIST).text + desk.get(address).text
    assert "Zola" not in page
    assert "person1@" not in page


def test_a_person_is_found_under_their_own_event_only(desk, event):
    reference = person(1).reference
    make_event(slug="other")

    assert desk.get(f"/bureau/evenements/other/inscrits/{reference}").status_code == 404


def test_who_left_is_listed_only_when_asked_for(desk, event):
    desk.post(f"{page_of(1)}/annuler")

    assert listed(desk.get(LIST).text) == ["Dubois", "Écluse"]
    assert listed(desk.get(f"{LIST}?state=cancelled").text) == ["Zola"]
    assert listed(desk.get(f"{LIST}?state=all").text) == ["Dubois", "Écluse", "Zola"]


def test_an_apostrophe_of_a_phone_finds_one_of_a_keyboard(desk, event):
    named(event, 4, "M'hamed")

    for typed in ("M%E2%80%99hamed", "M'hamed", "mhamed"):
        assert listed(desk.get(f"{LIST}?q={typed}").text) == ["M&#39;hamed"]


def test_what_was_sent_after_the_session_ended_is_told_to_be_lost(client, event):
    answer = client.post(f"{LIST}/ajouter", data=FORM)

    assert answer.location.endswith(
        "next=/bureau/evenements/ouverture/inscrits/ajouter"
    )
    assert "Votre session a pris fin" in client.get(answer.location).text


def test_an_event_that_is_over_is_refused_in_words_for_staff(desk, app):
    make_event(starts_at=NOW - timedelta(days=1), ends_at=NOW)

    answer = desk.get(f"{LIST}/ajouter?lang=en")

    assert answer.status_code == 409
    assert "Nobody can be added to it" in answer.text
    assert "home page" not in answer.text
