"""The blueprint of one member's pages, and how each page finds its person."""

from typing import Any

from flask import Blueprint, abort, redirect, url_for
from flask.typing import ResponseReturnValue

from concertation.domain.errors import Refusal
from concertation.domain.process_errors import EnrolmentEnded
from concertation.models import Enrolment, Participant
from concertation.queries.enrolments import history_of
from concertation.queries.members import find_member
from concertation.web.group_pages import (
    PREFIX,
    address_of,
    may_at,
    offer_or_404,
    show_group_refusal,
)

bp = Blueprint("desk_member", __name__, url_prefix=f"{PREFIX}/membres/<reference>")
bp.register_error_handler(Refusal, show_group_refusal)


def member_or_404(process: str, group: str, phase_id: int, reference: str) -> Enrolment:
    """The place of this person in the group: the one that is, or else the last."""
    offer = offer_or_404(process, group, phase_id)
    return find_member(offer.id, reference) or abort(404)


def current_or_refusal(
    process: str, group: str, phase_id: int, reference: str
) -> Enrolment:
    enrolment = member_or_404(process, group, phase_id, reference)
    if enrolment.ended_at or enrolment.participant.anonymised_at:
        raise EnrolmentEnded
    return enrolment


def may_change_details(person: Participant) -> bool:
    """They are the same in every group that the person is in."""
    places = history_of(person)
    return all(may_at("fill", each.offer) for each in places if not each.ended_at)


def page_address(enrolment: Enrolment) -> dict[str, Any]:
    reference = enrolment.participant.reference
    return {**address_of(enrolment.offer), "reference": reference}


def back_to(enrolment: Enrolment) -> ResponseReturnValue:
    return redirect(url_for(".show", **page_address(enrolment)), 303)
