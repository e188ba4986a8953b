"""Who is in a group during one phase, on one page; and which groups somebody runs."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from concertation.clock import utc_now
from concertation.domain.enrolment import Standing
from concertation.domain.errors import Refusal
from concertation.domain.roles import Right
from concertation.models import GroupOffer
from concertation.queries.group_figures import GroupFigures, group_figures
from concertation.queries.group_meetings import meetings_of
from concertation.queries.member_rows import MemberFilter
from concertation.queries.members import MemberPage, colleagues_in, member_page
from concertation.queries.offers import offers_in_reach
from concertation.queries.processes import offers_of_group
from concertation.queries.restrictions import limited_among
from concertation.queries.seating import place_quotas
from concertation.web.desk.members.bulk_forms import PickMembersForm
from concertation.web.group_pages import (
    PREFIX,
    address_of,
    may_at,
    offer_or_404,
    show_group_refusal,
)
from concertation.web.identity import places_in_reach
from concertation.web.member_filter import MemberFilterForm

bp = Blueprint("desk_members", __name__)
bp.register_error_handler(Refusal, show_group_refusal)


@bp.get("/bureau/groupes")
def groups() -> ResponseReturnValue:
    now = utc_now()
    offers = offers_in_reach(places_in_reach(Right.READ))
    past = [offer for offer in offers if now >= offer.phase.over_at]
    current = [offer for offer in offers if now < offer.phase.over_at]
    current.sort(key=lambda offer: offer.phase.starts_at)
    return render_template(
        "desk/members/groups.html", current=current, past=past, now=now
    )


@bp.get(PREFIX)
def index(process: str, group: str, phase_id: int) -> ResponseReturnValue:
    offer, now = offer_or_404(process, group, phase_id), utc_now()
    figures = group_figures(offer)
    form = MemberFilterForm()
    form.offer_organisations(figures.organisations)
    listed = _listed(offer, form, figures)
    pick = PickMembersForm(offer, MultiDict(), listed.total)
    pick.leave_out({each for each, count in figures.by_standing.items() if count})
    return render_template(
        "desk/members/index.html",
        offer=offer,
        address=address_of(offer),
        beside=offers_of_group(offer.group_id),
        figures=figures,
        quotas=place_quotas(offer.pool_id) if offer.pool.has_quotas else [],
        meetings=meetings_of(offer.id),
        form=form,
        listed=listed,
        colleagues=_colleagues(offer, listed),
        limited=_limited(listed),
        pick=pick,
        can_act=now < offer.phase.over_at and may_at("fill", offer),
        now=now,
    )


def _limited(listed: MemberPage) -> frozenset[str]:
    """The addresses on the page whose people asked that their data be not used."""
    people = [each.enrolment.participant for each in listed.members]
    return limited_among([person.email_key for person in people])


def _listed(
    offer: GroupOffer, form: MemberFilterForm, figures: GroupFigures
) -> MemberPage:
    wanted = form.to_filter(offer.process_id, offer.phase_id, offer.id)
    page = request.args.get("page", 1, type=int)
    return member_page(wanted, page, known_total=_known_total(wanted, figures))


def _known_total(wanted: MemberFilter, figures: GroupFigures) -> int | None:
    """How many rows the list has, where the figures tell it."""
    if wanted.narrows:
        return None
    if wanted.standing:
        return figures.by_standing.get(wanted.standing, 0)
    left = figures.by_standing.get(Standing.ENDED, 0)
    return figures.current + (left if wanted.with_ended else 0)


def _colleagues(offer: GroupOffer, listed: MemberPage) -> dict[int, list[str]]:
    """For each row shown, who else is in the group for the same organisation."""
    if not offer.process.one_seat_an_organisation:
        return {}
    shown = [each.enrolment for each in listed.members]
    numbers = {each.participant.organisation_id for each in shown}
    found = colleagues_in(offer.id, [number for number in numbers if number])
    return {
        each.id: [
            f"{other.participant.given_name} {other.participant.family_name}"
            for other in found.get(each.participant.organisation_id or 0, [])
            if other.id != each.id and other.seat_role is not each.seat_role
        ]
        for each in shown
    }
