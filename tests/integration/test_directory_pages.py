"""The pages of the directory of organisations, through HTTP."""

import json

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.roles import Role
from concertation.models import AuditEntry, Enrolment, Organisation, Process
from tests.factories import PASSWORD, make_account
from tests.organisations import (
    LILLE,
    OTHER_SIRET,
    SIRET,
    make_organisation,
    make_participant,
    make_titular,
    organisation,
    settle,
)
from tests.processes import make_process, make_published_process

LIST = "/bureau/structures"
SENT = {
    "name": LILLE,
    "siret": "732 829 320 00074",
    "category": "museum",
    "departement": "59",
    "epci": "",
    "city": "Lille",
    "website": "https://www.univ-lille.example",
}


def only_one():
    db.session.expire_all()
    return db.session.scalars(select(Organisation)).one()


def test_one_is_added_shown_and_changed(desk):
    made = desk.post(f"{LIST}/ajouter", data=SENT)

    shown = desk.get(made.location).text
    assert "732\u202f829\u202f320\u202f00074" in shown
    assert "Structure ajoutée" in shown
    assert only_one().siret == SIRET
    sent = SENT | {"city": "Villeneuve", "version": only_one().version}
    saved = desk.post(f"{made.location}/modifier", data=sent)
    assert saved.status_code == 303
    assert "Villeneuve" in desk.get(made.location).text


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": " "}, "Saisissez le nom"),
        ({"siret": "732 829 320 00075"}, "14 chiffres"),
        ({"category": ""}, "Choisissez un type"),
        ({"departement": ""}, "Choisissez un département"),
        ({"website": "javascript:alert(1)"}, "https://"),
        ({"website": "example.org"}, "https://"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_kept(desk, changes, told):
    answer = desk.post(f"{LIST}/ajouter", data=SENT | changes)

    assert answer.status_code == 422
    assert told in answer.text
    assert 'value="Lille"' in answer.text
    assert db.session.scalars(select(Organisation)).all() == []


def test_one_that_may_be_there_already_is_added_on_purpose_only(desk):
    make_organisation()
    sent = SENT | {"name": "Universite de Lile"}

    asked = desk.post(f"{LIST}/ajouter", data=sent)
    made = desk.post(f"{LIST}/ajouter", data=sent | {"is_another": "y"})

    assert asked.status_code == 422
    assert "Est-ce l’une de celles-ci" in asked.text
    assert made.status_code == 303


def test_a_siret_that_another_has_is_told_beside_its_field(desk):
    make_organisation("Cité Nature", siret=SIRET)

    answer = desk.post(f"{LIST}/ajouter", data=SENT)

    assert answer.status_code == 422
    assert "a ce numéro SIRET" in answer.text


def test_who_saves_an_old_page_is_told_and_keeps_what_they_typed(desk):
    number = make_organisation()
    page = f"{LIST}/{number}/modifier"
    version = organisation(number).version
    desk.post(page, data=SENT | {"version": version})

    old = desk.post(page, data=SENT | {"city": "Arras", "version": version})

    assert old.status_code == 409
    assert 'value="Arras"' in old.text
    assert organisation(number).city == "Lille"


def test_those_that_are_ticked_are_listed(desk):
    first, second, third = (settle(name) for name in ("A1", "B2", "C3"))

    sent = desk.post(f"{LIST}/vues?seen=no", data={"organisation": [first, second]})
    one = desk.post(f"{LIST}/vues", data={"organisation": third, "from": "show"})

    assert sent.location.endswith(f"{LIST}?seen=no")
    assert one.location.endswith(f"{LIST}/{third}")
    assert all(organisation(n).listed_at for n in (first, second, third))
    nothing = desk.post(f"{LIST}/vues", follow_redirects=True)
    assert "Rien n’était coché" in nothing.text


def test_two_are_compared_and_merged(desk):
    process = make_process()
    kept, other = make_organisation(), settle("Universite de Lile")
    make_participant(process, 1, organisation_id=other)
    page = f"{LIST}/{kept}/fusionner/{other}"

    assert f"/{kept}/fusionner/{other}" in desk.get(f"{LIST}/doublons").text
    assert "Universite de Lile" in desk.get(f"{LIST}/{kept}/fusionner").text
    assert "Lefèbvre 1" in desk.get(page).text
    assert organisation(other).merged_into_id is None
    done = desk.post(page, follow_redirects=True)
    again = desk.post(page)

    assert "1 personne lui est rattachée" in done.text
    assert again.status_code == 303
    moved = desk.get(f"{LIST}/{other}", follow_redirects=True)
    assert "a été fusionnée dans celle-ci" in moved.text
    assert f"<h1>{LILLE}</h1>" in moved.text
    assert desk.get(page).status_code == 409


def test_two_titular_members_of_one_group_are_told_before_and_both_stay(desk):
    offer = make_published_process(one_seat_an_organisation=True)
    kept, other = make_organisation(SENT["name"]), make_organisation("Cité Nature")
    for number, which in enumerate((kept, other)):
        person = make_participant(offer.process, number, organisation_id=which)
        make_titular(person, offer)

    shown = desk.get(f"{LIST}/{kept}/fusionner/{other}").text
    desk.post(f"{LIST}/{kept}/fusionner/{other}")

    assert "Elle aura deux places" in shown
    assert "PRODUCTION" in shown
    enrolments = db.session.scalars(select(Enrolment)).all()
    assert [each.ended_at for each in enrolments] == [None, None]
    assert desk.get(f"{LIST}/{kept}").text.count("PRODUCTION") == 2


def test_groups_that_the_reader_does_not_follow_are_counted_and_not_named(app):
    offers = [
        make_published_process(slug=slug, title=title, one_seat_an_organisation=True)
        for slug, title in (("csti", "Culture"), ("eau", "L’eau"))
    ]
    kept, other = make_organisation(SENT["name"]), make_organisation("Cité Nature")
    pairs = [(offer, which) for offer in offers for which in (kept, other)]
    for number, (offer, which) in enumerate(pairs):
        person = make_participant(offer.process, number, organisation_id=which)
        make_titular(person, offer)
    account = make_account(Role.FACILITATOR, offers[0].process)
    browser = app.test_client()
    browser.post(
        "/bureau/connexion", data={"email": account.email, "password": PASSWORD}
    )

    shown = browser.get(f"{LIST}/{kept}/fusionner/{other}").text

    assert "<li>Culture, PRODUCTION" in shown
    assert "L’eau" not in shown
    assert "1 groupe d’une démarche que vous ne suivez pas" in shown


@pytest.mark.parametrize("number", ["9" * 25, "9" * 5000, "-1", "x"])
def test_what_is_no_organisation_is_none_that_was_ticked(desk, number):
    sent = desk.post(f"{LIST}/vues", data={"organisation": number, "from": "show"})

    assert sent.status_code == 303


@pytest.mark.parametrize("kind", ["csv", "xlsx", "ods", "json"])
def test_the_directory_is_taken_away_once_it_was_ordered(desk, app, kind):
    make_organisation(siret=SIRET)
    make_organisation("Cité Nature", departement="62")

    ordered = desk.post(f"{LIST}/exporter?departement=59", data={"format": kind})
    fetched = desk.get(ordered.location)

    assert ordered.status_code == 303
    assert fetched.status_code == 200
    assert f"structures.{kind}" in fetched.headers["Content-Disposition"]
    [entry] = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "site.directory_exported")
    )
    assert entry.details == {"format": kind, "organisations": 1}
    if kind == "json":
        [row] = json.loads(fetched.data)
        assert (row["Nom"], row["Numéro SIRET"]) == (LILLE, SIRET)
    if kind == "csv":
        rows = fetched.data.decode("utf-8-sig").splitlines()
        assert rows[0].startswith("Nom;Numéro SIRET;Type de structure")
        assert rows[1].startswith(f"{LILLE};{SIRET};")
        assert len(rows) == 2


