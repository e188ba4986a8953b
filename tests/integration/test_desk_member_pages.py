"""What the desk does with one person of a group, or with those who are ticked."""

from datetime import timedelta

import pytest

from concertation.domain.process import GroupRule
from concertation.services import member_bulk
from tests.enrolments import (
    assert_counted,
    enrol,
    mails_to,
    make_details,
    place_of,
    standing_of,
    standings,
)
from tests.processes import (
    make_group,
    make_offer,
    make_published_process,
    today,
)

PERSON = {
    "given_name": "Ada",
    "family_name": "Lovelace",
    "email": "person9@example.org",
    "locale": "fr",
    "organisation": "Machines",
    "role": "Directrice",
    "category": "museum",
    "departement": "59",
}


@pytest.fixture
def offer(app):
    yield make_published_process(around=today(), capacity=2)
    assert_counted()


@pytest.fixture
def other(offer):
    group = make_group(offer.process, title="DIFFUSION")
    return make_offer(group, offer.phase, capacity=1)


def group_page(offer):
    slug, group = offer.process.slug, offer.group.slug
    return f"/bureau/demarches/{slug}/groupes/{group}/phases/{offer.phase_id}"


def page_of(number, offer):
    reference = place_of(number, offer).participant.reference
    return f"{group_page(offer)}/membres/{reference}"


def people(*offers, count, **changes):
    for number in range(1, count + 1):
        details = make_details(family_name=f"Nom{number}", **changes)
        enrol(*offers, number=number, details=details, now=today())


def test_the_desk_enrols_somebody(desk, offer):
    assert desk.get(f"{group_page(offer)}/inscrire").status_code == 200
    empty = desk.post(f"{group_page(offer)}/inscrire", data={})
    sent = desk.post(f"{group_page(offer)}/inscrire", data=PERSON)

    assert empty.status_code == 422
    assert sent.status_code == 303
    assert standing_of(9) == "seat"
    assert place_of(9).source == "desk"
    page = desk.get(sent.location).text
    assert "Place confirmée" in page
    assert "Lovelace Ada" in page


def test_who_would_be_in_too_many_groups_is_refused_and_what_was_typed_kept(
    desk, offer, other
):
    enrol(other, number=9, now=today())

    refused = desk.post(f"{group_page(offer)}/inscrire", data=PERSON)

    assert refused.status_code == 409
    assert 'value="Lovelace"' in refused.text


def test_details_are_corrected(desk, offer):
    people(offer, count=1)
    where = f"{page_of(1, offer)}/modifier"
    assert "Nom1" in desk.get(where).text
    changed = {**PERSON, "organisation": "Fabrique", "departement": "80"}

    assert desk.post(where, data={**changed, "role": ""}).status_code == 422
    assert desk.post(where, data=changed).status_code == 303

    person = place_of(1).participant
    assert (person.family_name, person.departement) == ("Lovelace", "80")
    assert person.organisation.name == "Fabrique"
    assert person.email == "person1@example.org"
    page = desk.get(page_of(1, offer)).text
    assert "Fabrique" in page


def test_a_request_is_approved_or_declined_with_a_reason(desk):
    offer = make_published_process(around=today(), capacity=1, needs_approval=True)
    people(offer, count=2)

    assert desk.post(f"{page_of(1, offer)}/approuver").status_code == 303
    where = f"{page_of(2, offer)}/refuser"
    assert desk.post(where, data={"reason": ""}).status_code == 422
    assert desk.post(where, data={"reason": "Trop de musées."}).status_code == 303

    assert standings(1, 2) == ["seat", "ended"]
    assert "Trop de musées." in desk.get(page_of(2, offer)).text
    assert desk.post(f"{page_of(1, offer)}/approuver").status_code == 409
    assert desk.get(where).status_code == 409


def test_who_is_taken_out_makes_room_for_who_waits(desk, offer):
    people(offer, count=3)

    sent = desk.post(f"{page_of(1, offer)}/retirer", data={"reason": "Trois absences."})

    assert sent.status_code == 303
    assert standings(1, 2, 3) == ["ended", "seat", "seat"]
    assert desk.get(f"{page_of(1, offer)}/retirer").status_code == 409


def test_whoever_is_brought_forward_is_first_in_line(desk, offer):
    people(offer, count=4)

    page = desk.post(f"{page_of(4, offer)}/promouvoir", follow_redirects=True).text

    assert "En tête de la liste d’attente" in page
    assert desk.post(f"{page_of(1, offer)}/promouvoir").status_code == 409


def test_moving_says_first_what_would_come_of_it(desk, offer, other):
    people(offer, count=3)
    where = f"{page_of(1, offer)}/deplacer"
    assert "DIFFUSION\xa0: une place tout de suite" in desk.get(where).text

    sent = desk.post(where, data={"to": other.id, "reason": "Comme convenu."})

    assert sent.status_code == 303
    assert standing_of(1, other) == "seat"
    assert standings(2, 3) == ["seat", "seat"]
    assert "enrolment_moved" in mails_to(1)
    # The other group is full now: who asked later would wait behind nobody.
    told = desk.get(f"{page_of(2, offer)}/deplacer").text
    assert "DIFFUSION\xa0: En tête de la liste d’attente" in told
    assert desk.post(f"{page_of(2, offer)}/deplacer", data={}).status_code == 422


