"""Notices made of settings: what is empty is inherited, and all pages agree."""

import pytest

from concertation.database import db
from concertation.domain.errors import EventChangedMeanwhile
from concertation.domain.notices import Notice, notice_in
from concertation.domain.process_errors import ProcessChangedMeanwhile
from concertation.domain.site_errors import SiteChangedMeanwhile
from concertation.domain.versions import version_of
from concertation.models import Event, Process
from concertation.queries.audit import history_of
from concertation.queries.events import find_event
from concertation.queries.site import settings_now
from concertation.services.copying import CopyWish, copy_event
from concertation.services.events import call_off_event
from concertation.services.notices import WrittenNotice, write_notice
from concertation.services.site import change_notice
from tests.factories import ACTOR, NOW, make_draft, make_event
from tests.processes import make_process, make_published_process, today

BY = {"actor": ACTOR, "now": NOW}
pytestmark = pytest.mark.usefixtures("app")
OF_SITE = Notice(
    controller="Région Exemple\n1 place de la République",
    recipients="Hébergeur Exemple",
    public_task="Rendre compte aux élus",
)


def say(owner, **fields) -> None:
    write_notice(written(owner, version_of(notice_in(owner.notice)), **fields), **BY)


def written(owner, version: str, **fields) -> WrittenNotice:
    notice = Notice(**fields)
    kind = type(owner)
    return WrittenNotice(of=kind, owner_id=owner.id, notice=notice, version=version)


def say_on_the_site(notice: Notice = OF_SITE) -> None:
    change_notice(notice, version=settings_now().version, **BY)


def form_of(client, event) -> str:
    return client.get(f"/evenements/{event.slug}/inscription?lang=en").text


def page_of(client, event) -> str:
    return client.get(f"/evenements/{event.slug}/donnees-personnelles?lang=en").text


@pytest.mark.on_both_databases
def test_what_is_empty_says_what_the_site_says(client):
    say_on_the_site()
    event = make_event()
    say(event, recipients="Traiteur Exemple")

    page, form = page_of(client, event), form_of(client, event)

    for text in (page, form):
        assert "Région Exemple" in text
        assert "Traiteur Exemple" in text
        assert "Hébergeur Exemple" not in text
        assert "Only those who organise the event read them." not in text
        assert "Rendre compte aux élus: a task in the public interest" in text
    assert "1 place de la République" in page
    assert "1 place de la République" not in form


def test_a_meeting_says_what_its_process_says_before_the_site(client):
    say_on_the_site()
    offer = make_published_process(around=today())
    say(offer.process, controller="Agence Exemple", purpose="Former les groupes")
    event = make_event()
    db.session.get_one(Event, event.id).process_id = offer.process.id
    db.session.commit()

    page = page_of(client, event)

    assert "Agence Exemple" in page
    assert "Hébergeur Exemple" in page
    assert "Région Exemple" not in page
    assert "Former les groupes" not in page
    assert "Prepare and hold this event" in page
    process = client.get(f"/demarches/{offer.process.slug}/donnees-personnelles").text
    assert "Former les groupes" in process


def test_a_dash_says_nothing_where_the_site_says_something(client):
    say_on_the_site()
    event = make_event()
    say(event, recipients="–", public_task="-")

    page = page_of(client, event)

    assert "Hébergeur Exemple" not in page
    assert "They are handed on to nobody else." in page
    assert "Rendre compte" not in page


def test_each_purpose_has_its_legal_basis(client):
    event = make_event()
    say(
        event,
        legal_obligation="Tenir les comptes\nArchiver",
        legitimate_interest="Assurer la sécurité",
        contract="Facturer le repas",
        vital_interest="Prévenir les secours",
    )

    page = page_of(client, event)

    for told in (
        "Tenir les comptes: a legal obligation (GDPR, article 6.1.c)",
        "Archiver: a legal obligation",
        "Assurer la sécurité: a legitimate interest (GDPR, article 6.1.f)",
        "Facturer le repas: a contract with the person (GDPR, article 6.1.b)",
        "Prévenir les secours: vital interests (GDPR, article 6.1.d)",
    ):
        assert told in page


