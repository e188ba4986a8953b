"""Agreements to uses: what is kept of them, and until when."""

from datetime import timedelta
from functools import partial

import pytest

from concertation.database import db
from concertation.domain.actor import PARTICIPANT
from concertation.domain.errors import AgreedAlready
from concertation.domain.questions import Audience, QuestionKind
from concertation.models import (
    Consent,
    NoticeText,
    Question,
    Registration,
)
from concertation.queries.consents import consents_of
from concertation.queries.personal_data import held_about
from concertation.services.consents import Agreements, change_agreements
from concertation.services.merging import merge_registrations
from concertation.services.questions import (
    QuestionSheet,
    add_question,
    edit_question,
    retire_question,
)
from concertation.services.registration import change_answers
from concertation.services.substitution import Substitution, substitute_person
from tests.consents import (
    BY,
    LATER,
    PRESS,
    WEB,
    agreeing,
    how_many,
    kept,
    person,
    take_back,
    use,
)
from tests.factories import ACTOR, NOW, make_answers, make_event, make_wish, register
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]


def test_what_is_agreed_to_is_kept_word_for_word_with_its_time_and_the_notice_read():
    event = make_event()
    web, press = use(event, hint="Celui de la Région."), use(event, PRESS)
    answers = agreeing(**{f"q{web}": True, f"q{press}": False}, notice="Lu et compris")

    registration = person(register(event, answers=answers))

    (consent,) = consents_of(registration)
    assert consent.consent_text == f"{WEB}\nCelui de la Région."
    assert (consent.consented_at, consent.given_by) == (NOW, PARTICIPANT)
    assert consent.notice.text == "Lu et compris"
    assert registration.answers == {str(web): True, str(press): False}
    assert held_about(registration)["agreements"] == [
        {
            "consent_text": consent.consent_text,
            "consented_at": NOW.isoformat(),
            "withdrawn_at": None,
            "notice": "Lu et compris",
        }
    ]


def test_a_notice_that_many_read_is_kept_once():
    event = make_event()
    web = use(event)
    for number in range(3):
        register(event, number, answers=agreeing(**{f"q{web}": True}, notice="Lu"))
    register(event, 4, answers=agreeing(**{f"q{web}": True}, notice="Autre"))

    assert how_many(NoticeText) == 2
    assert how_many(Consent) == 4


def test_where_keeping_rests_on_consent_the_notice_is_kept_as_well():
    answers = make_answers(notice="Lu")
    receipt = register(make_event(), answers=answers, consent_text="J’accepte")

    notice = db.session.get_one(NoticeText, person(receipt).notice_id)
    assert notice.text == "Lu"


def test_many_who_read_a_new_notice_at_once_keep_it_once(app):
    event, other = make_event(capacity=20), make_event(slug="deux", capacity=20)
    uses = {each.id: use(each) for each in (event, other)}

    def answer(number: int) -> None:
        at = event if number % 2 else other
        answers = agreeing(**{f"q{uses[at.id]}": True}, notice="Tout neuf")
        register(at, number, answers=answers)

    tasks = [partial(answer, number) for number in range(8)]
    for future in all_at_once(app, tasks, 4):
        future.result()

    assert (how_many(NoticeText), how_many(Consent)) == (1, 8)


def test_it_is_taken_back_after_the_event_and_given_anew_with_a_new_time():
    event = make_event()
    web = use(event)
    registration = person(register(event, answers=agreeing(**{f"q{web}": True})))
    over = event.ends_at + timedelta(days=3)

    assert take_back(registration, web, now=over)
    assert not take_back(registration, web, now=over)
    assert kept(registration) == [(WEB, False)]
    assert take_back(registration, web, given=True, now=over + timedelta(hours=1))

    assert kept(registration) == [(WEB, False), (WEB, True)]
    first, second = consents_of(registration)
    assert (first.withdrawn_at, first.withdrawn_by) == (over, PARTICIPANT)
    assert second.consented_at == over + timedelta(hours=1)
    assert registration.answers[str(web)] is True


def test_who_takes_back_twice_at_once_does_it_once(app):
    event = make_event()
    web = use(event)
    registration = person(register(event, answers=agreeing(**{f"q{web}": True})))
    number = registration.id

    def change(given: bool) -> None:
        wish = Agreements(
            of=Registration, answerer_id=number, agreed={web: given}, notice=""
        )
        change_agreements(wish, actor=PARTICIPANT, now=LATER)

    tasks = [partial(change, turn % 2 == 0) for turn in range(6)]
    for future in all_at_once(app, tasks, 3):
        future.result()

    registration = db.session.get_one(Registration, number)
    holding = [text for text, holds in kept(registration) if holds]
    assert len(holding) == (registration.answers[str(web)] is True)


