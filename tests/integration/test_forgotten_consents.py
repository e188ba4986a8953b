"""Agreements go with whom they are of, and no backup brings them back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.actor import PARTICIPANT
from concertation.domain.errors import RegistrationEnded
from concertation.models import (
    Participant,
)
from concertation.queries.consents import consents_of
from concertation.queries.erasures import erasures_since
from concertation.queries.personal_data import held_about_participant
from concertation.services.enrolment import enrol_person
from concertation.services.erasures import erase_again
from concertation.services.participant_erasure import erase_participant
from concertation.services.participants import change_details
from concertation.services.personal_data import erase_registration, forget_old_answers
from tests.consents import (
    BY,
    LATER,
    PRESS,
    WEB,
    agreeing,
    kept,
    person,
    take_back,
    use,
)
from tests.enrolments import make_details, make_enrolling
from tests.factories import ACTOR, NOW, make_event, register
from tests.processes import make_published_process, today

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]


def test_agreements_go_with_the_person_and_with_their_answer():
    event = make_event(starts_at=NOW, ends_at=NOW + timedelta(hours=2))
    web, press = use(event, retention_days=7), use(event, PRESS)
    given = agreeing(**{f"q{web}": True, f"q{press}": True}, notice="Lu")
    registration = person(
        register(event, answers=given, now=NOW - timedelta(days=1), consent_text="Oui")
    )

    assert forget_old_answers(now=event.ends_at + timedelta(days=7)) == 1
    assert kept(registration) == [(PRESS, True)]
    erase_registration(registration.id, **BY)

    assert kept(registration) == []
    assert registration.notice_id is None
    with pytest.raises(RegistrationEnded):
        take_back(registration, press)


def test_participants_agree_take_back_and_are_forgotten_alike():
    offer = make_published_process(around=today())
    web = use(offer.process)
    details = make_details(own={web: True}, notice="Lu")
    enrol_person(make_enrolling(offer, details=details), now=today())
    (someone,) = db.session.scalars(select(Participant)).all()
    assert kept(someone) == [(WEB, True)]
    assert held_about_participant(someone)["agreements"][0]["notice"] == "Lu"

    change_details(
        someone.id, make_details(own={web: False}), actor=PARTICIPANT, now=today()
    )
    assert kept(someone) == [(WEB, False)]
    assert take_back(someone, web, given=True, now=today() + timedelta(hours=1))
    assert kept(someone) == [(WEB, False), (WEB, True)]

    erase_participant(someone.id, actor=ACTOR, now=today())
    assert kept(someone) == []


def test_what_was_taken_back_stays_so_after_an_older_backup_was_restored():
    event = make_event()
    web = use(event)
    registration = person(register(event, answers=agreeing(**{f"q{web}": True})))
    take_back(registration, web)
    taken = erasures_since(db.session(), NOW)
    # As the backup has it, which was made in between.
    registration.answers = {str(web): True}
    consents_of(registration)[0].withdrawn_at = None
    db.session.commit()

    assert erase_again(taken, now=LATER) == {"emptied": 1}

    assert registration.answers == {}
    assert kept(registration) == [(WEB, False)]
