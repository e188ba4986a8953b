"""Whoever runs a group writes to its people: one mail to each, and only to them."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from concertation.database import db, transaction
from concertation.domain.enrolment import Standing
from concertation.domain.roles import Role
from concertation.mailing.rendering import render
from concertation.models import AuditEntry, GroupOffer, OutboxMail, WorkingGroup
from concertation.services.member_letters import LetterToMembers, write_to_members
from concertation.services.own_places import leave_group
from concertation.services.participant_erasure import erase_participant
from tests.enrolments import enrol, make_details, place_of
from tests.factories import ACTOR, NOW, PASSWORD, make_account
from tests.processes import make_group, make_offer, make_published_process, today
from tests.storm import all_at_once

pytestmark = pytest.mark.on_both_databases
ACTION = "offer.members_written_to"
SENT = {
    "to": ["seat"],
    "subject": "Notre prochaine réunion",
    "text": "Apportez **vos idées** <script>alert(1)</script>",
}


@pytest.fixture
def offer(app):
    return make_published_process(around=today(), capacity=2)


def letter(offer, *among, **changes):
    said = {"subject": SENT["subject"], "text": SENT["text"]} | changes
    return LetterToMembers(
        offer_id=offer.id, among=frozenset(among or {Standing.SEAT}), **said
    )


def write(offer, *among, now=NOW, **changes):
    return write_to_members(letter(offer, *among, **changes), actor=ACTOR, now=now)


def letters():
    db.session.rollback()
    found = select(OutboxMail).where(OutboxMail.template == "member_letter")
    return list(db.session.scalars(found.order_by(OutboxMail.id)))


def recipients():
    return [each.recipient for each in letters()]


def address(offer):
    return (
        f"/bureau/demarches/{offer.process.slug}/groupes/{offer.group.slug}"
        f"/phases/{offer.phase_id}"
    )


def people(offer, *numbers):
    for number in numbers:
        details = make_details(family_name=f"Nom{number}")
        enrol(offer, number=number, details=details, now=today())


def test_it_goes_to_those_who_stand_so_and_to_nobody_else(offer):
    people(offer, 1, 2, 3, 4)
    leave_group(place_of(1).id, actor="participant", now=today())
    erase_participant(place_of(4).participant_id, actor=ACTOR, now=today())

    assert write(offer, Standing.WAITING) == 0
    assert write(offer, Standing.SEAT) == 2

    assert recipients() == ["person2@example.org", "person3@example.org"]
    [entry] = db.session.query(AuditEntry).filter_by(action=ACTION)
    assert (entry.subject_id, entry.details["people"]) == (offer.id, 2)
    assert entry.process_id == offer.process_id
    assert SENT["subject"] not in str(entry.details)


def test_answers_go_to_who_runs_the_group(offer):
    people(offer, 1)
    write(offer)
    with transaction() as session:
        group = session.get_one(WorkingGroup, offer.group_id)
        group.contact_email, group.animator_name = "anim@example.org", "Malik Exemple"

    write(offer, now=NOW + timedelta(hours=1))

    first, second = (render(each) for each in letters())
    assert first["Reply-To"].addresses[0].addr_spec == offer.process.contact_email
    assert str(second["Reply-To"]) == "Malik Exemple <anim@example.org>"
    page = second.get_body(("html",)).get_content()
    assert "<strong>vos idées</strong>" in page
    assert "<script>" not in page


def test_a_second_click_writes_to_nobody_and_another_text_does(app, offer):
    people(offer, 1, 2)
    send = partial(write_to_members, letter(offer), actor=ACTOR, now=NOW)

    told = [each.result() for each in all_at_once(app, [send] * 4)]

    assert sorted(told) == [0, 0, 0, 2]
    assert len(letters()) == 2
    assert write(offer, subject="Autre chose") == 2
    assert write(offer, now=NOW + timedelta(minutes=2)) == 2


def test_it_is_looked_at_before_it_is_sent(desk, offer):
    people(offer, 1, 2, 3)
    form = desk.get(f"{address(offer)}/ecrire").text
    assert "Les personnes qui ont une place (2)" in form
    assert "Les personnes en liste d’attente (1)" in form
    assert 'value="asked"' not in form

    seen = desk.post(f"{address(offer)}/ecrire/apercu", data=SENT)

    assert seen.status_code == 200
    assert "Envoyer à 2 personnes" in seen.text
    assert "Notre prochaine réunion" in seen.text
    assert "<strong>vos idées</strong>" in seen.text
    assert "<script>alert" not in seen.text
    assert letters() == []
    sent = desk.post(f"{address(offer)}/ecrire", data=SENT, follow_redirects=True)
    assert "Le message est en cours d’envoi à 2 personnes" in sent.text
    assert len(letters()) == 2
    again = desk.post(f"{address(offer)}/ecrire", data=SENT, follow_redirects=True)
    assert "déjà en cours d’envoi" in again.text
    assert len(letters()) == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"to": []}, "Cochez au moins une case"),
        ({"subject": " "}, "Saisissez un objet"),
        ({"text": ""}, "Écrivez ce que vous voulez leur dire"),
        ({"to": ["asked"]}, "choix"),
    ],
)
@pytest.mark.parametrize("where", ["ecrire", "ecrire/apercu"])
def test_what_is_missing_is_said_beside_its_field(desk, offer, where, changes, said):
    people(offer, 1)

    refused = desk.post(f"{address(offer)}/{where}", data=SENT | changes)

    assert refused.status_code == 422
    assert said in refused.text
    assert letters() == []


def test_nobody_is_written_to_in_an_empty_group(desk, offer):
    assert "Il n’y a personne à qui écrire" in desk.get(f"{address(offer)}/ecrire").text


def test_whoever_runs_one_group_writes_to_that_one_alone(app, offer):
    other = make_offer(make_group(offer.process, title="DIFFUSION"), offer.phase)
    people(offer, 1)
    enrol(db.session.get_one(GroupOffer, other.id), number=2, now=today())
    browsers = {}
    for role in (Role.FACILITATOR, Role.READER):
        account = make_account(role, other.group)
        browsers[role] = app.test_client()
        form = {"email": account.email, "password": PASSWORD}
        browsers[role].post("/bureau/connexion", data=form)
    animator, reader = browsers.values()

    for where in ("ecrire", "ecrire/apercu"):
        assert animator.post(f"{address(offer)}/{where}", data=SENT).status_code == 403
        assert reader.post(f"{address(other)}/{where}", data=SENT).status_code == 403
    assert animator.get(f"{address(offer)}/ecrire").status_code == 403
    assert letters() == []
    assert animator.post(f"{address(other)}/ecrire", data=SENT).status_code == 303
    assert recipients() == ["person2@example.org"]
    assert "/ecrire" not in reader.get(address(other)).text


def test_the_letter_is_read_again_on_the_page_of_the_person(desk, offer):
    people(offer, 1)
    write(offer)
    member = f"{address(offer)}/membres/{place_of(1).participant.reference}"

    assert "Message du groupe" in desk.get(member).text
    shown = desk.get(f"{member}/courriels/{letters()[0].id}").text
    assert "Apportez" in shown
