"""The form by which people enrol, and their own pages, for tests of both."""

from datetime import timedelta

from sqlalchemy import select

from concertation.database import db, transaction
from concertation.domain.questions import QuestionKind
from concertation.links import participant_token
from concertation.models import (
    GroupOffer,
    Participant,
    Process,
    Question,
    Questionnaire,
)
from tests.enrolments import place_of
from tests.factories import FORM, NOW
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_process,
    publish,
    today,
)

PAGE = "/demarches/csti/inscription"
DAY = timedelta(days=1)
MUSEUM = FORM["organisation"]
DETAILS = {**FORM, "siret": ""}


def filled(*offers: GroupOffer, **changes):
    """A form that is well filled in."""
    return DETAILS | {"groups": [str(offer.id) for offer in offers]} | changes


def participants() -> list[Participant]:
    return list(db.session.scalars(select(Participant).order_by(Participant.id)))


def three_offers(**changes) -> list[GroupOffer]:
    """PRODUCTION, DIFFUSION and COORDINATION, open now."""
    process = make_process(**changes)
    phase = make_phase(process, starts_at=today() - 20 * DAY)
    titles = ("PRODUCTION", "DIFFUSION", "COORDINATION")
    offers = [make_offer(make_group(process, title=each), phase) for each in titles]
    publish(process)
    return offers


def page_of(number: int) -> str:
    """The address of somebody's own pages."""
    person = place_of(number).participant
    return f"/participations/{participant_token(person.id, person.link_version)}"


def ask(process: Process, label: str, **how) -> int:
    """A question of the organiser's own; return its id."""
    with transaction() as session:
        asked = Questionnaire(process_id=process.id, changed_at=NOW)
        question = Question(
            position=1, kind=QuestionKind.SHORT_TEXT, label=label, **how
        )
        asked.questions.append(question)
        session.add(asked)
        session.flush()
        number = question.id
    db.session.expire_all()
    return number
