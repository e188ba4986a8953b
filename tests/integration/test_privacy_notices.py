"""What people are told of their data: short in the form, and in full behind it."""

import pytest

from concertation.domain.event import LegalBasis
from concertation.domain.questions import QuestionKind
from concertation.domain.site import SiteSheet
from concertation.services.questions import QuestionSheet, add_question, retire_question
from concertation.services.site import change_settings
from tests.enrolling import ask
from tests.factories import ACTOR, NOW, make_draft, make_event
from tests.guests import make_private_event
from tests.processes import make_process, make_published_process, today

IN_ENGLISH = "donnees-personnelles?lang=en"


def notice_of(client, event):
    return client.get(f"/evenements/{event.slug}/{IN_ENGLISH}")


def test_the_form_leads_to_all_that_is_to_be_told(client, app):
    change_settings(
        SiteSheet(dpo_email="dpo@example.org"), version=1, actor=ACTOR, now=NOW
    )
    event = make_event(retention_days=200, unseated_retention_days=12)
    form = client.get(f"/evenements/{event.slug}/inscription?lang=en").text
    page = notice_of(client, event).text

    assert f"/evenements/{event.slug}/donnees-personnelles" in form
    for told in (
        "Région Hauts-de-France",
        "csti@example.org",
        "dpo@example.org",
        "article 6.1.e",
        "They are erased 200 days after the event.",
        "go after 12 days",
        "articles 15 to 21",
        "https://www.cnil.fr/",
    ):
        assert told in page
    assert "article 6.1.a" not in page


def test_each_event_tells_its_own_legal_basis(client, app):
    event = make_event(legal_basis=LegalBasis.CONSENT)

    page = notice_of(client, event).text

    assert "article 6.1.a" in page
    assert "article 6.1.e" not in page


def test_questions_are_told_with_the_time_of_each(client, app):
    event = make_event()
    numbers = {}
    for label, days in (("Régime", 7), ("Thème", None), ("Retirée", None)):
        sheet = QuestionSheet(
            kind=QuestionKind.SHORT_TEXT, label=label, retention_days=days
        )
        numbers[label] = add_question(event.id, sheet, actor=ACTOR, now=NOW)
    retire_question(numbers["Retirée"], actor=ACTOR, now=NOW)

    page = notice_of(client, event).text

    assert "Régime: erased 7 days after the end" in page
    assert "<li>Thème</li>" in page
    assert "Retirée" not in page


def test_a_consultation_tells_who_is_named_and_what_is_asked(client, app):
    offer = make_published_process(around=today(), retention_days=77)
    ask(offer.process, "Régime", retention_days=5)

    form = client.get(f"/demarches/{offer.process.slug}/inscription?lang=en").text
    page = client.get(f"/demarches/{offer.process.slug}/{IN_ENGLISH}").text

    assert f"/demarches/{offer.process.slug}/donnees-personnelles" in form
    assert "77 days after the end of its last phase" in page
    assert "Régime: erased 5 days after the end" in page
    assert "not ticked beforehand" in page


@pytest.mark.usefixtures("app")
def test_what_is_not_public_tells_nothing(client):
    draft, private = make_draft(), make_private_event(slug="prive")

    assert notice_of(client, draft).status_code == 404
    assert notice_of(client, private).status_code == 404
    assert client.get(f"/demarches/{make_process().slug}/{IN_ENGLISH}").status_code == (
        404
    )
    key = f"?cle={private.access_code}"
    assert client.get(f"/evenements/prive/donnees-personnelles{key}").status_code == 200


def test_the_notice_asks_as_much_for_three_questions_as_for_one(
    client, app, counted_queries
):
    event = make_event()

    def statements() -> int:
        with counted_queries() as seen:
            assert notice_of(client, event).status_code == 200
        return len(seen)

    def add(label: str) -> None:
        sheet = QuestionSheet(kind=QuestionKind.SHORT_TEXT, label=label)
        add_question(event.id, sheet, actor=ACTOR, now=NOW)

    add("Une")
    first = statements()
    add("Deux")
    add("Trois")
    assert statements() == first
