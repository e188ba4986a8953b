"""Until when people change and cancel by themselves; the desk is never bound by it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.actor import PARTICIPANT
from concertation.domain.errors import ChangesClosed, EventOver
from concertation.links import registration_token
from concertation.mailing.rendering import render
from concertation.models import OutboxMail, Registration
from concertation.services.personal_data import erase_registration
from concertation.services.registration import cancel_registration, change_answers
from tests.factories import (
    ACTOR,
    FAR,
    FORM,
    NOW,
    make_answers,
    make_event,
    make_sheet,
    register,
)
from tests.letters import arrived
from tests.promised import messages

DEADLINE = FAR - timedelta(days=7)
A_MOMENT = timedelta(seconds=1)
OTHER = make_answers(role="Présidente")


def person(receipt) -> Registration:
    return db.session.get_one(
        Registration, receipt.registration_id, populate_existing=True
    )


def texts_of(template) -> list[str]:
    """Plain and laid out, of the only mail of its kind."""
    query = select(OutboxMail).where(OutboxMail.template == template)
    mail = arrived(render(db.session.scalars(query).one()))
    return [mail.get_body((part,)).get_content() for part in ("plain", "html")]


def cancel(receipt, now, actor=PARTICIPANT):
    cancel_registration(
        receipt.registration_id, actor=actor, by_organiser=actor == ACTOR, now=now
    )


@pytest.mark.on_both_databases
def test_at_the_instant_itself_it_is_too_late(app):
    event = make_event(changes_close_at=DEADLINE)
    first, second = register(event, 1), register(event, 2)

    change_answers(
        first.registration_id, OTHER, actor=PARTICIPANT, now=DEADLINE - A_MOMENT
    )
    cancel(second, DEADLINE - A_MOMENT)
    with pytest.raises(ChangesClosed):
        change_answers(
            first.registration_id, make_answers(), actor=PARTICIPANT, now=DEADLINE
        )
    with pytest.raises(ChangesClosed):
        cancel(first, DEADLINE)

    assert person(first).role == "Présidente"
    assert person(first).ended_at is None
    assert person(second).ended_at


@pytest.mark.on_both_databases
def test_the_desk_is_never_bound_by_it(app):
    event = make_event(changes_close_at=DEADLINE)
    receipt = register(event)

    change_answers(receipt.registration_id, OTHER, actor=ACTOR, now=DEADLINE)
    cancel(receipt, FAR + A_MOMENT, actor=ACTOR)

    assert person(receipt).role == "Présidente"
    assert person(receipt).ended_at


def test_without_one_it_is_when_the_event_starts(app):
    event = make_event()
    receipt = register(event)

    with pytest.raises(ChangesClosed):
        cancel(receipt, FAR)
    cancel(receipt, FAR - A_MOMENT)

    assert person(receipt).ended_at


def test_after_the_end_it_is_over_for_everybody(app):
    receipt = register(make_event())

    with pytest.raises(EventOver):
        cancel(receipt, FAR + timedelta(days=1))


def test_who_only_waits_may_leave_the_line_at_any_time(app):
    event = make_event(changes_close_at=DEADLINE, capacity=1)
    register(event, 1)
    waiting = register(event, 2)

    cancel(waiting, DEADLINE + A_MOMENT)

    assert person(waiting).ended_at


def test_erasing_is_a_right_that_no_deadline_ends(app):
    receipt = register(make_event(changes_close_at=DEADLINE))

    erase_registration(receipt.registration_id, actor=PARTICIPANT, now=DEADLINE)

    assert person(receipt).anonymised_at


def test_mails_say_until_when_and_afterwards_to_whom_to_write(app):
    event = make_event(changes_close_at=DEADLINE, capacity=1)
    first = register(event, 1)
    register(event, 2)
    cancel(first, DEADLINE, actor=ACTOR)

    [confirmed] = messages("registration_confirmed")
    [waiting] = messages("registration_waitlisted")
    [promoted] = messages("registration_promoted")
    assert (confirmed.changes_until, confirmed.takes_changes) == (DEADLINE, True)
    assert (waiting.changes_until, waiting.takes_changes) == (None, True)
    assert (promoted.changes_until, promoted.takes_changes) == (DEADLINE, False)
    for part in texts_of("registration_promoted"):
        assert "Voir mon inscription" in part
        assert "annuler mon inscription" not in part


class TestPages:
    @pytest.fixture
    def link(self, app):
        event = make_event(
            changes_close_at=NOW, contact_phone="03 00 00 00 00", capacity=1
        )
        receipt = register(event)
        return f"/inscriptions/{registration_token(receipt.registration_id, 1)}"

    def test_the_page_says_so_and_offers_no_button(self, client, link):
        page = client.get(f"{link}?lang=en").text

        assert "The time to do so online ended on" in page
        assert "/annuler" not in page
        assert "/modifier" not in page

    @pytest.mark.parametrize("page", ["/modifier", "/annuler"])
    def test_a_refusal_names_whom_to_write_to(self, client, link, page):
        shown = client.get(f"{link}{page}?lang=en")
        sent = client.post(f"{link}{page}?lang=en", data=FORM)

        assert shown.status_code == sent.status_code == 409
        for answer in (shown, sent):
            assert "too late to change or cancel online" in answer.text
            assert "csti@example.org" in answer.text

    def test_before_it_the_page_says_until_when(self, client, app):
        event = make_event(slug="before", changes_close_at=DEADLINE)
        receipt = register(event)
        link = f"/inscriptions/{registration_token(receipt.registration_id, 1)}"

        assert "jusqu’au 12 juin 2099 à" in client.get(link).text
        assert "12 juin 2099" in client.get("/evenements/before").text

    def test_the_desk_may_not_set_it_after_the_end(self, desk, app):
        event = make_event()
        sheet = make_sheet()
        local = {
            name: getattr(sheet, name).strftime("%Y-%m-%dT%H:%M")
            for name in ("starts_at", "ends_at")
        }
        form = {
            name: getattr(sheet, name)
            for name in sheet.__dataclass_fields__
            if getattr(sheet, name) not in (None, "")
        }
        form |= local | {
            "changes_close_at": "2100-01-01T10:00",
            "version": event.version,
        }

        answer = desk.post("/bureau/evenements/ouverture/modifier?lang=en", data=form)

        assert answer.status_code == 422
        assert "not be after the end" in answer.text