def test_who_writes_what_nobody_saw_is_refused_and_the_same_twice_is_not():
    event, process = make_draft(), make_process()
    fresh = version_of(Notice())
    for owner, refusal in (
        (event, EventChangedMeanwhile),
        (process, ProcessChangedMeanwhile),
    ):
        write_notice(written(owner, fresh, controller="Une région"), **BY)
        write_notice(written(owner, fresh, controller="Une région"), **BY)
        with pytest.raises(refusal):
            write_notice(written(owner, fresh, controller="Une autre"), **BY)
    with pytest.raises(SiteChangedMeanwhile):
        change_notice(OF_SITE, version=99, **BY)


def test_the_trail_tells_that_it_changed_and_not_whom_it_names():
    event = make_draft()
    say(event, dpo="Madame Exemple")

    (entry,) = [e for e in history_of(event) if e.action == "notice.changed"]

    assert [(each.field, each.values) for each in entry.changes] == [("notice", None)]


def test_a_copy_tells_the_same():
    event = make_draft()
    say(event, joint_controllers="Ombelliscience : les inscriptions")

    wish = CopyWish(event_id=event.id, title="Une copie", starts_at=NOW)
    copied = find_event(copy_event(wish, **BY))

    notice = notice_in(copied.notice)
    assert notice.joint_controllers == "Ombelliscience : les inscriptions"


@pytest.mark.on_both_databases
def test_the_register_reads_the_same_settings(desk):
    say_on_the_site()
    event = make_event()
    say(event, joint_controllers="Ombelliscience", contract="Facturer le repas")
    draft = make_draft(slug="brouillon")
    say(draft, recipients="Personne encore")
    offer = make_published_process()
    process = db.session.get_one(Process, offer.process.id)
    say(process, transfers="Un prestataire au Canada", purpose="Former les groupes")

    page = desk.get("/bureau/donnees-personnelles/registre?lang=en").text

    for told in (
        "Région Exemple",
        "Hébergeur Exemple",
        f"Ombelliscience ({event.title})",
        f"Un prestataire au Canada ({process.title})",
        "Rendre compte aux élus: a task in the public interest",
        "Facturer le repas: a contract with the person",
        "Former les groupes",
    ):
        assert told in page
    assert "Personne encore" not in page


def test_the_page_of_the_site_reads_them_too(client):
    say_on_the_site()

    page = client.get("/donnees-personnelles?lang=en").text

    assert "1 place de la République" in page
    assert "Hébergeur Exemple" in page


def test_a_notice_is_written_looked_at_and_kept_when_somebody_was_quicker(desk):
    event = make_draft()
    at = f"/bureau/evenements/{event.slug}/information"
    fresh = version_of(Notice())
    sent = desk.post(at, data={"version": fresh, "controller": "Une région"})
    assert sent.status_code == 303
    assert "Une région" in desk.get(sent.location).text

    late = desk.post(
        f"{at}?lang=en", data={"version": fresh, "controller": "Une autre région"}
    )

    assert late.status_code == 409
    assert "Une autre région" in late.text
    assert "differs from what is saved now in: Controller" in late.text
    notice = notice_in(db.session.get_one(Event, event.id).notice)
    assert notice.controller == "Une région"


def test_the_form_shows_what_is_inherited(desk):
    say_on_the_site()
    process = make_process()

    page = desk.get(f"/bureau/demarches/{process.slug}/information?lang=en").text

    assert "Empty: “Région Exemple · 1 place de la République”" in page
    assert desk.get(f"/bureau/demarches/{process.slug}/information/apercu").text


def test_the_notice_of_the_site_is_set_at_the_desk(desk):
    at = "/bureau/donnees-personnelles/information"
    version = settings_now().version
    sent = desk.post(at, data={"version": version, "recipients": "Un hébergeur"})
    assert sent.status_code == 303
    assert "Un hébergeur" in desk.get(at).text

    late = desk.post(f"{at}?lang=en", data={"version": version, "recipients": "Autre"})

    assert late.status_code == 409
    assert "Recipients" in late.text


def test_an_event_that_was_called_off_is_only_looked_at(desk):
    event = make_event()
    call_off_event(event.id, "Grève", **BY)
    at = f"/bureau/evenements/{event.slug}/information"

    assert desk.get(at).status_code == 409
    assert desk.get(f"{at}/apercu").status_code == 200
