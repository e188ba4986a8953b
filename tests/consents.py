"""Uses of data that people agree to."""

import re
from datetime import timedelta

from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.actor import PARTICIPANT
from concertation.domain.questions import QuestionKind
from concertation.models import (
    Registration,
)
from concertation.queries.consents import consents_of
from concertation.services.consents import Agreements, change_agreements
from concertation.services.questions import (
    QuestionSheet,
    add_question,
)
from tests.factories import ACTOR, NOW, make_answers

BY = {"actor": ACTOR, "now": NOW}
LATER = NOW + timedelta(hours=1)
WEB, PRESS = "J’accepte les photographies sur le site.", "Et dans la presse."


def use(owner, label=WEB, **how) -> int:
    sheet = QuestionSheet(kind=QuestionKind.CONSENT, label=label, **how)
    return add_question(owner.id, sheet, of=type(owner), **BY)


def agreeing(*, notice="", **own):
    given = {int(number[1:]): said for number, said in own.items()}
    return make_answers(own=given, notice=notice)


def person(receipt) -> Registration:
    return db.session.get_one(Registration, receipt.registration_id)


def kept(answerer) -> list[tuple[str, bool]]:
    """What was agreed to, and whether it holds."""
    db.session.expire_all()
    return [
        (each.consent_text, not each.withdrawn_at) for each in consents_of(answerer)
    ]


def how_many(table) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


def take_back(answerer, *numbers: int, given: bool = False, now=LATER) -> bool:
    wish = Agreements(
        of=type(answerer),
        answerer_id=answerer.id,
        agreed=dict.fromkeys(numbers, given),
        notice="",
    )
    return change_agreements(wish, actor=PARTICIPANT, now=now)


def shown(page) -> dict[str, str]:
    """What the form of a page sends back of the notice beside it."""
    return dict(re.findall(r'name="(notice_shown)"[^>]*value="(\w+)"', page.text))