def test_nothing_is_fetched_that_somebody_else_ordered(desk, app):
    make_organisation()
    ordered = desk.post(f"{LIST}/exporter", data={"format": "csv"})
    other = app.test_client()
    reader = make_account(Role.READER)
    other.post("/bureau/connexion", data={"email": reader.email, "password": PASSWORD})

    assert other.get(ordered.location).status_code == 303


def test_who_reads_the_site_looks_and_changes_nothing(app):
    number, other = make_organisation(), settle("Universite de Lile")
    reader = app.test_client()
    account = make_account(Role.READER)
    reader.post(
        "/bureau/connexion", data={"email": account.email, "password": PASSWORD}
    )

    shown = reader.get(f"{LIST}/{number}").text

    assert "Modifier la structure" not in shown
    assert "Ajouter une structure" not in reader.get(LIST).text
    assert "Comparer" not in reader.get(f"{LIST}/doublons").text
    assert reader.post(f"{LIST}/{number}/fusionner/{other}").status_code == 403


def test_a_facilitator_of_one_process_sees_its_people_alone(app):
    number = make_organisation(siret=OTHER_SIRET)
    csti, water = make_process(), make_process(slug="eau", title="L’eau")
    for order, process in enumerate((csti, water), start=1):
        make_participant(process, order, organisation_id=number)
    account = make_account(Role.FACILITATOR, db.session.get_one(Process, csti.id))
    browser = app.test_client()
    browser.post(
        "/bureau/connexion", data={"email": account.email, "password": PASSWORD}
    )

    shown = browser.get(f"{LIST}/{number}").text

    assert "Lefèbvre 1" in shown
    assert "Lefèbvre 2" not in shown
    assert "L’eau" not in shown
