"""The pages on which administrators look after accounts, through HTTP."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.domain.roles import Role
from concertation.links import INVITATION_SALT, signed_link
from concertation.models import AccountGrant, AuditEntry, OutboxMail
from concertation.queries.accounts import find_account
from tests.factories import make_account, make_event
from tests.people import NEW_PASSWORD, account_of, enter
from tests.processes import make_published_process

ACCOUNTS = "/bureau/comptes"
MINE = "/bureau/mon-compte"
SIGN_IN = "/bureau/connexion"
INVITATION = {
    "display_name": "Léa Dupont",
    "email": "lea@example.org",
    "locale": "fr",
    "role": "reader",
    "scope": "site",
}


@pytest.fixture
def reader(app):
    make_account(Role.ADMINISTRATOR)
    return make_account(Role.READER)


@pytest.fixture
def their_browser(app, reader):
    return enter(app, reader)[0]


def test_somebody_is_invited_and_chooses_a_password(desk, app, client):
    event = make_event()
    invited = INVITATION | {"role": "welcomer", "scope": f"event-{event.id}"}

    answer = desk.post(f"{ACCOUNTS}/inviter", data=invited)

    account = account_of(invited["email"])
    assert answer.location == f"{ACCOUNTS}/{account.id}"
    link = signed_link(INVITATION_SALT, account.id, account.link_version)
    page = f"/bureau/invitation/{link}"
    assert "Léa Dupont" in client.get(page).text
    weak = client.post(page, data={"new_password": "lea.dupont.2026"})
    assert weak.status_code == 422
    assert "fait de votre nom" in weak.text
    assert client.post(page, data={"new_password": NEW_PASSWORD}).location == SIGN_IN
    assert client.get(page).status_code == 409
    assert enter(app, account, NEW_PASSWORD)[1].location == "/bureau/"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"email": "x"}, "adresse"),
        ({"display_name": " "}, "nom de la personne"),
        ({"role": ""}, "Choisissez un rôle"),
        ({"scope": ""}, "Choisissez où"),
        ({"role": "welcomer"}, "L’accueil se donne"),
        ({"role": "chief"}, "rôle"),
        ({"scope": "999"}, "Not a valid choice"),
    ],
)
def test_a_wrong_invitation_is_told_and_sends_nothing(desk, app, changes, said):
    answer = desk.post(f"{ACCOUNTS}/inviter", data=INVITATION | changes)

    assert answer.status_code == 422
    assert db.session.scalars(select(OutboxMail)).all() == []


def test_an_address_that_is_known_is_told_beside_its_field(desk, facilitator):
    answer = desk.post(f"{ACCOUNTS}/inviter", data=INVITATION | {"email": facilitator})

    assert answer.status_code == 422
    assert "Un compte existe déjà" in answer.text


def test_roles_are_given_and_taken_on_the_page_of_the_account(desk, app, reader):
    event = make_event()
    page = f"{ACCOUNTS}/{reader.id}"

    desk.post(f"{page}/roles", data={"role": "welcomer", "scope": f"event-{event.id}"})

    shown = desk.get(page).text
    assert "Lecture, sur tout le site" in shown
    assert "Accueil, pour «\u00a0Réunion d’ouverture\u00a0»" in shown
    assert "Rôle donné" in shown
    grants = db.session.scalars(
        select(AccountGrant.id).where(AccountGrant.account_id == reader.id)
    ).all()
    for number in grants:
        desk.post(f"{page}/roles/{number}/retirer")
    assert "Aucun rôle" in desk.get(page).text


def test_a_role_is_given_in_a_consultation_and_in_a_group(desk, reader):
    offer = make_published_process()
    page = f"{ACCOUNTS}/{reader.id}"

    for scope in (f"process-{offer.process.id}", f"group-{offer.group.id}") * 2:
        sent = desk.post(f"{page}/roles", data={"role": "facilitator", "scope": scope})
        assert sent.status_code == 303

    shown = desk.get(page).text
    assert "Animation, dans la démarche «\u00a0Concertation CSTI\u00a0»" in shown
    assert "Animation, dans le groupe «\u00a0PRODUCTION\u00a0» de «" in shown
    told = db.session.scalars(
        select(AuditEntry.details).where(AuditEntry.action == "account.right_given")
    ).all()
    assert told[-2:] == [
        {"changes": {"role": [None, "facilitator"], "process": [None, "csti"]}},
        {
            "changes": {
                "role": [None, "facilitator"],
                "process": [None, "csti"],
                "group": [None, "production"],
            }
        },
    ]


@pytest.mark.parametrize("role", ["administrator", "welcomer"])
def test_a_group_has_neither_administrators_nor_people_at_the_door(desk, reader, role):
    offer = make_published_process()
    answer = desk.post(
        f"{ACCOUNTS}/{reader.id}/roles",
        data={"role": role, "scope": f"group-{offer.group.id}"},
    )

    assert answer.status_code == 422
    assert "choisissez" in answer.text


def test_who_is_invited_to_run_a_group_finds_the_role_on_their_account(desk):
    offer = make_published_process()
    wish = INVITATION | {"role": "facilitator", "scope": f"group-{offer.group.id}"}

    answer = desk.post(f"{ACCOUNTS}/inviter", data=wish)

    assert "Animation, dans le groupe" in desk.get(answer.location).text


def test_the_last_administrator_is_told_what_to_do_first(desk, facilitator):
    account = account_of(facilitator)

    answer = desk.post(f"{ACCOUNTS}/{account.id}/desactiver")

    assert answer.status_code == 409
    assert "Donnez d’abord le rôle" in answer.text
    assert desk.get("/bureau/").status_code == 200


@pytest.mark.parametrize("times", [1, 2])
def test_who_is_deactivated_is_out_however_often_one_clicks(
    desk, reader, their_browser, times
):
    assert their_browser.get("/bureau/").status_code == 200

    for _ in range(times):
        answer = desk.post(f"{ACCOUNTS}/{reader.id}/desactiver")

    assert answer.location == f"{ACCOUNTS}/{reader.id}"
    assert their_browser.get("/bureau/").location.startswith(SIGN_IN)


def test_what_cannot_be_done_now_leads_back_to_the_account(desk, reader):
    for action in (
        "reactiver",
        "retirer-invitation",
        "retirer-double-authentification",
    ):
        answer = desk.get(f"{ACCOUNTS}/{reader.id}/{action}")
        assert answer.location == f"{ACCOUNTS}/{reader.id}"
    assert desk.get(f"{ACCOUNTS}/{reader.id}/explode").status_code == 404
    assert desk.get(f"{ACCOUNTS}/999").status_code == 404
    assert desk.get(f"{ACCOUNTS}/{10**30}").status_code == 404


def test_the_list_costs_no_more_for_many(desk, app, counted_queries):
    event, counts = make_event(), []
    for number in range(3):
        make_account(Role.READER, event, email=f"reader{number}@example.org")
        with counted_queries() as queries:
            desk.get(ACCOUNTS)
        counts.append(len(queries))

    assert len(set(counts)) == 1


def test_an_expired_invitation_says_so_in_the_list(desk, app):
    desk.post(f"{ACCOUNTS}/inviter", data=INVITATION)
    with transaction() as session:
        account = find_account(session, INVITATION["email"])
        account.link_expires_at = utc_now() - timedelta(days=1)

    assert "Invitation expirée" in desk.get(ACCOUNTS).text
    desk.post(f"{ACCOUNTS}/{account.id}/inviter")
    assert "Invitation envoyée" in desk.get(ACCOUNTS).text
    desk.post(f"{ACCOUNTS}/{account.id}/retirer-invitation")
    assert "Léa Dupont" not in desk.get(ACCOUNTS).text.split("</table>")[0]
