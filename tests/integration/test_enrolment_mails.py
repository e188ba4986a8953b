"""What people are told about their places in groups, as it arrives."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select
from werkzeug.routing import Map, Rule

from concertation.database import db
from concertation.domain.enrolment import Standing
from concertation.domain.enrolment_messages import ENROLMENT_MESSAGES
from concertation.links import (
    participant_token,
    public_url_for,
    read_guest_token,
    read_participant_token,
    read_registration_token,
)
from concertation.models import OutboxMail
from concertation.services.group_members import resend_enrolment
from concertation.services.process_states import withdraw_process
from tests.enrolment_letters import FACTS, bodies, says, subject, write
from tests.enrolments import enrol, place_of
from tests.factories import ACTOR, NOW
from tests.processes import make_published_process

pytestmark = pytest.mark.usefixtures("app")

NASTY = "DIFFUSION <b>\r\nBcc: all@example.org\r\n %(x)s {{ 7 * 7 }}"


@pytest.fixture(autouse=True)
def addresses(monkeypatch):
    """Of the two pages that these mails lead to, wherever they stand."""
    pages = Map(
        [
            Rule("/mes-groupes/<token>", endpoint="site_my_enrolments.show"),
            Rule("/demarches/<process>", endpoint="site_processes.show"),
        ]
    )
    monkeypatch.setattr(
        "concertation.links._public_addresses",
        lambda: pages.bind("localhost", url_scheme="http"),
    )


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("template", ENROLMENT_MESSAGES)
def test_it_says_who_writes_about_what_and_how_to_answer(template, locale):
    mail = write(template, locale)

    assert "Concertation CSTI" in mail["Subject"]
    assert mail["From"].addresses[0].display_name == "Région Hauts-de-France"
    assert mail["To"].addresses[0].addr_spec == "lea@example.org"
    assert mail["Reply-To"].addresses[0].addr_spec == "csti@example.org"
    assert mail["Content-Language"] == locale
    page = public_url_for("site_processes.show", lang=locale, process="csti")
    assert says(mail, "Concertation CSTI", "Ambitions partagées", "DIFFUSION", page)
    assert says(mail, "Camille Exemple", "csti@example.org", "+33 3 00 00 00 00")
    assert says(mail, "Bonjour Léa Dupont" if locale == "fr" else "Hello Léa Dupont")


@pytest.mark.parametrize("template", ENROLMENT_MESSAGES)
def test_no_mail_leads_to_a_process_that_the_public_does_not_see(template):
    mail = write(template, process_slug="")

    text, page = bodies(mail)
    assert "/demarches/" not in text + page
    assert "Page de la démarche" not in text + page
    assert "\n\n\n" not in text
    assert says(mail, "Camille Exemple", "csti@example.org")


@pytest.mark.parametrize("template", ENROLMENT_MESSAGES)
def test_languages_differ_in_every_part(template):
    french, english = write(template, "fr"), write(template, "en")

    # The subject of a letter was typed, in whatever language.
    is_typed = template == "member_letter"
    assert (french["Subject"] == english["Subject"]) == is_typed
    for mine, theirs in zip(bodies(french), bodies(english), strict=True):
        assert mine != theirs


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("template", ENROLMENT_MESSAGES)
def test_whatever_the_names_contain_nothing_else_is_made_of_them(template, locale):
    texts = {
        name: NASTY
        for name, fact in FACTS.items()
        if isinstance(fact, str)
        and name not in {"recipient", "contact_email", "timezone", "process_slug"}
        and name not in {"end_reason", "standing"}
    }
    lists = {"groups": (NASTY, NASTY), "passed_groups": (NASTY,)}
    lists |= {"ended_groups": (NASTY,), "deputy_groups": (NASTY,)}

    mail = write(template, locale, **texts | lists)

    assert "\n" not in mail["Subject"]
    assert "\r" not in mail["Subject"]
    assert mail["Bcc"] is None
    text, page = bodies(mail)
    assert "DIFFUSION <b>" in text
    assert "DIFFUSION <b>" not in page
    assert "DIFFUSION &lt;b&gt;" in page


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("template", ENROLMENT_MESSAGES)
def test_nothing_is_left_to_fill_in_and_no_gap_is_torn(template, locale):
    mail = write(template, locale)

    for part in (mail["Subject"], *bodies(mail)):
        assert not re.search(
            r"%\(|\{\{|\{%|None|Undefined|Standing\.|EndReason\.", part
        )
    assert not re.search(r"\n{3}|[ \t]\n|^\s+$", bodies(mail)[0])


@pytest.mark.parametrize("template", set(ENROLMENT_MESSAGES) - {"member_moved"})
def test_its_link_is_of_its_own_kind_and_version(template):
    mail = write(template)
    token = participant_token(7, 3)

    assert says(mail, public_url_for("site_my_enrolments.show", lang="fr", token=token))
    assert says(mail, "Ce lien est personnel", "REF-12345")
    assert read_participant_token(token) == (7, 3)
    assert read_guest_token(token) is None
    assert read_registration_token(token) is None


def test_whoever_runs_a_group_gets_no_link_to_the_pages_of_somebody_else():
    token = participant_token(7, 3)

    for body in bodies(write("member_moved")):
        assert token not in body
        assert "mes-groupes" not in body
        assert "REF-12345" not in body


def test_the_phase_is_told_in_its_own_zone_until_its_last_day():
    mail = write("enrolment_promoted")

    assert says(mail, "du mardi 1er septembre 2026 au samedi 31 octobre 2026")
    assert says(mail, "(heure de Paris)")


@pytest.mark.parametrize(
    ("standings", "french", "english"),
    [
        (("seat",), "Votre place est confirmée", "Your place is confirmed"),
        (("seat", "seat"), "Vos places sont confirmées", "Your places are confirmed"),
        (
            ("waiting", "waiting"),
            "Vous êtes sur la liste d’attente",
            "You are on the waiting list",
        ),
        (("asked",), "Votre demande est notée", "Your request is noted"),
        (
            ("deputy",),
            "Votre suppléance est enregistrée",
            "You are noted as a deputy member",
        ),
        (
            ("held",),
            "Une place vous est réservée : confirmez-la",
            "A place is kept for you: confirm it",
        ),
        (
            ("seat", "waiting"),
            "Où en est votre inscription",
            "How your enrolment stands",
        ),
    ],
)
def test_the_subject_of_a_standing_is_that_of_the_whole(standings, french, english):
    count = len(standings)
    changes = {
        "groups": FACTS["groups"][:count],
        "standings": standings,
        "ranks": tuple(3 if each == "waiting" else 0 for each in standings),
        "wishes": (0,) * count,
    }

    for locale, title in (("fr", french), ("en", english)):
        mail = write("enrolment_standing", locale, **changes)
        assert subject(mail).startswith(title)
        assert says(mail, title)


def test_a_standing_lists_each_group_with_its_rank_and_what_comes_next():
    mail = write("enrolment_standing")

    text = re.sub(r"\s+", " ", bodies(mail)[0])
    assert "- PRODUCTION – 2e de la liste d’attente - DIFFUSION – Place conf" in text
    assert says(mail, "Les réunions du groupe sont annoncées", "Dès qu’une place se")


def test_a_standing_of_ranked_wishes_tells_their_order():
    mail = write(
        "enrolment_standing", standings=("asked", "asked"), ranks=(0, 0), wishes=(1, 2)
    )

    assert says(mail, "1er vœu", "2e vœu", "Demande en cours d’examen")


def test_the_first_in_line_is_told_so_without_a_number():
    mail = write("enrolment_moved", rank=1)

    assert says(mail, "En tête de la liste d’attente")


@pytest.mark.parametrize("standing", Standing)
def test_somebody_who_moved_reads_how_they_stand(standing):
    """Also without a rank, as one has who does not wait."""
    mail = write("enrolment_moved", "en", standing=standing.value, rank=None)

    assert says(mail, "from the group “PRODUCTION” to the group “DIFFUSION”")
    assert says(mail, "Le groupe change de forme.")


@pytest.mark.parametrize("template", ["enrolment_declined", "enrolment_ended"])
def test_a_reason_is_announced_only_where_there_is_one(template):
    assert says(write(template), "Message de l’équipe", "Le groupe change de forme.")
    for body in bodies(write(template, reason="")):
        assert "Message de l’équipe" not in body


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("left", "C’est fait, comme vous l’avez demandé."),
        ("removed", "L’équipe organisatrice a mis fin"),
        ("not_renewed", "Vous nous avez indiqué ne pas poursuivre"),
        ("not_confirmed", "Sans confirmation de votre part dans le délai"),
        ("other_wish", "Un autre de vos vœux a été satisfait"),
    ],
)
def test_an_end_says_whose_doing_it_was(reason, words):
    mail = write("enrolment_ended", end_reason=reason, reason="")

    assert says(mail, words)
    assert says(mail, "inscrivez-vous de nouveau") == (reason != "removed")


def test_a_kept_place_says_until_when_and_that_opening_the_link_is_not_enough():
    mail = write("enrolment_held")

    assert subject(mail).startswith("Poursuivez-vous dans le groupe « DIFFUSION » ?")
    assert says(mail, "jusqu’au 12 octobre 2026 à 18 h (heure de Paris)")
    assert says(mail, "L’ouvrir ne suffit pas")
    assert "Rappel" not in mail["Subject"]


def test_the_reminder_of_a_kept_place_is_told_apart():
    mail = write("enrolment_held", is_reminder=True)

    assert mail["Subject"].startswith("Rappel")
    assert says(mail, "Nous n’avons pas encore reçu votre réponse.")


@pytest.mark.parametrize(
    ("is_deputy", "words"), [(True, "Vous la remplacez"), (False, "c’est vous qui")]
)
def test_a_role_says_what_it_means(is_deputy, words):
    assert says(write("enrolment_role_changed", is_deputy=is_deputy), words)
    without = write("enrolment_role_changed", is_deputy=is_deputy, organisation="")
    assert says(without, "Votre structure dispose d’un siège")


@pytest.mark.parametrize(
    ("has_come", "words"), [(True, "rejoint le groupe « DIFF"), (False, "quitte le gr")]
)
def test_whoever_runs_a_group_learns_who_comes_and_who_goes(has_come, words):
    mail = write("member_moved", has_come=has_come)

    assert words in subject(mail)
    assert says(mail, "Malik Exemple (Cité Nature)", "PRODUCTION", "DIFFUSION")


def test_what_is_written_while_a_process_is_withdrawn_leads_to_no_page():
    offer = make_published_process()
    enrol(offer, number=1)
    withdraw_process(offer.process_id, actor=ACTOR, now=NOW)
    resend_enrolment(place_of(1).id, actor=ACTOR, now=NOW + timedelta(hours=1))

    rows = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()

    assert [each.facts["process_slug"] for each in rows] == ["csti", ""]