def test_changing_answers_gives_and_takes_back_and_says_who_noted_it():
    event = make_event()
    web, press = use(event), use(event, PRESS)
    registration = person(register(event, answers=agreeing(**{f"q{web}": True})))
    changed = agreeing(**{f"q{web}": False, f"q{press}": True})

    change_answers(registration.id, changed, actor=ACTOR, now=LATER)

    assert kept(registration) == [(WEB, False), (PRESS, True)]
    assert consents_of(registration)[1].given_by == ACTOR
    assert consents_of(registration)[1].notice is None


def test_words_that_somebody_agreed_to_stay():
    event = make_event()
    web = use(event)
    registration = person(register(event, answers=agreeing(**{f"q{web}": True})))
    other = QuestionSheet(kind=QuestionKind.CONSENT, label="Tout ce que vous voulez.")

    with pytest.raises(AgreedAlready):
        edit_question(web, other, **BY)
    take_back(registration, web)
    edit_question(web, other, **BY)

    assert kept(registration) == [(WEB, False)]


def test_no_agreement_is_demanded_or_noted_by_the_desk_alone():
    event = make_event()
    number = use(event, is_mandatory=True, audience=Audience.DESK)

    question = db.session.get_one(Question, number)

    assert not question.is_mandatory
    assert question.audience is Audience.PARTICIPANTS


def test_a_use_that_is_asked_no_more_is_still_taken_back_and_not_given():
    event = make_event()
    web = use(event)
    agreed = person(register(event, 1, answers=agreeing(**{f"q{web}": True})))
    other = person(register(event, 2, answers=agreeing(**{f"q{web}": False})))
    retire_question(web, **BY)
    db.session.expire_all()

    assert not take_back(other, web, given=True)
    assert take_back(agreed, web)

    assert kept(agreed) == [(WEB, False)]
    assert kept(other) == []


def test_of_two_registrations_merged_the_agreement_moves_with_its_time():
    event = make_event()
    web, press = use(event), use(event, PRESS)
    stays = person(register(event, 1, answers=agreeing(**{f"q{press}": False})))
    given = agreeing(**{f"q{web}": True, f"q{press}": True})
    goes = person(register(event, 2, answers=given))

    merge_registrations(stays.id, goes.id, actor=ACTOR, now=LATER)

    assert kept(stays) == [(WEB, True)]
    assert consents_of(stays)[0].consented_at == NOW
    assert stays.answers == {str(web): True, str(press): False}
    assert goes.answers == {str(press): True}


def test_who_comes_instead_agrees_for_themselves():
    event = make_event()
    web = use(event)
    former = person(register(event, answers=agreeing(**{f"q{web}": True})))
    newcomer = make_wish(event, 2, answers=agreeing(**{f"q{web}": False}), actor=ACTOR)

    receipt = substitute_person(
        Substitution(registration_id=former.id, newcomer=newcomer), now=LATER
    )

    assert kept(person(receipt)) == []
    assert kept(former) == [(WEB, True)]


def test_a_use_is_kept_for_what_was_taken_back_of_it():
    event = make_event()
    decides = add_question(
        event.id, QuestionSheet(kind=QuestionKind.YES_NO, label="Photo ?"), **BY
    )
    web = use(event, shown_if_id=decides, shown_if=("yes",))
    agreed = agreeing(**{f"q{decides}": True, f"q{web}": True})
    registration = person(register(event, answers=agreed))
    changed = agreeing(**{f"q{decides}": False, f"q{web}": True})
    change_answers(registration.id, changed, actor=PARTICIPANT, now=LATER)
    assert kept(registration) == [(WEB, False)]

    retire_question(web, **BY)

    assert db.session.get_one(Question, web).retired_at == NOW
    assert kept(registration) == [(WEB, False)]


def test_a_notice_read_later_does_not_stand_for_the_one_that_was_agreed_to():
    answers = make_answers(notice="Lu")
    event = make_event()
    registration = person(register(event, answers=answers, consent_text="J’accepte"))
    changed = make_answers(role="Autre", own={1: None}, notice="Tout autre")

    change_answers(registration.id, changed, actor=PARTICIPANT, now=LATER)

    db.session.refresh(registration)
    notice = db.session.get_one(NoticeText, registration.notice_id)
    assert (registration.role, notice.text) == ("Autre", "Lu")
