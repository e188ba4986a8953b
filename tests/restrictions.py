"""Limitations and objections, as an officer lets them hold."""

from sqlalchemy import select

from concertation.database import db
from concertation.domain.data_requests import RequestKind, RequestOutcome
from concertation.models import DataRestriction
from concertation.queries.data_requests import open_requests
from concertation.services.data_requests import (
    AskAboutData,
    Settlement,
    ask_about_data,
    settle_request,
)
from tests.factories import ACTOR, NOW
from tests.spaces import PERSON

BY = {"actor": ACTOR, "now": NOW}
LIMITATION, OBJECTION = RequestKind.LIMITATION, RequestKind.OBJECTION
MET = Settlement(outcome=RequestOutcome.DONE, answer="C’est fait.", restricts=True)


def asked(kind=LIMITATION, key=PERSON) -> int:
    wish = AskAboutData(email_key=key, kind=kind, message="Parce que.", locale="fr")
    ask_about_data(wish, now=NOW)
    return next(each.id for each in open_requests() if each.kind is kind)


def restricted(kind=LIMITATION, key=PERSON) -> DataRestriction:
    settle_request(asked(kind, key), MET, **BY)
    return db.session.scalars(
        select(DataRestriction).where(DataRestriction.email_key == key)
    ).one()