def test_nobody_is_moved_where_there_is_neither_seat_nor_line(desk, offer):
    group = make_group(offer.process, title="COORDINATION")
    full = make_offer(group, offer.phase, capacity=0, keeps_waiting_list=False)
    people(offer, count=1)
    where = f"{page_of(1, offer)}/deplacer"
    assert "complet, sans liste d’attente" in desk.get(where).text

    refused = desk.post(where, data={"to": full.id})

    assert refused.status_code in {409, 422}
    assert standing_of(1, offer) == "seat"


def test_a_deputy_takes_the_place_of_the_titular_member(desk):
    offer = make_published_process(
        around=today(), capacity=5, one_seat_an_organisation=True
    )
    people(offer, count=2)
    assert standings(1, 2) == ["seat", "deputy"]
    assert "Suppléant de" in desk.get(group_page(offer)).text

    assert desk.get(f"{page_of(2, offer)}/remplacer").status_code == 200
    assert desk.post(f"{page_of(2, offer)}/remplacer").status_code == 303

    assert standings(1, 2) == ["deputy", "seat"]
    assert desk.post(f"{page_of(2, offer)}/remplacer").status_code == 409


def test_the_message_is_sent_again_once_a_minute(desk, offer):
    enrol(offer, number=1, now=today() - timedelta(days=1))
    before = len(mails_to(1))

    for _click in range(2):
        assert desk.post(f"{page_of(1, offer)}/renvoyer").status_code == 303

    assert len(mails_to(1)) == before + 1


def test_an_erased_person_is_named_no_more(desk, offer):
    people(offer, count=3)

    assert desk.get(f"{page_of(1, offer)}/effacer").status_code == 200
    assert desk.post(f"{page_of(1, offer)}/effacer").status_code == 303

    page = desk.get(f"{group_page(offer)}?state=all").text
    assert "Nom1" not in page
    assert "Données effacées" in page
    assert standings(2, 3) == ["seat", "seat"]


def test_a_mail_is_read_without_the_link_of_its_recipient(desk, offer):
    people(offer, count=1)
    page = desk.get(page_of(1, offer)).text
    there = page.partition("/courriels/")[2].partition('"')[0]

    mail = desk.get(f"{page_of(1, offer)}/courriels/{there}")

    assert mail.status_code == 200
    assert "/participations/…" in mail.text
    assert desk.get(f"{page_of(1, offer)}/courriels/999999").status_code == 404


def act(desk, offer, numbers, action, **more):
    members = [place_of(number, offer).id for number in numbers]
    data = {"whom": "ticked", "do": action, "member": members, **more}
    where = f"{group_page(offer)}/actions"
    shown = desk.get(where, query_string=data)
    assert shown.status_code == 200
    return shown.text, desk.post(where, data=data, follow_redirects=True)


def test_what_is_done_to_many_is_said_before_and_after(desk, monkeypatch):
    monkeypatch.setattr(member_bulk, "BATCH", 2)
    offer = make_published_process(around=today(), capacity=2, needs_approval=True)
    people(offer, count=4)

    before, done = act(desk, offer, (1, 2, 3, 4), "approve")
    assert "Cela concerne 4 personnes" in before or "4 personnes" in before
    assert "4 personnes" in done.text
    assert standings(1, 2, 3, 4) == ["seat", "seat", "waiting", "waiting"]

    again = act(desk, offer, (1, 2), "approve")[1]
    assert "2 personnes laissées de côté" in again.text

    act(desk, offer, (4,), "promote")
    removed = act(desk, offer, (1, 3), "remove", reason="Trois absences.")[1]
    assert "2 personnes sont retirées" in removed.text
    assert standings(1, 2, 3, 4) == ["ended", "seat", "ended", "seat"]
    assert_counted()


def test_many_are_moved_in_the_order_in_which_they_asked(desk, offer, other):
    people(offer, count=3)

    unsaid = act(desk, offer, (1, 2), "move")[1]
    moved = act(desk, offer, (2, 1), "move", group_to=other.id)[1]

    assert unsaid.status_code == 422
    assert "2 personnes" in moved.text
    assert standing_of(3, offer) == "seat"
    seated = [n for n in (1, 2) if standing_of(n, other) == "seat"]
    assert len(seated) == 1


def test_nobody_is_declined_or_taken_out_without_a_reason(desk, offer):
    people(offer, count=1)

    refused = act(desk, offer, (1,), "remove")[1]

    assert refused.status_code == 422
    assert standing_of(1) == "seat"


def test_members_of_another_group_cannot_be_ticked_here(desk, offer, other):
    enrol(other, number=1, now=today())
    data = {"do": "remove", "member": [place_of(1).id], "reason": "Erreur."}

    desk.post(f"{group_page(offer)}/actions", data=data)

    assert standing_of(1) == "seat"


def test_a_wish_that_is_ranked_is_shown_with_its_place(desk):
    first = make_published_process(around=today(), group_rule=GroupRule.RANKED)
    second = make_offer(make_group(first.process, title="DIFFUSION"), first.phase)
    enrol(second, first, number=1, now=today())

    assert "Vœu numéro 2" in desk.get(group_page(first)).text
    assert "Nobody" not in desk.get(f"{page_of(1, first)}/deplacer").text
    sent = desk.post(f"{page_of(1, first)}/deplacer", data={"to": second.id})
    assert sent.status_code == 422
