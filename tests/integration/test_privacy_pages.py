"""The pages of the desk about how long data are kept, and who may open them."""

import pytest

from concertation.domain.roles import Role
from concertation.queries.site import current_site, settings_now
from concertation.services.purge import purge_everything
from tests.factories import (
    FACILITATOR,
    PASSWORD,
    make_account,
    make_event,
    register,
)
from tests.purging import after, past_event

FORECAST = "/bureau/donnees-personnelles?lang=en"
PURGES = "/bureau/donnees-personnelles/purges"
TIMES = "/bureau/donnees-personnelles/durees"
TYPED = {
    "unseated_retention_days": "30",
    "mail_retention_days": "60",
    "account_retention_days": "365",
    "sign_in_retention_days": "200",
}


def typed(**changes):
    return TYPED | {"version": str(settings_now().version)} | changes


@pytest.fixture
def officer(app):
    """Whoever protects data, and may nothing else."""
    account = make_account(Role.DATA_OFFICER)
    browser = app.test_client()
    sent = {"email": account.email, "password": PASSWORD}
    browser.post("/bureau/connexion", data=sent)
    return browser


def test_the_simulation_tells_how_much_goes_of_which_event(desk):
    register(past_event(title="Réunion passée"), 1)

    page = desk.get(FORECAST).text

    assert "Réunion passée" in page
    assert "365 days after the end" in page


def test_the_journal_of_purges_is_read_and_taken_away(desk):
    register(past_event(title="Réunion passée", retention_days=30), 1)
    purge_everything(now=after(30))

    page = desk.get(f"{PURGES}?lang=fr").text
    file = desk.get(f"{PURGES}.csv?lang=fr")

    assert "Réunion passée" in page
    assert "Personnes qui ont participé;1;30 jours après la fin" in file.text
    assert file.headers["Content-Disposition"] == 'attachment; filename="purges.csv"'
    assert "person1@example.org" not in page + file.text


def test_a_page_that_is_not_there_is_the_nearest(desk):
    purge_everything(now=after(30))

    for page in ("0", "99999999999999999999", "-3", "x"):
        assert desk.get(f"{PURGES}?page={page}").status_code == 200


def test_times_are_set_and_told_in_the_form_at_once(desk, client):
    event = make_event(retention_days=200)

    answer = desk.post(TIMES, data=typed())

    assert answer.status_code == 303
    assert current_site().retention.unseated_retention_days == 30
    form = client.get(f"/evenements/{event.slug}/inscription?lang=en").text
    assert "no place in the end go after 30 days" in form
    assert "60 days after they were sent" in form


def test_an_event_tells_its_own_time_and_no_longer_one_than_for_who_comes(client, app):
    own = make_event(retention_days=200, unseated_retention_days=12)
    short = make_event(slug="court", retention_days=20)

    told = client.get(f"/evenements/{own.slug}/inscription?lang=en").text
    shorter = client.get(f"/evenements/{short.slug}/inscription?lang=en").text

    assert "go after 12 days" in told
    assert "no place in the end" not in shorter


@pytest.mark.parametrize("days", ["0", "-1", "3651", "soon", "", "9" * 30])
def test_a_time_that_is_none_is_refused_and_kept_in_the_form(desk, days):
    answer = desk.post(TIMES, data=typed(mail_retention_days=days))

    assert answer.status_code == 422
    assert f'value="{days}"' in answer.text
    assert current_site().retention.mail_retention_days == 90


def test_who_opened_the_times_before_a_change_is_told(desk):
    desk.post(TIMES, data=typed())

    answer = desk.post(TIMES, data=typed(version="1", mail_retention_days="45"))

    assert answer.status_code == 409
    assert 'value="45"' in answer.text
    assert current_site().retention.mail_retention_days == 60


def test_the_officer_reads_what_goes_and_went_and_sets_nothing(officer):
    event = make_event()
    assert officer.get(FORECAST).status_code == 200
    assert officer.get(f"{PURGES}.csv").status_code == 200
    assert officer.get(TIMES).status_code == 403
    assert officer.post(TIMES, data=typed()).status_code == 403
    assert officer.get(f"/bureau/evenements/{event.slug}").status_code == 403
    assert officer.get("/bureau/comptes").status_code == 403


def test_the_officer_begins_with_what_people_ask(app):
    account = make_account(Role.DATA_OFFICER)
    sent = {"email": account.email, "password": PASSWORD}

    answer = app.test_client().post("/bureau/connexion", data=sent)

    assert answer.location == "/bureau/donnees-personnelles/demandes"


def test_accounts_that_slept_too_long_are_marked_in_their_list(desk):
    desk.post(TIMES, data=typed(account_retention_days="1"))
    make_account(email="sleeper@example.org")

    page = desk.get("/bureau/comptes?lang=en").text

    assert page.count("Not used for too long") == 1
    assert FACILITATOR in page


def test_an_event_is_given_a_time_of_its_own_at_the_desk(desk):
    event = make_event()
    page = desk.get(f"/bureau/evenements/{event.slug}/modifier?lang=en").text

    assert 'name="unseated_retention_days"' in page
