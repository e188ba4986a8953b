"""One person in a group: what is known of them, and where they stand."""

from collections.abc import Callable

from flask import abort, render_template, url_for
from flask.typing import ResponseReturnValue

from concertation.clock import utc_now
from concertation.domain.enrolment import Standing
from concertation.mailing.reading import as_read_by_staff
from concertation.models import Enrolment, OutboxMail
from concertation.queries.composition import organisation_is_known
from concertation.queries.enrolments import history_of
from concertation.queries.member_story import mails_to_member, story_of
from concertation.queries.members import rank_of_member
from concertation.queries.questions import answered_by
from concertation.web.desk.member.person import (
    bp,
    may_change_details,
    member_or_404,
    page_address,
)
from concertation.web.form import ActionForm, labels_of
from concertation.web.group_pages import may_at, other_groups
from concertation.web.identity import may
from concertation.web.member_form import DeskDetailsForm


@bp.get("")
def show(
    process: str, group: str, phase_id: int, reference: str
) -> ResponseReturnValue:
    enrolment, now = member_or_404(process, group, phase_id, reference), utc_now()
    places, is_live = _visible_places(enrolment), now < enrolment.offer.phase.over_at
    return render_template(
        "desk/member/show.html",
        offer=enrolment.offer,
        enrolment=enrolment,
        person=enrolment.participant,
        organisation_is_known=organisation_is_known(enrolment.participant),
        address=page_address(enrolment),
        rank=rank_of_member(enrolment),
        places=places,
        mails=_mails(enrolment, places),
        entries=story_of(enrolment.participant, places),
        can_act=is_live and may_at("fill", enrolment.offer),
        can_move=_can_move(enrolment, places),
        may_edit=may_change_details(enrolment.participant),
        may_erase=may("fill", process=process),
        answered=list(answered_by(enrolment.participant)),
        file_url=_file_url(enrolment),
        labels=_labels(enrolment),
        form=ActionForm(),
    )


@bp.get("/courriels/<int:mail_id>")
def mail(
    process: str, group: str, phase_id: int, reference: str, mail_id: int
) -> ResponseReturnValue:
    enrolment = member_or_404(process, group, phase_id, reference)
    mails = _mails(enrolment, _visible_places(enrolment))
    promised = next((each for each in mails if each.id == mail_id), None)
    if promised is None or not promised.facts:
        abort(404)
    return render_template(
        "desk/member/mail.html",
        offer=enrolment.offer,
        person=enrolment.participant,
        address=page_address(enrolment),
        promised=promised,
        written=as_read_by_staff(promised),
    )


def _file_url(enrolment: Enrolment) -> Callable[[str], str]:
    address = page_address(enrolment)
    return lambda name: url_for(".file", name=name, **address)


def _labels(enrolment: Enrolment) -> dict[str, str]:
    form = DeskDetailsForm.of(enrolment.offer.process, enrolment.participant)
    return labels_of(form)


def _visible_places(enrolment: Enrolment) -> list[Enrolment]:
    """In this process, as far as the reader may see: who runs one group sees that."""
    places = history_of(enrolment.participant)
    return [each for each in places if may_at("read", each.offer)]


def _can_move(enrolment: Enrolment, places: list[Enrolment]) -> bool:
    """Whether there is a group to go to: in reach, not theirs yet, with room or a line.

    Who asked is approved first.
    """
    if enrolment.standing is Standing.ASKED:
        return False
    here = {place.offer_id for place in places if not place.ended_at}
    others = other_groups(enrolment.offer)
    return any(each.pool.takes_one_more and each.id not in here for each in others)


def _mails(enrolment: Enrolment, places: list[Enrolment]) -> list[OutboxMail]:
    sees_all = may("read", process=enrolment.offer.process.slug)
    titles = {each.offer.group.title for each in places}
    return mails_to_member(enrolment.participant, None if sees_all else titles)
